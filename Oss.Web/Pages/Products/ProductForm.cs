using System.Globalization;
using Microsoft.Extensions.Primitives;
using Oss.Domain;
using Oss.Domain.Orders;
using Oss.Domain.Packages;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Products;

/// <summary>A product as fields of a form: all of it, so that what is not there is switched off; only what differs is ordered.</summary>
internal static class ProductForm
{
    /// <summary>The field of a limit.</summary>
    public static string FieldOf(ProductLimit limit) => $"limit-{limit.Code()}";

    /// <summary>A limit as it is typed: empty for none.</summary>
    public static string Typed(ProductLimit limit, long? maximum) => maximum is not { } given ? ""
        : !limit.IsBytes() ? given.ToString(CultureInfo.InvariantCulture)
        // What rounds is typed to the byte, so that nobody changes it by saving.
        : Octets.Parse(Octets.Text(given)) == given ? Octets.Text(given) : string.Create(CultureInfo.InvariantCulture, $"{given} B");

    /// <summary>What is to change, as the form has it.</summary>
    /// <exception cref="DomainException">An amount is none.</exception>
    public static ProductItemRequest Read(ProductView product, IEnumerable<KeyValuePair<string, StringValues>> form)
    {
        var fields = form.ToDictionary(field => field.Key, field => field.Value);
        var features = Features(fields.GetValueOrDefault("feature").ToString()).Select(text => Enum.TryParse<ProductFeatures>(text, out var feature) ? feature : ProductFeatures.None).Where(feature => feature != ProductFeatures.None).ToList();
        var limits = Enum.GetValues<ProductLimit>().Where(limit => fields.ContainsKey(FieldOf(limit)))
            .Select(limit => new LimitOverride(limit, Amount(limit, fields[FieldOf(limit)].ToString()))).Where(limit => limit.Maximum != product.Limits[limit.Limit]).ToList();
        var become = fields.GetValueOrDefault("may-become").ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var (name, verified) = (fields.GetValueOrDefault("name").ToString().Trim(), fields.ContainsKey("verified"));
        return new ProductItemRequest(
            OrderAction.Modify, product.Code, name == product.Name ? null : name, limits.Count == 0 ? null : limits,
            features.Except(product.Features).ToList() is { Count: > 0 } added ? added : null, product.Features.Except(features).ToList() is { Count: > 0 } removed ? removed : null,
            become.SequenceEqual(product.MayBecome ?? [ProductItemRequest.AnyProduct]) ? null : become, verified == product.RequiresVerifiedDomains ? null : verified, fields.ContainsKey("even"));
    }

    /// <summary>The features of one field: several of a name are joined by commas.</summary>
    public static string[] Features(string field) => field.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static long? Amount(ProductLimit limit, string text)
    {
        if (text.Trim().Length == 0)
            return null;

        return (limit.IsBytes() ? Octets.Parse(text) : long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null)
            ?? throw new DomainException(new DomainError.Validation([new Finding(FieldOf(limit), limit.IsBytes() ? ErrorCodes.InvalidQuota : ErrorCodes.OutOfRange, "This is no amount.")]));
    }
}

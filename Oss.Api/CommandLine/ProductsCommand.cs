using System.CommandLine;
using Oss.Api.CommandLine.Output;
using Oss.Domain.Packages;

namespace Oss.Api.CommandLine;

/// <summary><c>oss products</c>.</summary>
internal static class ProductsCommand
{
    public static Command Create(Terminal terminal) => new("products", "Products with their limits and features.") { List(terminal), Show(terminal), Preview(terminal), Change(terminal) };

    private static Command List(Terminal terminal) => terminal.Runs(
        new VerbCommand("list", "Lists the products.", "oss products list"),
        async (_, platform, cancellationToken) =>
        {
            var products = await platform.Get<ListProducts>().ExecuteAsync(cancellationToken);
            platform.Answer.List(products, ["code", "name", "features"], product => [product.Code, product.Name, product.Features.Select(feature => feature.ToString())]);
            return ExitCodes.Done;
        });

    private static Command Show(Terminal terminal)
    {
        var code = new Argument<string>("code") { Description = "The code that orders name." };
        return terminal.Runs(new VerbCommand("show", "Shows one product.", "oss products show premium") { code }, async (parsed, platform, cancellationToken) =>
        {
            var product = await platform.Get<ListProducts>().ByCodeAsync(parsed.GetRequiredValue(code), cancellationToken);
            platform.Answer.Thing(product,
            [
                ("product", product.Code), ("name", product.Name),
                .. product.Limits.OrderBy(limit => limit.Key).Select(limit => (limit.Key.Code(), (object?)Amount(limit.Key, limit.Value))),
                ("features", product.Features.Select(feature => feature.ToString())), ("may become", product.MayBecome is { } codes ? codes : "any"),
                ("demands verified domains", product.RequiresVerifiedDomains ? "yes" : "no"),
            ]);
            return ExitCodes.Done;
        });
    }

    private static Command Preview(Terminal terminal)
    {
        var options = new ProductOptions();
        var command = options.AddTo(new VerbCommand("preview", "Says whom a change of a product meets, and does nothing.", "oss products preview residential --limit quota-per-mailbox=2G", "oss products preview residential --without Pop3"));
        return terminal.Runs(command, async (parsed, platform, cancellationToken) =>
        {
            var impact = await platform.Get<PreviewProduct>().ExecuteAsync(options.Read(parsed), platform.Actor, cancellationToken);
            platform.Answer.Thing(impact,
            [
                ("contracts", impact.Contracts), ("with limits of their own", impact.Customised), ("mailboxes", impact.Mailboxes),
                .. impact.Limits.Select(limit => (limit.Limit.Code(), (object?)Sentence(limit))),
                .. impact.Features.Select(feature => (feature.Feature.ToString(), (object?)$"{(feature.Added ? "added" : "taken away")} for {feature.Mailboxes} mailboxes")),
                ("stay as they are", impact.Own.Select(contract => $"{contract.ContractNumber} ({string.Join(", ", contract.Overrides.Select(own => $"{own.Key.Code()} {Amount(own.Key, own.Value)}"))})")),
                ("domains not verified", impact.Unproven is { Count: > 0 } unproven ? Named(unproven) : null),
            ]);
            return impact.IsExceeded ? ExitCodes.Refused : ExitCodes.Done;
        });
    }

    private static Command Change(Terminal terminal)
    {
        var options = new ProductOptions();
        var even = new Option<bool>("--even-if-exceeded") { Description = "Also where contracts have more than that: they keep it and get no more." };
        var command = options.AddTo(new VerbCommand("change", "Changes a product, which contracts follow but for the limits that are their own.", "oss products change residential --limit quota-per-mailbox=2G --limit mailboxes=10 --with Sieve"));
        command.Add(even);
        return terminal.Runs(command, (parsed, platform, cancellationToken) =>
            platform.OrderAsync(null, options.Read(parsed) with { EvenIfExceeded = parsed.GetValue(even) }, $"The product {parsed.GetRequiredValue(options.Code)} is changed.", cancellationToken));
    }

    private static string Sentence(LimitImpact limit)
    {
        var text = $"from {Amount(limit.Limit, limit.Before)} to {Amount(limit.Limit, limit.After)}; {limit.Following} contracts follow, {limit.Own} keep their own";
        return limit.Exceeding.Count == 0 ? text : $"{text}; {limit.Exceeding.Count} HAVE MORE: {Named(limit.Exceeding)}";
    }

    private static string Named(AffectedContracts contracts) =>
        string.Join(", ", contracts.Samples.Select(use => $"{use.ContractNumber} ({use.TenantName})")) + (contracts.Count > contracts.Samples.Count ? ", …" : "");

    private static string Amount(ProductLimit limit, long? maximum) => maximum is not { } given ? limit == ProductLimit.TrashExtra ? "none" : "unlimited"
        : limit.IsBytes() ? Answer.Size(given)
        : given.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

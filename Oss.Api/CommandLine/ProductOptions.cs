using System.CommandLine;
using System.Globalization;
using Oss.Api.CommandLine.Output;
using Oss.Domain;
using Oss.Domain.Orders;
using Oss.Domain.Packages;

namespace Oss.Api.CommandLine;

/// <summary>What is to change of a product, as options.</summary>
internal sealed class ProductOptions
{
    private readonly Option<string?> _name = new("--name") { Description = "Another name." };
    private readonly Option<string[]> _limits = new("--limit")
    {
        Description = $"A limit as NAME=AMOUNT, with 'unlimited' for none: {string.Join(", ", Enum.GetValues<ProductLimit>().Select(limit => limit.Code()))}.", HelpName = "NAME=AMOUNT",
    };

    private readonly Option<ProductFeatures[]> _with = new("--with") { Description = "A feature that is added." };
    private readonly Option<ProductFeatures[]> _without = new("--without") { Description = "A feature that is taken away." };
    private readonly Option<string[]?> _mayBecome = new("--may-become")
    {
        Description = "Products that a contract may change to; * for any, 'none' for none.", AllowMultipleArgumentsPerToken = true, HelpName = "CODE", DefaultValueFactory = _ => null,
    };

    private readonly Option<bool?> _verified = new("--verified-domains") { Description = "Whether a domain takes mail only once its tenant has proven to own it.", HelpName = "true|false" };

    /// <summary>The product.</summary>
    public Argument<string> Code { get; } = new("code") { Description = "The code that orders name." };

    /// <summary>Adds them to a command.</summary>
    public VerbCommand AddTo(VerbCommand command)
    {
        command.Add(Code);
        foreach (Option option in new Option[] { _name, _limits, _with, _without, _mayBecome, _verified })
            command.Add(option);
        return command;
    }

    /// <summary>The change that was given.</summary>
    /// <exception cref="DomainException">Something given is none.</exception>
    public ProductItemRequest Read(ParseResult parsed) => new(
        OrderAction.Modify, parsed.GetRequiredValue(Code), parsed.GetValue(_name), parsed.GetValue(_limits)?.Select(Limit).ToArray(), parsed.GetValue(_with), parsed.GetValue(_without),
        parsed.GetValue(_mayBecome) switch { null => null, ["none"] => [], var codes => codes }, parsed.GetValue(_verified));

    private static LimitOverride Limit(string text)
    {
        var (name, amount) = text.Split('=', 2) is [var before, var after] ? (before.Trim(), after.Trim()) : (text, "");
        foreach (var limit in Enum.GetValues<ProductLimit>().Where(limit => limit.Code() == name))
        {
            if (SizeText.Parse(amount) is { Bytes: null })
                return new LimitOverride(limit);
            if (limit.IsBytes() ? SizeText.Parse(amount)?.Bytes is { } maximum : long.TryParse(amount, NumberStyles.None, CultureInfo.InvariantCulture, out maximum))
                return new LimitOverride(limit, maximum);
        }

        throw new DomainException(new DomainError.Validation([new Finding("--limit", ErrorCodes.OutOfRange, $"'{text}' is no limit like mailboxes=10 or quota-per-mailbox=2G.")]));
    }
}

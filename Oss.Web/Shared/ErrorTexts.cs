using System.Globalization;
using Microsoft.Extensions.Localization;
using Oss.Domain;

namespace Oss.Web.Shared;

/// <summary>A broken rule in the reader's language; its English sentence where there is no other.</summary>
public sealed class ErrorTexts(IStringLocalizer<Texts> texts)
{
    /// <summary>The text for an error.</summary>
    public string For(DomainError error) => error switch
    {
        DomainError.LimitExceeded limit => string.Format(
            CultureInfo.CurrentCulture, texts["Error.limit-exceeded"], Named("Limit", limit.Limit) ?? limit.Limit, Amount(limit.Limit, limit.Maximum), Amount(limit.Limit, limit.Requested)),
        DomainError.NotFound missing => string.Format(CultureInfo.CurrentCulture, Named("NotFound", missing.Kind) ?? texts["Error.not-found"], missing.Key),
        DomainError.Validation { Findings: [var first, ..] } => Named("Error", first.Code) ?? first.Text,
        _ => Named("Error", error.Code) ?? error.Text,
    };

    /// <summary>The text for a code that was stored, or the sentence stored with it.</summary>
    public string ForCode(string code, string sentence) => code switch
    {
        // These name what is missing or too much, and only the sentence still does.
        ErrorCodes.LimitExceeded or ErrorCodes.NotFound => sentence,
        ErrorCodes.Unavailable => texts["Error.held"],
        _ => Named("Error", code) ?? sentence,
    };

    private string? Named(string prefix, string name) => texts[$"{prefix}.{name}"] is { ResourceNotFound: false } known ? known.Value : null;

    private static string Amount(string limit, long amount) =>
        limit.StartsWith("quota", StringComparison.Ordinal) ? Octets.Text(amount) : amount.ToString("N0", CultureInfo.CurrentCulture);
}

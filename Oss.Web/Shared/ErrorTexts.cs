using Microsoft.Extensions.Localization;
using Oss.Domain;

namespace Oss.Web.Shared;

/// <summary>A broken rule in the reader's language; its English sentence where there is no other.</summary>
public sealed class ErrorTexts(IStringLocalizer<Texts> texts)
{
    /// <summary>The text for an error.</summary>
    public string For(DomainError error)
    {
        var code = CodeOf(error);
        return texts[$"Error.{code}"] is { ResourceNotFound: false } known ? known : error.Text;
    }

    /// <summary>The text for a code.</summary>
    public string For(string code) => texts[$"Error.{code}"] is { ResourceNotFound: false } known ? known : texts["ErrorUnknown"];

    /// <summary>The most telling code: of the first finding where there is one.</summary>
    public static string CodeOf(DomainError error) => error is DomainError.Validation { Findings: [var first, ..] } ? first.Code : error.Code;
}

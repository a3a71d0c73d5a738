using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Rules;

/// <summary>What filters would do with a message, in words: who asks why mail is where it is need not know sieve.</summary>
internal static partial class TrialSentence
{
    /// <summary>The sentence of an action; <see langword="null"/> when there is none for it.</summary>
    /// <param name="action">The action as the platform writes it, with why it would not be done.</param>
    /// <param name="texts">The texts.</param>
    public static string? Of(string action, IStringLocalizer<Texts> texts)
    {
        var parts = Parts().Match(action);
        var sentence = texts[$"TrialDoes.{parts.Groups["verb"].Value}"];
        return !parts.Success || sentence.ResourceNotFound ? null
            : IsDone(action) ? Filled(sentence)
            : string.Format(CultureInfo.CurrentCulture, texts["TrialNotDone"], Filled(sentence));

        string Filled(string text) => string.Format(CultureInfo.CurrentCulture, text, parts.Groups["what"].Value.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal));
    }

    /// <summary>Whether it would be done.</summary>
    public static bool IsDone(string action) => !action.Contains(" (not done: ", StringComparison.Ordinal);

    [GeneratedRegex("""^(?<verb>implicit keep|mark as seen|[a-z]+)(?: "(?:mailto:)?(?<what>(?:[^"\\]|\\.)*)")?""", RegexOptions.CultureInvariant)]
    private static partial Regex Parts();
}

using System.Globalization;
using System.Text;
using Oss.Domain.Addresses;

namespace Oss.Domain;

/// <summary>Folds text so that what an agent types finds what is meant on every database, however the caller spells it: lower case, accents
/// removed, ß as ss, and the German ae, oe, ue as the vowel alone, so that Müller, Mueller and Muller are one.</summary>
public static class SearchText
{
    /// <summary>Sorts after every character that can follow a prefix, on both databases.</summary>
    internal const string Highest = "\U0010FFFF";

    /// <summary>How many times longer folding can make a text: ß becomes ss.</summary>
    internal const int Growth = 2;

    /// <summary>The folded form; <c>Jörg Weiß</c> becomes <c>jorg weiss</c>.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.ToLowerInvariant().Replace("ß", "ss", StringComparison.Ordinal).Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark || (c == 'e' && folded.Length > 0 && folded[^1] is ('a' or 'o' or 'u')))
                continue;

            folded.Append(c);
        }

        return folded.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>A name, or the beginning of one, folded, a hyphen between two words being a space: <c>Schmidt-Meier</c> is found as <c>meier</c>.</summary>
    public static string FoldName(string name) => Fold(name).Replace('-', ' ');

    /// <summary>A folded name from each of its words on: <c>jorg weiss</c>, <c>weiss</c>.</summary>
    internal static IEnumerable<string> StartsOf(string? folded)
    {
        var name = folded?.Replace('-', ' ') ?? "";
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] != ' ' && (i == 0 || name[i - 1] == ' '))
                yield return name[i..];
        }
    }

    /// <summary>The folded form of an address or <c>@domain</c>, or of the beginning of one; A-labels become Unicode first.</summary>
    public static string FoldAddress(string address)
    {
        var at = address.LastIndexOf('@') + 1;
        return Fold(address[..at] + (DomainName.TryParse(address[at..])?.Display ?? address[at..]));
    }
}

using System.Globalization;
using System.Text;

namespace Oss.Domain;

/// <summary>Folds names so that what an agent types finds them on every database: lower case, accents removed, ß as ss.</summary>
public static class SearchText
{
    /// <summary>The folded form; <c>Jörg Weiß</c> becomes <c>jorg weiss</c>.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.ToLowerInvariant().Replace("ß", "ss", StringComparison.Ordinal).Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
                folded.Append(c);
        }

        return folded.ToString().Normalize(NormalizationForm.FormC);
    }
}

using System.Globalization;
using System.Text;

namespace Oss.Domain.Passwords;

/// <summary>Makes of a password what SCRAM clients make of it (SASLprep, RFC 4013), so that <c>ü</c> typed in one piece and in two is one password.</summary>
internal static class SaslPrep
{
    /// <summary>The prepared form. A password with characters that SASLprep prohibits is taken as it is: so do the clients that let it be typed.</summary>
    public static string Prepare(string password)
    {
        if (Ascii.IsValid(password))
            return password;

        var mapped = new StringBuilder();
        foreach (var rune in password.EnumerateRunes())
        {
            if (IsSpace(rune))
                mapped.Append(' ');
            else if (!IsNothing(rune))
                mapped.Append(rune);
        }

        var prepared = mapped.ToString().Normalize(NormalizationForm.FormKC);
        return prepared.EnumerateRunes().Any(IsProhibited) ? password : prepared;
    }

    // RFC 3454 C.1.2.
    private static bool IsSpace(Rune rune) => rune.Value != ' ' && (Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpaceSeparator || rune.Value == 0x200B);

    // RFC 3454 B.1.
    private static bool IsNothing(Rune rune) =>
        rune.Value is 0x00AD or 0x034F or 0x1806 or (>= 0x180B and <= 0x180D) or (>= 0x200C and <= 0x200D) or 0x2060 or (>= 0xFE00 and <= 0xFE0F) or 0xFEFF;

    // RFC 3454 C.2 to C.9, by category.
    private static bool IsProhibited(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator || rune.Value is 0xFFFD or (>= 0x2FF0 and <= 0x2FFB) || (rune.Value & 0xFFFE) == 0xFFFE;
}

using System.Globalization;
using System.Text;

namespace Oss.MailEngine.Policy.Authentication;

/// <summary>A piece of a macro-string (RFC 7208 7.1): literal text, or a letter with its transformers.</summary>
internal sealed record SpfMacroPart(string Literal, char Letter = '\0', int Digits = 0, bool IsReversed = false, string Delimiters = ".");

/// <summary>Macro-strings (RFC 7208 7).</summary>
internal static class SpfMacro
{
    private const string Delimiters = ".-+,/_=";
    private const int MaxName = 253;

    /// <summary>Reads a macro-string; <see langword="null"/> when its syntax is wrong.</summary>
    /// <param name="text">Printable ASCII.</param>
    /// <param name="isExplanation">Whether blanks and the letters <c>c</c>, <c>r</c>, <c>t</c> are allowed.</param>
    public static IReadOnlyList<SpfMacroPart>? TryParse(string text, bool isExplanation = false)
    {
        var parts = new List<SpfMacroPart>();
        var literal = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is < '!' or > '~' && !(isExplanation && text[i] == ' '))
                return null;
            if (text[i] != '%')
            {
                literal.Append(text[i]);
                continue;
            }

            if (++i >= text.Length)
                return null;
            switch (text[i])
            {
                case '%':
                    literal.Append('%');
                    break;
                case '_':
                    literal.Append(' ');
                    break;
                case '-':
                    literal.Append("%20");
                    break;
                case '{':
                    var close = text.IndexOf('}', i);
                    if (close < 0 || ReadMacro(text[(i + 1)..close], isExplanation) is not { } part)
                        return null;
                    parts.Add(new SpfMacroPart(literal.ToString()));
                    parts.Add(part);
                    literal.Clear();
                    i = close;
                    break;
                default:
                    return null;
            }
        }

        parts.Add(new SpfMacroPart(literal.ToString()));
        return parts;
    }

    /// <summary>Whether a text is a domain-spec: a macro-string that ends in a macro or in a top-level label.</summary>
    public static bool IsDomainSpec(string text)
    {
        if (text.Length == 0 || TryParse(text) is null)
            return false;
        if (text.EndsWith('}') || text is [.., '%', '%' or '_' or '-'])
            return true;

        var dot = text.TrimEnd('.').LastIndexOf('.');
        var label = text.EndsWith('.') ? text[(dot + 1)..^1] : text[(dot + 1)..];
        // After a macro the label may stand without a dot of its own.
        label = label[(label.LastIndexOf('}') + 1)..];
        return (dot >= 0 || text.Contains('}', StringComparison.Ordinal)) && label.Length > 0 && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && label[0] != '-' && label[^1] != '-' && !label.All(char.IsAsciiDigit);
    }

    /// <summary>Puts in the values.</summary>
    public static async ValueTask<string> ExpandAsync(IReadOnlyList<SpfMacroPart> parts, Func<char, ValueTask<string>> valueOf)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(part.Literal);
            if (part.Letter != '\0')
                text.Append(Transformed(part, await valueOf(char.ToLowerInvariant(part.Letter))));
        }

        return text.ToString();
    }

    /// <summary>Cuts a name that got too long, whole labels from its left (RFC 7208 7.3).</summary>
    public static string Shortened(string name)
    {
        name = name.TrimEnd('.');
        while (name.Length > MaxName && name.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot)
            name = name[(dot + 1)..];
        return name;
    }

    private static SpfMacroPart? ReadMacro(string text, bool isExplanation)
    {
        if (text.Length == 0 || !(isExplanation ? "slodiphcrtv" : "slodiphv").Contains(char.ToLowerInvariant(text[0]), StringComparison.Ordinal))
            return null;

        var at = 1;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        var digits = 0;
        if (at > 1 && (!int.TryParse(text.AsSpan(1, at - 1), NumberStyles.None, CultureInfo.InvariantCulture, out digits) || digits == 0))
            return null;

        var isReversed = at < text.Length && text[at] is 'r' or 'R';
        var delimiters = text[(isReversed ? at + 1 : at)..];
        return delimiters.All(c => Delimiters.Contains(c, StringComparison.Ordinal)) ? new SpfMacroPart("", text[0], digits, isReversed, delimiters.Length > 0 ? delimiters : ".") : null;
    }

    private static string Transformed(SpfMacroPart part, string value)
    {
        var pieces = value.Split(part.Delimiters.ToCharArray());
        if (part.IsReversed)
            Array.Reverse(pieces);
        if (part.Digits > 0 && part.Digits < pieces.Length)
            pieces = pieces[^part.Digits..];
        var text = string.Join('.', pieces);
        return char.IsAsciiLetterUpper(part.Letter) ? Uri.EscapeDataString(text) : text;
    }
}

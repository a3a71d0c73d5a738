using System.Globalization;
using System.Text;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary>Translates a POSIX extended regular expression to .NET's syntax. What only .NET knows (<c>\d</c>, <c>(?=…)</c>, lazy stars) is not let through by accident.</summary>
internal static class PosixExpression
{
    private static readonly Dictionary<string, string> Classes = new(StringComparer.Ordinal)
    {
        ["alpha"] = @"\p{L}", ["digit"] = "0-9", ["alnum"] = @"\p{L}0-9", ["upper"] = @"\p{Lu}", ["lower"] = @"\p{Ll}", ["space"] = @"\s", ["blank"] = @" \t",
        ["punct"] = @"!-/:-@\[-`{-~", ["print"] = @"\x20-\x7e\u00a0-\uffff", ["graph"] = @"\x21-\x7e\u00a1-\uffff", ["cntrl"] = @"\x00-\x1f\x7f", ["xdigit"] = "0-9A-Fa-f",
    };

    /// <exception cref="PosixException">It is not well-formed.</exception>
    public static string Translate(string pattern)
    {
        var translated = new StringBuilder(pattern.Length + 8);
        var canRepeat = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            switch (c)
            {
                case '[':
                    translated.Append(Bracket(pattern, ref i));
                    canRepeat = true;
                    break;
                case '\\':
                    if (++i == pattern.Length)
                        throw new PosixException("it ends with a backslash.", "er endet mit einem Rückstrich.");
                    Literal(translated, pattern[i]);
                    canRepeat = true;
                    break;
                case '*' or '+' or '?':
                    // POSIX leaves a star after a star undefined; to .NET it would mean something else.
                    if (!canRepeat)
                        throw new PosixException($"'{c}' has nothing before it to repeat.", $"vor '{c}' steht nichts, was sich wiederholen könnte.");
                    translated.Append(c);
                    canRepeat = false;
                    break;
                case '{':
                    Interval(pattern, ref i, translated, canRepeat);
                    canRepeat = false;
                    break;
                case '(':
                    if (i + 1 < pattern.Length && pattern[i + 1] == '?')
                        throw new PosixException("'(?' has no meaning here.", "'(?' hat hier keine Bedeutung.");
                    translated.Append(c);
                    canRepeat = false;
                    break;
                case '|':
                    translated.Append(c);
                    canRepeat = false;
                    break;
                case '$':
                    // .NET's $ is before a last line feed as well.
                    translated.Append(@"\z");
                    canRepeat = false;
                    break;
                case '^':
                    translated.Append(@"\A");
                    canRepeat = false;
                    break;
                case '.':
                    translated.Append(@"[\s\S]");
                    canRepeat = true;
                    break;
                case ')':
                    translated.Append(c);
                    canRepeat = true;
                    break;
                default:
                    Literal(translated, c);
                    canRepeat = true;
                    break;
            }
        }

        return translated.ToString();
    }

    private static void Literal(StringBuilder translated, char c)
    {
        if (c < 0x80 && !char.IsAsciiLetterOrDigit(c))
            translated.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
        else
            translated.Append(c);
    }

    private static void Interval(string pattern, ref int at, StringBuilder translated, bool canRepeat)
    {
        var end = pattern.IndexOf('}', at);
        var bounds = end < 0 ? [] : pattern[(at + 1)..end].Split(',');
        if (bounds.Length is not (1 or 2) || !int.TryParse(bounds[0], NumberStyles.None, CultureInfo.InvariantCulture, out var least))
            throw new PosixException("'{' begins a number of repetitions such as {2,5}.", "'{' beginnt eine Zahl von Wiederholungen wie {2,5}.");
        var most = bounds.Length == 1 ? least : bounds[1].Length == 0 ? -1 : int.TryParse(bounds[1], NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : -2;
        if (!canRepeat || most == -2 || (most >= 0 && most < least) || Math.Max(least, most) > SieveLimits.RegexRepetitions)
            throw new PosixException(
                $"repetitions are counted from 0 to {SieveLimits.RegexRepetitions}, after something that can be repeated.",
                $"Wiederholungen zählen von 0 bis {SieveLimits.RegexRepetitions} und stehen nach etwas, das sich wiederholen lässt.");
        translated.Append(CultureInfo.InvariantCulture, $"{{{least}{(most == least ? "" : most < 0 ? "," : $",{most}")}}}");
        at = end;
    }

    private static string Bracket(string pattern, ref int at)
    {
        var set = new StringBuilder("[");
        var i = at + 1;
        if (i < pattern.Length && pattern[i] == '^')
        {
            set.Append('^');
            i++;
        }

        for (var first = true; ; first = false, i++)
        {
            if (i >= pattern.Length)
                throw new PosixException("'[' has no ']'.", "zu '[' fehlt ']'.");
            if (pattern[i] == ']' && !first)
                break;
            if (pattern[i] == '[' && i + 1 < pattern.Length && pattern[i + 1] is ':' or '=' or '.')
                set.Append(Named(pattern, ref i));
            else if (pattern[i] == '-' && !first && i + 1 < pattern.Length && pattern[i + 1] != ']')
                set.Append('-');
            else
                Literal(set, pattern[i]);
        }

        at = i;
        return set.Append(']').ToString();
    }

    private static string Named(string pattern, ref int at)
    {
        var mark = pattern[at + 1];
        var end = pattern.IndexOf($"{mark}]", at + 2, StringComparison.Ordinal);
        if (end < 0)
            throw new PosixException($"'[{mark}' has no '{mark}]'.", $"zu '[{mark}' fehlt '{mark}]'.");

        var name = pattern[(at + 2)..end];
        at = end + 1;
        if (mark == ':')
            return Classes.GetValueOrDefault(name) ?? throw new PosixException($"there is no class [:{name}:].", $"die Klasse [:{name}:] gibt es nicht.");
        var literal = new StringBuilder();
        foreach (var c in name)
            Literal(literal, c);
        return literal.ToString();
    }
}

/// <summary>Why an expression is none.</summary>
internal sealed class PosixException(string english, string german) : Exception(english)
{
    public Sentence Why { get; } = new(english, german);
}

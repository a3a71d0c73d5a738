using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Oss.Tests.MailEngine.Imap;

/// <summary>An answer in one form, however a server writes it: quoted or literal, upper or lower case, an atom or a string; white space within strings counts once.</summary>
internal static partial class ImapTokens
{
    public static string Canonical(string answer)
    {
        var text = new StringBuilder();
        for (var at = 0; at < answer.Length;)
        {
            if (answer[at] is ' ' or '\r' or '\n')
                at++;
            else if (answer[at] is '(' or ')')
                text.Append(answer[at++]);
            else if (answer[at] == '"')
                String(text, Quoted(answer, ref at));
            else if (Literal().Match(answer, at) is { Success: true } literal)
            {
                var length = int.Parse(literal.Groups[1].Value, CultureInfo.InvariantCulture);
                String(text, answer.Substring(at + literal.Length, length));
                at += literal.Length + length;
            }
            else
            {
                var atom = Atom().Match(answer, at);
                text.Append(atom.Value.ToUpperInvariant()).Append(' ');
                at += Math.Max(1, atom.Length);
            }
        }

        return text.ToString();
    }

    private static string Quoted(string answer, ref int at)
    {
        var text = new StringBuilder();
        for (at++; answer[at] != '"'; at++)
            text.Append(answer[at] == '\\' ? answer[++at] : answer[at]);
        at++;
        return text.ToString();
    }

    private static void String(StringBuilder text, string value)
    {
        value = Space().Replace(value, " ").TrimEnd().ToUpperInvariant();
        // Dovecot names what an address lacks; here it is empty.
        value = value is "MISSING_DOMAIN" or "MISSING_MAILBOX" ? "" : value;
        text.Append(value.Length > 0 && value.All(char.IsAsciiLetterOrDigit) ? value + " " : $"'{value}' ");
    }

    [GeneratedRegex(@"\G~?\{([0-9]+)\}\r\n")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\G(?:[^\s()""\[\]]|\[[^\]]*\](?:<[0-9]+>)?)+")]
    private static partial Regex Atom();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}

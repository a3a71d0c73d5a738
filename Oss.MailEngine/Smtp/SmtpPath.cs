using System.Text;

namespace Oss.MailEngine.Smtp;

/// <summary>The argument of MAIL FROM and RCPT TO: a path in angle brackets and its parameters (RFC 5321 4.1.2).</summary>
internal sealed record SmtpPath(string Address, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>Octets of an address, which stands in a path of 256 with its brackets (RFC 5321 4.5.3.1.3).</summary>
    public const int MaxAddress = MaxPath - 2;

    // RFC 5321 4.5.3.1.2 and .3, in octets. A local part may take what the path leaves: senders of newsletters and forwarders write more than the 64 of .1, and what SRS made of them
    // here must find its way back.
    private const int MaxDomain = 255;
    private const int MaxPath = 256;

    /// <summary>Reads what follows <c>FROM:</c> or <c>TO:</c>; <see langword="null"/> when it is not well-formed. A source route is dropped, as RFC 5321 appendix C says;
    /// what it would have routed to is not.</summary>
    public static SmtpPath? TryParse(ReadOnlySpan<byte> argument, ReadOnlySpan<char> keyword)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(argument);
        }
        catch (ArgumentException)
        {
            return null;
        }

        if (!text.AsSpan().StartsWith(keyword, StringComparison.OrdinalIgnoreCase))
            return null;

        var rest = text[keyword.Length..].TrimStart(' ');
        var close = End(rest);
        if (close < 0 || Encoding.UTF8.GetByteCount(rest.AsSpan(0, close + 1)) > MaxPath || rest.Any(char.IsControl))
            return null;

        var path = rest[1..close];
        if (path.StartsWith('@'))
        {
            var colon = path.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0 || colon == path.Length - 1)
                return null;
            path = path[(colon + 1)..];
        }

        if (path.Length > 0 && !IsMailbox(path))
            return null;

        return ReadParameters(rest[(close + 1)..]) is { } parameters ? new SmtpPath(Unquoted(path), parameters) : null;
    }

    // Lengths and the domain's characters. The local part is its owner's business: whether anybody has it, the directory knows.
    private static bool IsMailbox(string path)
    {
        if (path.Equals("postmaster", StringComparison.OrdinalIgnoreCase))
            return true;

        var at = path.LastIndexOf('@');
        var domain = path.AsSpan(at + 1);
        if (at < 1 || domain.IsEmpty || Encoding.UTF8.GetByteCount(domain) > MaxDomain)
            return false;
        if (domain[0] == '[')
            return domain.Length > 2 && domain[^1] == ']' && !domain[1..^1].ContainsAny('[', ']');

        foreach (var character in domain)
        {
            if (!char.IsLetterOrDigit(character) && character is not ('-' or '.' or '_') && character < 0x80)
                return false;
        }

        return domain[0] != '.' && !domain.Contains("..", StringComparison.Ordinal);
    }

    // The closing bracket, not one inside a quoted local part.
    private static int End(string text)
    {
        if (!text.StartsWith('<'))
            return -1;

        var quoted = false;
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '\\' && quoted)
                i++;
            else if (text[i] == '"')
                quoted = !quoted;
            else if (text[i] == '>' && !quoted)
                return i;
            else if (text[i] is '<' or ' ' && !quoted)
                return -1;
        }

        return -1;
    }

    // "john"@example.org is john@example.org; quotes that are needed stay, and belong to nobody here.
    private static string Unquoted(string path)
    {
        var at = path.LastIndexOf('@');
        if (at < 2 || path[0] != '"' || path[at - 1] != '"')
            return path;

        var local = path[1..(at - 1)];
        return local.Length > 0 && local.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~.".Contains(c, StringComparison.Ordinal)) ? local + path[at..] : path;
    }

    private static Dictionary<string, string>? ReadParameters(string text)
    {
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (text.Length > 0 && text[0] != ' ')
            return null;

        foreach (var parameter in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = parameter.Split('=', 2);
            if (!parameters.TryAdd(pair[0], pair.Length > 1 ? pair[1] : ""))
                return null;
        }

        return parameters;
    }
}

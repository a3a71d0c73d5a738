using System.Globalization;

namespace Oss.MailEngine.Smtp.Client;

/// <summary>What a server said it can (its EHLO keywords).</summary>
internal sealed class SmtpExtensions
{
    private readonly Dictionary<string, string> _keywords = new(StringComparer.OrdinalIgnoreCase);

    public static readonly SmtpExtensions None = new();

    /// <summary>Reads the reply to EHLO; its first line is the server's name.</summary>
    public static SmtpExtensions Read(SmtpReply reply)
    {
        var extensions = new SmtpExtensions();
        foreach (var line in reply.Lines.Skip(1))
        {
            var words = line.Split(' ', 2, StringSplitOptions.TrimEntries);
            extensions._keywords[words[0]] = words.Length > 1 ? words[1] : "";
        }

        return extensions;
    }

    public bool StartTls => _keywords.ContainsKey("STARTTLS");

    public bool Pipelining => _keywords.ContainsKey("PIPELINING");

    public bool EightBitMime => _keywords.ContainsKey("8BITMIME");

    public bool SmtpUtf8 => _keywords.ContainsKey("SMTPUTF8");

    public bool Dsn => _keywords.ContainsKey("DSN");

    public bool RequireTls => _keywords.ContainsKey("REQUIRETLS");

    public bool Priority => _keywords.ContainsKey("MT-PRIORITY");

    /// <summary>Mechanisms of AUTH (RFC 4954).</summary>
    public IReadOnlyCollection<string> Mechanisms => _keywords.TryGetValue("AUTH", out var names) ? names.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];

    public bool Size => _keywords.ContainsKey("SIZE");

    /// <summary>Largest message in octets; nought when the server did not say.</summary>
    public long MaxSize => _keywords.TryGetValue("SIZE", out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : 0;

    /// <summary>Recipients of one transaction (RFC 9422); nought when the server did not say.</summary>
    public int MaxRecipients => Limit("RCPTMAX");

    /// <summary>Transactions of one connection (RFC 9422); nought when the server did not say.</summary>
    public int MaxMessages => Limit("MAILMAX");

    /// <summary>Domains of the recipients of one transaction (RFC 9422); nought when the server did not say.</summary>
    public int MaxDomains => Limit("RCPTDOMAINMAX");

    private int Limit(string name)
    {
        if (!_keywords.TryGetValue("LIMITS", out var text))
            return 0;

        var limit = text.Split(' ').Select(word => word.Split('=', 2)).FirstOrDefault(pair => pair[0].Equals(name, StringComparison.OrdinalIgnoreCase));
        return limit is [_, var value] && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}

using System.Globalization;

namespace Oss.MailEngine.Directory;

/// <summary>A named way to a mail server: the host is looked up as it is, without MX, unless the way is by the mail exchangers of a domain.</summary>
/// <param name="Protocol">What it speaks.</param>
/// <param name="Host">A name or an address; the domain, when it is for its exchangers.</param>
/// <param name="Port">Its port; 0 for exchangers, which have theirs.</param>
/// <param name="RequireTls">Whether mail goes there only in TLS with a certificate that holds for <paramref name="Host"/>.</param>
public sealed record MailTransport(MailTransportProtocol Protocol, string Host, int Port, bool RequireTls = false)
{
    /// <summary>Reads <c>smtp:mx.example.org:25</c>, <c>smtps:…</c> (TLS by STARTTLS is required), <c>lmtp:[2001:db8::1]:24</c>, <c>mx:example.org</c>; <see langword="null"/> when it is none.</summary>
    public static MailTransport? TryParse(string text)
    {
        if (text.StartsWith("mx:", StringComparison.OrdinalIgnoreCase))
            return text.Length > 3 && !text.AsSpan(3).Contains(':') ? new MailTransport(MailTransportProtocol.Exchangers, text[3..].ToLowerInvariant(), 0) : null;

        var (first, last) = (text.IndexOf(':', StringComparison.Ordinal), text.LastIndexOf(':'));
        if (first < 1 || last <= first + 1 || !ushort.TryParse(text.AsSpan(last + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0)
            return null;

        var host = text[(first + 1)..last];
        if (host is ['[', .., ']'])
            host = host[1..^1];
        else if (host.Contains(':', StringComparison.Ordinal))
            return null;

        return text[..first].ToUpperInvariant() switch
        {
            "SMTP" => new MailTransport(MailTransportProtocol.Smtp, host, port),
            "SMTPS" => new MailTransport(MailTransportProtocol.Smtp, host, port, RequireTls: true),
            "LMTP" => new MailTransport(MailTransportProtocol.Lmtp, host, port),
            _ => null,
        };
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        if (Protocol == MailTransportProtocol.Exchangers)
            return $"mx:{Host}";

        var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        return $"{(Protocol == MailTransportProtocol.Lmtp ? "lmtp" : RequireTls ? "smtps" : "smtp")}:{host}:{Port.ToString(CultureInfo.InvariantCulture)}";
    }
}

/// <summary>What a next hop speaks.</summary>
public enum MailTransportProtocol
{
    /// <summary>SMTP (RFC 5321).</summary>
    Smtp,

    /// <summary>LMTP (RFC 2033): a reply for each recipient after the data.</summary>
    Lmtp,

    /// <summary>SMTP, to the mail exchangers of a domain (RFC 5321 5.1).</summary>
    Exchangers,
}

using System.Globalization;
using System.Net;
using Oss.Domain.Addresses;

namespace Oss.Domain.Relaying;

/// <summary>Where mail goes on to, in its one written form: <c>smtp:mail.example.org:25</c>, <c>smtps:…</c> (only in TLS with a certificate that holds), <c>lmtp:[2001:db8::1]:24</c>, each host
/// looked up as it is; <c>mx:example.org</c> for the mail exchangers of a domain, and <c>mx</c> alone for those of the recipient's own.</summary>
public sealed record MailRoute
{
    /// <summary>Characters of the written form.</summary>
    public const int MaxLength = 280;

    private const string Exchangers = "mx";
    private static readonly string[] Protocols = ["smtp", "smtps", "lmtp"];

    private readonly string _text;

    private MailRoute(string text) => _text = text;

    /// <summary>The mail exchangers of the recipient's own domain.</summary>
    public static MailRoute OwnExchangers { get; } = new(Exchangers);

    /// <summary>Whether the recipient's own domain says where to.</summary>
    public bool IsOwnExchangers => this == OwnExchangers;

    /// <summary>Reads the written form; <see langword="null"/> when it is none.</summary>
    public static MailRoute? TryParse(string? text)
    {
        if (text is null || text.Length > MaxLength)
            return null;

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var protocol = (colon < 0 ? text : text[..colon]).ToLowerInvariant();
        if (protocol == Exchangers)
            return colon < 0 ? OwnExchangers : DomainName.TryParse(text[(colon + 1)..]) is { } domain ? new MailRoute($"{Exchangers}:{domain.Value}") : null;
        var last = text.LastIndexOf(':');
        if (!Protocols.Contains(protocol) || last <= colon + 1 || Host(text[(colon + 1)..last]) is not { } host
            || !ushort.TryParse(text.AsSpan(last + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0)
            return null;

        return new MailRoute(string.Create(CultureInfo.InvariantCulture, $"{protocol}:{host}:{port}"));
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    // A name of one label too: the machines of a platform know each other by such names.
    private static string? Host(string text)
    {
        if (text is ['[', .. var literal, ']'])
            return IPAddress.TryParse(literal, out var v6) && v6.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{v6}]" : null;
        if (IPAddress.TryParse(text, out var address))
            return address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? address.ToString() : null;

        return text.Contains('.', StringComparison.Ordinal) ? DomainName.TryParse(text)?.Value
            : text.Length is > 0 and <= 63 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && text[0] != '-' && text[^1] != '-' ? text.ToLowerInvariant() : null;
    }
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Oss.MailEngine.Policy.Authentication;

/// <summary>One mechanism of a record (RFC 7208 5).</summary>
/// <param name="Qualifier">The result when it matches.</param>
/// <param name="Name"><c>all</c>, <c>include</c>, <c>a</c>, <c>mx</c>, <c>ptr</c>, <c>ip4</c>, <c>ip6</c> or <c>exists</c>.</param>
/// <param name="Domain">The domain-spec, not expanded yet; empty for the domain that is asked.</param>
internal sealed record SpfMechanism(SpfResult Qualifier, string Name, string Domain)
{
    public int PrefixV4 { get; init; } = 32;

    public int PrefixV6 { get; init; } = 128;

    public IPAddress? Address { get; init; }
}

/// <summary>A record (RFC 7208 12). It is read as a whole before any of it counts: an error anywhere makes all of it an error (4.6).</summary>
internal sealed record SpfRecord(IReadOnlyList<SpfMechanism> Mechanisms, string? Redirect, string? Explanation)
{
    /// <summary>Whether a text is a record of this version at all.</summary>
    public static bool IsRecord(string text) => text.StartsWith("v=spf1", StringComparison.OrdinalIgnoreCase) && (text.Length == 6 || text[6] == ' ');

    /// <summary>Reads a record; <see langword="null"/> when its syntax is wrong.</summary>
    public static SpfRecord? TryParse(string text)
    {
        var mechanisms = new List<SpfMechanism>();
        string? redirect = null, explanation = null;
        foreach (var term in text[6..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = term.AsSpan(0, term.AsSpan().IndexOfAny('=', ':', '/') is >= 0 and var end ? end : term.Length).ToString();
            if (name.Length < term.Length && term[name.Length] == '=')
            {
                var value = term[(name.Length + 1)..];
                if (!IsModifierName(name) || SpfMacro.TryParse(value) is null)
                    return null;
                switch (name.ToLowerInvariant())
                {
                    case "redirect" when redirect is not null || !SpfMacro.IsDomainSpec(value):
                    case "exp" when explanation is not null || !SpfMacro.IsDomainSpec(value):
                        return null;
                    case "redirect":
                        redirect = value;
                        break;
                    case "exp":
                        explanation = value;
                        break;
                }
            }
            else if (ReadMechanism(term) is { } mechanism)
            {
                mechanisms.Add(mechanism);
            }
            else
            {
                return null;
            }
        }

        return new SpfRecord(mechanisms, redirect, explanation);
    }

    private static bool IsModifierName(string name) => name.Length > 0 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private static SpfMechanism? ReadMechanism(string term)
    {
        var qualifier = term[0] switch { '+' => SpfResult.Pass, '-' => SpfResult.Fail, '~' => SpfResult.SoftFail, '?' => SpfResult.Neutral, _ => (SpfResult?)null };
        var body = qualifier is null ? term : term[1..];
        var end = body.AsSpan().IndexOfAny(':', '/') is >= 0 and var at ? at : body.Length;
        var (name, rest) = (body[..end].ToLowerInvariant(), body[end..]);
        var mechanism = new SpfMechanism(qualifier ?? SpfResult.Pass, name, "");
        return name switch
        {
            "all" => rest.Length == 0 ? mechanism : null,
            "include" or "exists" => rest.StartsWith(':') && SpfMacro.IsDomainSpec(rest[1..]) ? mechanism with { Domain = rest[1..] } : null,
            "ptr" => rest.Length == 0 ? mechanism : rest[0] == ':' && SpfMacro.IsDomainSpec(rest[1..]) ? mechanism with { Domain = rest[1..] } : null,
            "a" or "mx" => ReadHosts(mechanism, rest),
            "ip4" or "ip6" => rest.StartsWith(':') ? ReadNetwork(mechanism, rest[1..]) : null,
            _ => null,
        };
    }

    // Of the form [":" domain-spec] ["/" v4] ["//" v6]. A slash may be in the domain-spec too, as a macro's delimiter, so that the length is looked for from the end.
    private static SpfMechanism? ReadHosts(SpfMechanism mechanism, string rest)
    {
        if (rest.LastIndexOf("//", StringComparison.Ordinal) is >= 0 and var six && rest.AsSpan(six + 2).IndexOf('}') < 0)
        {
            if (Prefix(rest[(six + 2)..], 128) is not { } prefix)
                return null;
            (mechanism, rest) = (mechanism with { PrefixV6 = prefix }, rest[..six]);
        }

        if (rest.LastIndexOf('/') is >= 0 and var four && rest.AsSpan(four + 1).IndexOf('}') < 0)
        {
            if (Prefix(rest[(four + 1)..], 32) is not { } prefix)
                return null;
            (mechanism, rest) = (mechanism with { PrefixV4 = prefix }, rest[..four]);
        }

        if (rest.Length == 0)
            return mechanism;
        return rest[0] == ':' && SpfMacro.IsDomainSpec(rest[1..]) ? mechanism with { Domain = rest[1..] } : null;
    }

    private static SpfMechanism? ReadNetwork(SpfMechanism mechanism, string text)
    {
        var isV4 = mechanism.Name == "ip4";
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var prefix = slash < 0 ? (isV4 ? 32 : 128) : Prefix(text[(slash + 1)..], isV4 ? 32 : 128);
        var address = slash < 0 ? text : text[..slash];
        if (prefix is not { } bits || !IPAddress.TryParse(address, out var parsed) || (parsed.AddressFamily == AddressFamily.InterNetwork) != isV4 || (isV4 && !IsDottedQuad(address)) || address.AsSpan().IndexOfAny('[', '%') >= 0)
            return null;
        return mechanism with { Address = parsed, PrefixV4 = isV4 ? bits : 32, PrefixV6 = isV4 ? 128 : bits };
    }

    // Four decimal numbers without leading noughts; the library takes hexadecimal, octal and fewer of them.
    private static bool IsDottedQuad(string text) =>
        text.Split('.') is { Length: 4 } parts && parts.All(p => p.Length is >= 1 and <= 3 && p.All(char.IsAsciiDigit) && (p.Length == 1 || p[0] != '0'));

    private static int? Prefix(string text, int most) =>
        text.Length > 0 && (text == "0" || text[0] != '0') && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bits) && bits <= most ? bits : null;
}

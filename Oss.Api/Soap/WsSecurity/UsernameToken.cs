using System.Globalization;
using System.ServiceModel.Channels;
using System.Xml.Linq;

namespace Oss.Api.Soap.WsSecurity;

/// <summary>A UsernameToken (OASIS Web Services Security UsernameToken Profile 1.1) as the client sent it.</summary>
internal sealed record UsernameToken(string Name, string Password, bool IsDigest, string? Nonce, DateTimeOffset? Created)
{
    public const string HeaderName = "Security";
    public const string Namespace = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";

    private const string DigestType = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordDigest";

    private static readonly XNamespace Wsse = Namespace;
    private static readonly XNamespace Wsu = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";

    /// <summary>The token of a request; <see langword="null"/> when there is none, or one that is not complete.</summary>
    public static UsernameToken? Find(MessageHeaders headers)
    {
        // With two of them it would be anybody's choice which one counts.
        var places = Enumerable.Range(0, headers.Count)
            .Where(i => headers[i] is { Name: HeaderName, Namespace: Namespace }).ToArray();
        if (places is not [var place])
            return null;

        using var reader = headers.GetReaderAtHeader(place);
        return Read((XElement)XNode.ReadFrom(reader));
    }

    private static UsernameToken? Read(XElement security)
    {
        if (security.Elements(Wsse + "UsernameToken").ToArray() is not [var token]
            || token.Element(Wsse + "Username")?.Value is not { } name || token.Element(Wsse + "Password") is not { } password)
            return null;

        var created = token.Element(Wsu + "Created")?.Value;
        return new UsernameToken(
            name, password.Value, password.Attribute("Type")?.Value == DigestType,
            token.Element(Wsse + "Nonce")?.Value, created is null ? null : ReadTime(created));
    }

    private static DateTimeOffset ReadTime(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : DateTimeOffset.MinValue;

    /// <inheritdoc/>
    public override string ToString() => "UsernameToken";
}

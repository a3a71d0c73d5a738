using System.Globalization;
using System.Text;
using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Mime;

namespace Oss.MailEngine.Imap.Fetch;

/// <summary>BODY and BODYSTRUCTURE (RFC 3501 7.4.2).</summary>
internal static class BodyStructure
{
    /// <summary>Octets, one in each char.</summary>
    public static string Of(MimePart part, bool extended)
    {
        var text = new StringBuilder();
        Write(text, part, extended);
        return text.ToString();
    }

    // Into one text: each level that made one of its own would copy all below it once more.
    private static void Write(StringBuilder text, MimePart part, bool extended)
    {
        if (part.Parts.Count > 0)
        {
            Multipart(text, part, extended);
            return;
        }

        var isText = part.Type.Value.StartsWith("text/", StringComparison.OrdinalIgnoreCase);
        var (type, subtype) = part.Type.Value.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) ? ("TEXT", "PLAIN") : Split(part.Type.Value);
        // Past the limits a message inside is not looked into; said to be a message it would need an envelope.
        if (part.Message is null && (type, subtype) == ("MESSAGE", "RFC822"))
            (type, subtype) = ("APPLICATION", "OCTET-STREAM");
        isText |= type == "TEXT";
        text.Append(CultureInfo.InvariantCulture, $"({ImapText.Octets(type)} {ImapText.Octets(subtype)} {Parameters(isText ? WithCharset(part.Type) : part.Type)} {ImapText.NOctets(part.Header("Content-ID"))} ")
            .Append(CultureInfo.InvariantCulture, $"{ImapText.NOctets(part.Header("Content-Description"))} {ImapText.Octets(TransferEncoding.Of(part))} {part.End - part.BodyStart}");
        if (part.Message is { } message)
        {
            text.Append(' ').Append(Envelope.Of(message)).Append(' ');
            Write(text, message, extended);
            text.Append(CultureInfo.InvariantCulture, $" {part.Lines}");
        }
        else if (isText)
            text.Append(CultureInfo.InvariantCulture, $" {part.Lines}");
        if (extended)
            text.Append(CultureInfo.InvariantCulture, $" {ImapText.NOctets(part.Header("Content-MD5"))} {Extension(part)}");
        text.Append(')');
    }

    // What a text has that says nothing (RFC 2045 5.2); clients take a missing charset for whatever they like.
    private static ContentHeader WithCharset(ContentHeader type) =>
        type.Parameter("charset") is null ? type with { Parameters = [.. type.Parameters, ("CHARSET", "us-ascii")] } : type;

    private static void Multipart(StringBuilder text, MimePart part, bool extended)
    {
        text.Append('(');
        foreach (var inner in part.Parts)
            Write(text, inner, extended);
        text.Append(CultureInfo.InvariantCulture, $" {ImapText.Octets(Split(part.Type.Value).Subtype)}").Append(extended ? $" {Parameters(part.Type)} {Extension(part)})" : ")");
    }

    private static string Extension(MimePart part)
    {
        var disposition = part.Header("Content-Disposition") is { Length: > 0 } header ? ContentHeader.Parse(header) : null;
        // A file's name without the word before it is an attachment's, as all that is not known is (RFC 2183 2.8).
        var kind = disposition is { Value.Length: 0, Parameters.Count: > 0 } ? "ATTACHMENT" : disposition?.Value.ToUpperInvariant();
        var shown = string.IsNullOrEmpty(kind) ? "NIL" : $"({ImapText.Octets(kind)} {Parameters(disposition!)})";
        return $"{shown} {Languages(part.Header("Content-Language"))} {ImapText.NOctets(part.Header("Content-Location"))}";
    }

    private static string Languages(string? header) =>
        header?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } tags ? $"({string.Join(' ', tags.Select(tag => ImapText.Octets(ContentHeader.Parse(tag).Value)))})" : "NIL";

    private static string Parameters(ContentHeader header) => header.Parameters.Count == 0
        ? "NIL"
        : $"({string.Join(' ', header.Parameters.Select(p => $"{ImapText.Octets(p.Name.ToUpperInvariant())} {ImapText.Octets(p.Value)}"))})";

    private static (string Type, string Subtype) Split(string value)
    {
        var slash = value.IndexOf('/', StringComparison.Ordinal);
        return (value[..slash].ToUpperInvariant(), value[(slash + 1)..].ToUpperInvariant());
    }
}

using System.Text;
using MimeKit;
using MimeKit.Utils;
using Oss.MailEngine.Mime;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap.Search;

/// <summary>What a reader sees of a message: headers and texts, their encodings and charsets taken off, those of messages within it too.</summary>
internal sealed class MessageText(IReadOnlyList<string> headers, IReadOnlyList<string> bodies)
{
    public static MessageText? Load(Folder folder, uint uid, CancellationToken cancellationToken)
    {
        using var content = folder.OpenAsync(uid, cancellationToken).GetAwaiter().GetResult();
        return content is null ? null : Of(content, cancellationToken);
    }

    public static MessageText Of(Stream content, CancellationToken cancellationToken)
    {
        var (headers, bodies) = (new List<string>(), new List<string>());
        try
        {
            var message = MimeMessage.Load(content, persistent: true, cancellationToken);
            headers.AddRange(Lines(message.Headers));
            if (message.Body is { } body)
            {
                // MimeKit counts Content-Type and its like to the body; they stand in the message's header.
                headers.AddRange(Lines(body.Headers));
                Collect(body, bodies, 0);
            }
        }
        catch (FormatException)
        {
            // No header at all: there is nothing to be found in it.
        }

        return new MessageText(headers, bodies);
    }

    public IReadOnlyList<string> Headers => headers;

    public IReadOnlyList<string> Bodies => bodies;

    public bool HeaderContains(SearchText text) => headers.Any(text.IsIn);

    public bool BodyContains(SearchText text) => bodies.Any(text.IsIn);

    private static void Collect(MimeEntity entity, List<string> bodies, int depth)
    {
        if (depth > MimeLimits.Depth)
            return;
        switch (entity)
        {
            case Multipart multipart:
                foreach (var part in multipart)
                    Collect(part, bodies, depth + 1);
                break;
            case MessagePart { Message: { } message }:
                bodies.AddRange(Lines(message.Headers));
                if (message.Body is { } body)
                    Collect(body, bodies, depth + 1);
                break;
            case TextPart { Content: { } content } text:
                using (var octets = new MemoryStream())
                {
                    content.DecodeTo(octets);
                    var decoded = MimeCharset.Decode(text.ContentType.Charset, octets.GetBuffer().AsSpan(0, (int)octets.Length));
                    bodies.Add(text.IsHtml ? HtmlText.Of(decoded) : decoded);
                }

                break;
        }
    }

    private static IEnumerable<string> Lines(HeaderList headers) => headers.Select(header => $"{header.Field}: {Decoded(header.RawValue)}");

    /// <summary>A header's value with its encoded words decoded.</summary>
    public static string Decoded(byte[] value) => Rfc2047.DecodeText(value).Replace("\r\n", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);

    /// <summary>The same of a value that has an octet in each char.</summary>
    public static string Decoded(string octets) => Decoded(Encoding.Latin1.GetBytes(octets));
}

/// <summary>A text that is looked for: without regard to case, and however its accents are composed (RFC 3501 6.4.4, RFC 5255 4).</summary>
internal sealed class SearchText(string text)
{
    private readonly string _normal = text.Normalize(NormalizationForm.FormC);

    public string Text => _normal;

    /// <summary>As octets, when it is ASCII without white space, which folding and decoding leave alone; else <see langword="null"/>.</summary>
    public byte[]? Plain { get; } = text.Length > 0 && text.All(c => c is > ' ' and < '\x7f') ? Encoding.ASCII.GetBytes(text) : null;

    public bool IsIn(string value) =>
        value.Contains(_normal, StringComparison.OrdinalIgnoreCase) || (!System.Text.Ascii.IsValid(value) && Normal(value).Contains(_normal, StringComparison.OrdinalIgnoreCase));

    private static string Normal(string value)
    {
        try
        {
            return value.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            return value;
        }
    }
}

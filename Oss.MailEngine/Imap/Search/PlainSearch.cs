using System.Buffers;
using System.Text;
using Oss.MailEngine.Mime;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap.Search;

/// <summary>
/// Finds a text where decoding changes nothing: ASCII, in fields without encoded words and in plain text parts without a transfer encoding. It says yes where <see cref="MessageText"/>
/// would, many times faster; its no means nothing. Most mail that has a text has it in such a place.
/// </summary>
internal static class PlainSearch
{
    /// <summary>Octets of a message that is looked at; a larger one has attachments, mostly.</summary>
    private const int MaxMessage = 1024 * 1024;

    /// <summary>Charsets in which ASCII is ASCII.</summary>
    private static readonly HashSet<string> AsciiCompatible = new(StringComparer.OrdinalIgnoreCase)
    {
        "us-ascii", "utf-8", "iso-8859-1", "iso-8859-2", "iso-8859-15", "windows-1250", "windows-1252",
    };

    public static bool Finds(Folder folder, StoredMessage message, SearchText text, bool bodyOnly, CancellationToken cancellationToken)
    {
        if (text.Plain is not { } plain)
            return false;

        using var content = folder.OpenAsync(message.Uid, cancellationToken).GetAwaiter().GetResult();
        if (content is null || content.Length > MaxMessage)
            return false;

        var octets = ArrayPool<byte>.Shared.Rent((int)content.Length);
        try
        {
            content.ReadExactly(octets, 0, (int)content.Length);
            return Finds(octets.AsMemory(0, (int)content.Length), plain, bodyOnly);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(octets);
        }
    }

    /// <param name="octets">The message.</param>
    /// <param name="plain">ASCII without white space.</param>
    /// <param name="bodyOnly">Whether the header does not count.</param>
    public static bool Finds(ReadOnlyMemory<byte> octets, byte[] plain, bool bodyOnly)
    {
        // Nowhere at all, so in no field or part: what is encoded has to be decoded anyway.
        if (!Contains(octets.Span, plain))
            return false;

        var message = MimeParser.Parse(octets);
        return (!bodyOnly && HeaderContains(octets.Span, message, plain)) || PartContains(octets.Span, message, plain);
    }

    private static bool HeaderContains(ReadOnlySpan<byte> octets, MimePart message, byte[] plain)
    {
        foreach (var field in message.Headers)
        {
            var value = octets[(field.Start + field.Name.Length)..field.End];
            if (value.IndexOf("=?"u8) < 0 && Contains(value[1..], plain))
                return true;
        }

        return false;
    }

    private static bool PartContains(ReadOnlySpan<byte> octets, MimePart part, byte[] plain)
    {
        foreach (var inner in part.Parts)
        {
            if (PartContains(octets, inner, plain))
                return true;
        }

        // What is not well-formed may be read as one thing here and as another there.
        return part.Parts.Count == 0 && part.Type.Value.Equals("text/plain", StringComparison.OrdinalIgnoreCase)
            && part.Header("Content-Type")?.TrimStart().StartsWith("text/plain", StringComparison.OrdinalIgnoreCase) != false
            && (part.Header("Content-Transfer-Encoding") is not { } encoding || encoding.Trim().ToUpperInvariant() is "7BIT" or "8BIT" or "BINARY")
            && (part.Type.Parameter("charset") is not { } charset || AsciiCompatible.Contains(charset))
            && Contains(octets[part.BodyStart..part.End], plain);
    }

    private static bool Contains(ReadOnlySpan<byte> octets, byte[] plain)
    {
        var (lower, upper) = (Lower(plain[0]), Upper(plain[0]));
        while (octets.Length >= plain.Length)
        {
            var found = octets[..(octets.Length - plain.Length + 1)].IndexOfAny(lower, upper);
            if (found < 0)
                return false;
            if (Ascii.EqualsIgnoreCase(octets.Slice(found, plain.Length), plain))
                return true;
            octets = octets[(found + 1)..];
        }

        return false;
    }

    private static byte Lower(byte c) => c is >= (byte)'A' and <= (byte)'Z' ? (byte)(c | 0x20) : c;

    private static byte Upper(byte c) => c is >= (byte)'a' and <= (byte)'z' ? (byte)(c & ~0x20) : c;
}

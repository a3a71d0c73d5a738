namespace Oss.MailEngine.Mime;

/// <summary>Reads of a stored message what has to be known of it: all its parts, or only its header, for which a large message is not read to its end.</summary>
internal static class MimeReader
{
    private const int FirstRead = 16 * 1024;

    public static async Task<MimePart> ReadAsync(Stream content, CancellationToken cancellationToken)
    {
        content.Position = 0;
        var octets = new byte[content.Length];
        await content.ReadExactlyAsync(octets, cancellationToken);
        return MimeParser.Parse(octets);
    }

    /// <summary>The message with its header and no parts.</summary>
    public static async Task<MimePart> ReadHeaderAsync(Stream content, CancellationToken cancellationToken) =>
        MimeParser.ParseHeader(await ReadStartAsync(content, cancellationToken));

    /// <summary>The beginning of a message, as far as its header goes and perhaps further.</summary>
    public static async Task<byte[]> ReadStartAsync(Stream content, CancellationToken cancellationToken)
    {
        for (long length = FirstRead; ; length *= 4)
        {
            content.Position = 0;
            var octets = new byte[Math.Min(length, content.Length)];
            await content.ReadExactlyAsync(octets, cancellationToken);
            if (octets.Length == content.Length || octets.AsSpan().IndexOf("\r\n\r\n"u8) >= 0 || octets.AsSpan().StartsWith("\r\n"u8))
                return octets;
        }
    }
}

using System.Buffers;

namespace Oss.MailEngine.Mime;

/// <summary>Reads of a stored message what has to be known of it: all its parts, or only its header, for which a large message is not read to its end. Neither holds more than a piece of it.</summary>
internal static class MimeReader
{
    private const int Piece = 64 * 1024;
    private const int FirstPiece = 16 * 1024;

    public static Task<MimePart> ReadAsync(Stream content, CancellationToken cancellationToken) => ReadAsync(MimeParser.ForMessage(), content, Piece, cancellationToken);

    /// <summary>The message with its header and no parts.</summary>
    public static Task<MimePart> ReadHeaderAsync(Stream content, CancellationToken cancellationToken) => ReadAsync(MimeParser.ForHeader(), content, FirstPiece, cancellationToken);

    private static async Task<MimePart> ReadAsync(MimeParser parser, Stream content, int piece, CancellationToken cancellationToken)
    {
        content.Position = 0;
        var octets = ArrayPool<byte>.Shared.Rent(piece);
        try
        {
            int read;
            while (!parser.IsDone && (read = await content.ReadAsync(octets.AsMemory(0, piece), cancellationToken)) > 0)
                parser.Feed(octets.AsSpan(0, read));
            return parser.Finish((int)Math.Min(content.Length, int.MaxValue));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(octets);
        }
    }
}

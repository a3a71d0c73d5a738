using System.Buffers;
using Microsoft.Win32.SafeHandles;
using Oss.MailEngine.Mime;

namespace Oss.MailEngine.Storage.Derived;

/// <summary>A message's header, as it is and taken apart.</summary>
/// <param name="Part">Its fields; no parts.</param>
/// <param name="Octets">With the empty line at its end, when it has one; <see langword="null"/> of one so long that it is served from the message.</param>
internal sealed record MessageHeader(MimePart Part, byte[]? Octets)
{
    /// <summary>Octets of a header that is kept.</summary>
    private const int Longest = 64 * 1024;

    private const int FirstPiece = 16 * 1024;

    /// <summary>What it takes in memory, roughly: the octets, the values as text, and the objects.</summary>
    public long Weight => (3L * (Octets?.Length ?? 0)) + (100L * Part.Headers.Count) + 200;

    /// <summary>The octets, to serve sections from.</summary>
    public Stream? AsStream() => Octets is null ? null : new MemoryStream(Octets, writable: false);

    /// <summary>Reads it in one call of the system and without a stream, as most can be: a client that asks for a whole folder's waits for one after the other.</summary>
    /// <param name="file">The message in wire form.</param>
    /// <returns><see langword="null"/> when it is longer.</returns>
    public static MessageHeader? TryReadAtOnce(SafeFileHandle file)
    {
        var octets = ArrayPool<byte>.Shared.Rent(FirstPiece);
        try
        {
            var read = RandomAccess.Read(file, octets.AsSpan(0, FirstPiece), 0);
            var length = RandomAccess.GetLength(file);
            var parser = MimeParser.ForHeader();
            parser.Feed(octets.AsSpan(0, read));
            if (!parser.IsDone && read < length)
                return null;
            var part = parser.Finish((int)Math.Min(length, int.MaxValue));
            return new MessageHeader(part, octets[..part.BodyStart]);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(octets);
        }
    }

    /// <summary>Reads it however long it is.</summary>
    /// <param name="content">The message in wire form.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<MessageHeader> ReadAsync(Stream content, CancellationToken cancellationToken)
    {
        var part = await MimeReader.ReadHeaderAsync(content, cancellationToken);
        if (part.BodyStart > Longest)
            return new MessageHeader(part, null);
        var octets = new byte[part.BodyStart];
        content.Position = 0;
        await content.ReadExactlyAsync(octets, cancellationToken);
        return new MessageHeader(part, octets);
    }
}

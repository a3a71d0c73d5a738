using MimeKit.IO;
using Oss.MailEngine.Mime;
using MimePart = Oss.MailEngine.Mime.MimePart;

namespace Oss.MailEngine.Imap.Fetch;

/// <summary>A part with its transfer encoding taken off (RFC 3516). It is decoded twice, for its length comes before its octets, and never held in memory.</summary>
internal static class BinarySection
{
    /// <summary>Whether the part's encoding is known here; one that is not there has none.</summary>
    public static bool IsDecodable(MimePart? message, IReadOnlyList<int> path) =>
        message is null || MessageSections.Find(message, path) is not { } part || IsHolder(part) || TransferEncoding.IsKnown(TransferEncoding.Of(part));

    public static async Task WriteAsync(PipeOutput output, FetchItem item, Stream content, MimePart? message, CancellationToken cancellationToken)
    {
        var part = item.Path.Count == 0 ? null : MessageSections.Find(message!, item.Path);
        if (part is null && item.Path.Count > 0)
        {
            output.Write(item.Kind == FetchKind.BinarySize ? $"{item.Name} 0" : $"{item.Name} NIL");
            return;
        }

        var (length, hasNul) = await MeasureAsync(content, part, cancellationToken);
        if (item.Kind == FetchKind.BinarySize)
        {
            output.Write($"{item.Name} {length}");
            return;
        }

        var (from, to) = item.Partial is { } partial ? (Math.Min(partial.Start, length), Math.Min((long)partial.Start + partial.Length, length)) : (0, length);
        output.Write($"{item.Name} {(hasNul ? "~" : "")}{{{to - from}}}\r\n");
        await using var decoded = Decoded(content, part);
        await SkipAsync(decoded, from, cancellationToken);
        await CopyAsync(output, decoded, to - from, cancellationToken);
    }

    private static async Task<(long Length, bool HasNul)> MeasureAsync(Stream content, MimePart? part, CancellationToken cancellationToken)
    {
        await using var decoded = Decoded(content, part);
        var buffer = new byte[ImapLimits.Chunk];
        long length = 0;
        var hasNul = false;
        int read;
        while ((read = await decoded.ReadAsync(buffer, cancellationToken)) > 0)
        {
            length += read;
            hasNul |= buffer.AsSpan(0, read).Contains((byte)0);
        }

        return (length, hasNul);
    }

    private static async Task SkipAsync(Stream decoded, long octets, CancellationToken cancellationToken)
    {
        var buffer = new byte[ImapLimits.Chunk];
        while (octets > 0)
            octets -= await decoded.ReadAsync(buffer.AsMemory(0, (int)Math.Min(octets, buffer.Length)), cancellationToken);
    }

    private static async Task CopyAsync(PipeOutput output, Stream decoded, long octets, CancellationToken cancellationToken)
    {
        var buffer = new byte[ImapLimits.Chunk];
        while (octets > 0)
        {
            var read = await decoded.ReadAsync(buffer.AsMemory(0, (int)Math.Min(octets, buffer.Length)), cancellationToken);
            await output.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            octets -= read;
        }
    }

    private static Stream Decoded(Stream content, MimePart? part)
    {
        content.Position = 0;
        var bound = part is null ? new BoundStream(content, 0, content.Length, leaveOpen: true) : new BoundStream(content, part.BodyStart, part.End, leaveOpen: true);
        return part is null || IsHolder(part) ? bound : TransferEncoding.Decoded(bound, TransferEncoding.Of(part));
    }

    // What holds other parts has no encoding of its own (RFC 2045 6.4).
    private static bool IsHolder(MimePart part) => part.Parts.Count > 0 || part.Message is not null;
}

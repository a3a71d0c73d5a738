using MimeKit;

namespace Oss.MailEngine.Smtp;

/// <summary>A binary message (RFC 3030 3) becomes one of lines: mailboxes and most servers know no other. Its binary parts are encoded in base64; what they say stays the same.</summary>
internal static class BinaryForm
{
    /// <summary>Converts; <see langword="null"/> when even so it has lines that do not end in CR LF, or there is no room.</summary>
    public static Task<IncomingMessage?> ToTextAsync(SmtpServices services, IncomingMessage message, CancellationToken cancellationToken) => ToAsync(EncodingConstraint.EightBit, services, message, cancellationToken);

    /// <summary>Converts to ASCII, which no server on the way has to convert once more; <see langword="null"/> when that cannot be done.</summary>
    public static Task<IncomingMessage?> ToSevenBitAsync(SmtpServices services, IncomingMessage message, CancellationToken cancellationToken) => ToAsync(EncodingConstraint.SevenBit, services, message, cancellationToken);

    private static async Task<IncomingMessage?> ToAsync(EncodingConstraint constraint, SmtpServices services, IncomingMessage message, CancellationToken cancellationToken)
    {
        var text = new ChunkedMessage(services, mayBeBinary: false);
        try
        {
            await using var content = message.OpenRead();
            using var parsed = await MimeMessage.LoadAsync(content, cancellationToken);
            parsed.Prepare(constraint);
            var format = FormatOptions.Default.Clone();
            format.NewLineFormat = NewLineFormat.Dos;
            format.EnsureNewLine = true;
            await using var target = new ChunkStream(text);
            await parsed.WriteToAsync(format, target, cancellationToken);
            if (text.Refusal(1, isLast: true) is null && await text.Message.TryCompleteAsync())
                return text.Message;
        }
        catch (Exception e) when (e is FormatException or IOException)
        {
            // No MIME message, or no room.
        }

        await text.DisposeAsync();
        return null;
    }

    private sealed class ChunkStream(ChunkedMessage target) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => target.WriteAsync(buffer, long.MaxValue);
    }
}

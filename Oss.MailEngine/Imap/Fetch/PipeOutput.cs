using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Oss.MailEngine.Connections;

namespace Oss.MailEngine.Imap.Fetch;

/// <summary>A connection's output, for octets in great numbers.</summary>
internal sealed class PipeOutput(MailConnection connection)
{
    public void Write(ReadOnlySpan<byte> octets) => connection.Output.Write(octets);

    /// <summary>Writes chars as octets.</summary>
    public void Write(string octets) => Encoding.Latin1.GetBytes(octets, connection.Output);

    public void WriteUtf8(string text) => Encoding.UTF8.GetBytes(text, connection.Output);

    public void Write(long number)
    {
        number.TryFormat(connection.Output.GetSpan(20), out var length, provider: CultureInfo.InvariantCulture);
        connection.Output.Advance(length);
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        connection.Output.Write(octets.Span);
        if (connection.Output.UnflushedBytes >= ImapLimits.Unsent)
            await connection.FlushAsync(cancellationToken);
    }

    /// <summary>Copies a range of a stream. A slow client holds the reading back, not the memory.</summary>
    public async Task CopyAsync(Stream content, long start, long length, CancellationToken cancellationToken)
    {
        content.Position = start;
        while (length > 0)
        {
            var buffer = connection.Output.GetMemory(4096);
            var read = await content.ReadAsync(buffer[..(int)Math.Min(buffer.Length, length)], cancellationToken);
            if (read == 0)
                throw new ConnectionAbortedException("A message became shorter while it was sent.");

            connection.Output.Advance(read);
            length -= read;
            if (connection.Output.UnflushedBytes >= ImapLimits.Unsent)
                await connection.FlushAsync(cancellationToken);
        }
    }
}

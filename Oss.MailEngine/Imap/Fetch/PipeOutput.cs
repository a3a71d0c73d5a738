using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Oss.MailEngine.Connections;

namespace Oss.MailEngine.Imap.Fetch;

/// <summary>A connection's output, for octets in great numbers: small pieces are put together in the pipe's own memory and handed over by <see cref="Commit"/>, which has to come before
/// anybody else writes.</summary>
internal sealed class PipeOutput(MailConnection connection)
{
    /// <summary>Octets of a text that are put together with what is before and behind it.</summary>
    private const int Short = 512;

    private Memory<byte> _memory;
    private int _used;

    public void Write(ReadOnlySpan<byte> octets)
    {
        while (octets.Length > 0)
        {
            var room = Room(1);
            var part = Math.Min(room.Length, octets.Length);
            octets[..part].CopyTo(room);
            _used += part;
            octets = octets[part..];
        }
    }

    /// <summary>Writes chars as octets.</summary>
    public void Write(string octets) => Write(octets, Encoding.Latin1);

    public void WriteUtf8(string text) => Write(text, Encoding.UTF8);

    public void Write(long number)
    {
        number.TryFormat(Room(20), out var length, provider: CultureInfo.InvariantCulture);
        _used += length;
    }

    /// <summary>Hands over what was written.</summary>
    public void Commit()
    {
        if (_used > 0)
            connection.Output.Advance(_used);
        (_memory, _used) = (default, 0);
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        Commit();
        connection.Output.Write(octets.Span);
        if (connection.Output.UnflushedBytes >= ImapLimits.Unsent)
            await connection.FlushAsync(cancellationToken);
    }

    /// <summary>Copies a range of a stream. A slow client holds the reading back, not the memory.</summary>
    public async Task CopyAsync(Stream content, long start, long length, CancellationToken cancellationToken)
    {
        Commit();
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

    private void Write(string text, Encoding encoding)
    {
        var most = encoding.GetMaxByteCount(text.Length);
        if (most <= Short)
        {
            // In two steps: making room may change what is used.
            var length = encoding.GetBytes(text, Room(most));
            _used += length;
            return;
        }

        Commit();
        encoding.GetBytes(text, connection.Output);
    }

    private Span<byte> Room(int octets)
    {
        if (_memory.Length - _used < octets)
        {
            Commit();
            // Not more than is needed: what is left of the pipe's block is used first.
            _memory = connection.Output.GetMemory(octets);
        }

        return _memory.Span[_used..];
    }
}

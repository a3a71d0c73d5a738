using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Oss.Bench.Load;

/// <summary>A connection that reads lines out of one buffer and makes no string unless asked: the load must cost less than what it measures.</summary>
internal class LineClient(IPEndPoint server) : IAsyncDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>Octets read so far.</summary>
    public long Octets { get; private set; }

    public Task ConnectAsync() => _socket.ConnectAsync(server);

    public async Task SendAsync(ReadOnlyMemory<byte> octets)
    {
        while (octets.Length > 0)
            octets = octets[await _socket.SendAsync(octets)..];
    }

    public Task SendAsync(string line) => SendAsync(Encoding.UTF8.GetBytes(line + "\r\n"));

    /// <summary>The next line without its end; valid until the next read.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadLineAsync()
    {
        var looked = 0;
        while (true)
        {
            var found = _buffer.AsSpan(_start + looked, _end - _start - looked).IndexOf((byte)'\n');
            if (found >= 0)
            {
                var line = _buffer.AsMemory(_start, looked + found);
                _start += looked + found + 1;
                return line.Length > 0 && line.Span[^1] == '\r' ? line[..^1] : line;
            }

            looked = _end - _start;
            await FillAsync();
        }
    }

    /// <summary>Reads so many octets and forgets them.</summary>
    public async ValueTask SkipAsync(long octets)
    {
        while (octets > 0)
        {
            if (_start == _end)
                await FillAsync();
            var part = (int)Math.Min(octets, _end - _start);
            _start += part;
            octets -= part;
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask FillAsync()
    {
        if (_start == _end)
            _start = _end = 0;
        else if (_end == _buffer.Length && _start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = await _socket.ReceiveAsync(_buffer.AsMemory(_end));
        if (read == 0)
            throw new IOException("The server hung up.");
        _end += read;
        Octets += read;
    }
}

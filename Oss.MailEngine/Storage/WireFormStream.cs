namespace Oss.MailEngine.Storage;

/// <summary>
/// A message with bare line feeds, read with CRLF. It can be read from any place and holds one block at a time: where each block of the file begins on the wire is found out when it is opened, in one
/// pass that keeps a few octets for each 64 KB.
/// </summary>
internal sealed class WireFormStream : Stream
{
    private const int Block = 64 * 1024;

    private readonly FileStream _stored;
    private readonly List<(long Wire, bool AfterReturn)> _blocks;
    private readonly long _length;
    private readonly byte[] _disk = new byte[Block];
    private readonly byte[] _wire = new byte[2 * Block];
    private int _block = -1;
    private int _count;
    private long _position;

    private WireFormStream(FileStream stored, List<(long, bool)> blocks, long length) => (_stored, _blocks, _length) = (stored, blocks, length);

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _length;

    public override long Position
    {
        get => _position;
        set => _position = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    /// <summary>Opens it; the file is closed with it.</summary>
    public static async Task<Stream> OpenAsync(FileStream stored, CancellationToken cancellationToken)
    {
        var blocks = new List<(long, bool)>();
        var (wire, afterReturn) = (0L, false);
        var octets = System.Buffers.ArrayPool<byte>.Shared.Rent(Block);
        try
        {
            int read;
            while ((read = await stored.ReadAtLeastAsync(octets.AsMemory(0, Block), Block, throwOnEndOfStream: false, cancellationToken)) > 0)
            {
                blocks.Add((wire, afterReturn));
                wire += read + WireForm.CountBare(octets.AsSpan(0, read), ref afterReturn);
            }

            return new WireFormStream(stored, blocks, wire);
        }
        catch
        {
            await stored.DisposeAsync();
            throw;
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(octets);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_position >= _length || buffer.Length == 0)
            return 0;
        Load(BlockOf(_position));
        var at = (int)(_position - _blocks[_block].Wire);
        var length = Math.Min(buffer.Length, _count - at);
        if (length <= 0)
            return 0;
        _wire.AsSpan(at, length).CopyTo(buffer);
        _position += length;
        return length;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => _length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _stored.Dispose();
        base.Dispose(disposing);
    }

    private int BlockOf(long position)
    {
        int low = 0, high = _blocks.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_blocks[middle].Wire <= position)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }

    private void Load(int block)
    {
        if (_block == block)
            return;
        _stored.Position = (long)block * Block;
        var read = _stored.ReadAtLeast(_disk, Block, throwOnEndOfStream: false);
        (_block, _count) = (block, 0);
        var afterReturn = _blocks[block].AfterReturn;
        foreach (var octet in _disk.AsSpan(0, read))
        {
            if (octet == '\n' && !afterReturn)
                _wire[_count++] = (byte)'\r';
            _wire[_count++] = octet;
            afterReturn = octet == '\r';
        }
    }
}

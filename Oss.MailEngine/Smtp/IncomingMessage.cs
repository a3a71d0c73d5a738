using System.Buffers;
using System.Numerics;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Smtp;

/// <summary>
/// The content of a message as the client sent it: in memory while it is small, or not large and others leave room for it, else in a file of its own. What the platform puts before it (trace, missing fields,
/// signatures) is known only when all of it is here, so nothing durable is written before that, and then in one go.
/// </summary>
internal sealed class IncomingMessage(SmtpServices services) : IAsyncDisposable
{
    /// <summary>Octets held in memory; more go to a file.</summary>
    private const int InMemory = 64 * 1024;

    /// <summary>The same while there is room in <see cref="MessageMemory"/>: what is held need not be written twice.</summary>
    private const int InSharedMemory = 1024 * 1024;

    private byte[] _head = [];
    private int _shared;
    private int _held;
    private SpooledMessage? _file;

    public HeaderScan Header { get; } = new(services.Options.HostName);

    /// <summary>Whether fields are left out that say, in our name, where the message comes from.</summary>
    public bool OmitsForgedResults { get; set; }

    /// <summary>Octets as sent, dots unstuffed.</summary>
    public long Length { get; private set; }

    /// <summary>Whether any octet is not ASCII.</summary>
    public bool IsEightBit { get; private set; }

    /// <summary>Whether the disk had no room. It is told when the data has ended: answering in the middle would be read as a reply to something else.</summary>
    public bool IsFull { get; private set; }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> octets)
    {
        Header.Read(octets.Span);
        IsEightBit = IsEightBit || !System.Text.Ascii.IsValid(octets.Span);
        Length += octets.Length;
        if (_file is null && TryMakeRoom(_held + octets.Length))
        {
            octets.Span.CopyTo(_head.AsSpan(_held));
            _held += octets.Length;
        }
        else if (!IsFull)
            await SpillAsync(octets);
    }

    /// <summary>A view of the content as it came, from its start.</summary>
    public Stream OpenRead() => _file is { } file ? file.OpenRead() : new MemoryStream(_head, 0, _held, writable: false);

    /// <summary>Writes <paramref name="prefix"/> and the content to a spool file that is on disk when this returns; <see langword="null"/> when there is no room.</summary>
    /// <param name="prefix">Fields that stand before the content.</param>
    /// <param name="keepsFilterFields">Whether fields that filters write stay; else they are left out, for rules and scripts believe them.</param>
    /// <param name="cancellationToken">Ends with the connection.</param>
    public async Task<SpooledMessage?> SpoolAsync(ReadOnlyMemory<byte> prefix, bool keepsFilterFields, CancellationToken cancellationToken)
    {
        SpooledMessage? spooled = null;
        try
        {
            spooled = services.Storage.NewSpooledMessage();
            await WriteToAsync(spooled.WriteAsync, prefix, keepsFilterFields, cancellationToken);
            await spooled.CompleteAsync(cancellationToken);
            return spooled;
        }
        catch (Exception e)
        {
            if (spooled is not null)
                await spooled.DisposeAsync();
            if (e is IOException or UnauthorizedAccessException)
                return null;
            throw;
        }
    }

    /// <summary>Writes <paramref name="prefix"/> and the content wherever they are to go.</summary>
    public async Task WriteToAsync(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> write, ReadOnlyMemory<byte> prefix, bool keepsFilterFields, CancellationToken cancellationToken)
    {
        await write(prefix, cancellationToken);
        await CopyToAsync(write, [.. Omitted(keepsFilterFields)], cancellationToken);
    }

    private IEnumerable<(long Start, long End)> Omitted(bool keepsFilterFields) =>
        (keepsFilterFields ? [] : Header.FilterFields).Concat(OmitsForgedResults ? Header.ForgedResults : []).Order();

    /// <summary>Makes the content readable; false when there was no room for it.</summary>
    public async Task<bool> TryCompleteAsync()
    {
        try
        {
            if (!IsFull && _file is not null)
                await _file.FlushAsync();
        }
        catch (IOException)
        {
            IsFull = true;
        }

        return !IsFull;
    }

    public async ValueTask DisposeAsync()
    {
        if (_head.Length > 0)
            ArrayPool<byte>.Shared.Return(_head);
        _head = [];
        services.Memory.Return(_shared);
        _shared = 0;
        if (_file is not null)
            await _file.DisposeAsync();
    }

    private bool TryMakeRoom(int octets)
    {
        if (octets <= _head.Length)
            return true;
        if (octets > InSharedMemory)
            return false;

        var most = octets <= InMemory ? InMemory : InSharedMemory;
        // What the pool will give, so that as much is counted as is taken.
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(octets, Math.Min(2 * _head.Length, most)));
        if (size > InMemory)
        {
            if (!services.Memory.TryTake(size - _shared))
                return false;
            _shared = size;
        }

        var larger = ArrayPool<byte>.Shared.Rent(size);
        _head.AsSpan(0, _held).CopyTo(larger);
        if (_head.Length > 0)
            ArrayPool<byte>.Shared.Return(_head);
        _head = larger;
        return true;
    }

    private async ValueTask SpillAsync(ReadOnlyMemory<byte> octets)
    {
        try
        {
            if (_file is null)
            {
                _file = services.Storage.NewSpooledMessage();
                await _file.WriteAsync(_head.AsMemory(0, _held), CancellationToken.None);
            }

            await _file.WriteAsync(octets, CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            IsFull = true;
        }
    }

    private async Task CopyToAsync(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> write, IReadOnlyList<(long Start, long End)> without, CancellationToken cancellationToken)
    {
        if (_file is null)
        {
            await WriteAsync(write, 0, _head.AsMemory(0, _held), without, cancellationToken);
            return;
        }

        await using var content = _file.OpenRead();
        var buffer = ArrayPool<byte>.Shared.Rent(InMemory);
        try
        {
            int read;
            for (long offset = 0; (read = await content.ReadAsync(buffer, cancellationToken)) > 0; offset += read)
                await WriteAsync(write, offset, buffer.AsMemory(0, read), without, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // The octets that stand at an offset, but for the ranges to be left out.
    private static async ValueTask WriteAsync(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> write, long offset, ReadOnlyMemory<byte> octets, IReadOnlyList<(long Start, long End)> without, CancellationToken cancellationToken)
    {
        var at = offset;
        foreach (var (start, end) in without)
        {
            if (end <= at || start >= offset + octets.Length)
                continue;
            if (start > at)
                await write(octets[(int)(at - offset)..(int)(start - offset)], cancellationToken);
            at = Math.Min(end, offset + octets.Length);
        }

        if (at < offset + octets.Length)
            await write(octets[(int)(at - offset)..], cancellationToken);
    }
}

using System.Buffers;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Oss.MailEngine.Storage;

/// <summary>One of the directories <c>cur</c>, <c>new</c>, <c>tmp</c>: names in it are octets.</summary>
internal sealed class MaildirDirectory
{
    private const int MaxPath = 4096;

    private readonly byte[] _prefix;

    public MaildirDirectory(string path) => (Path, _prefix) = (path, Encoding.UTF8.GetBytes(path + '/'));

    public string Path { get; }

    public FileStamp Stamp() => Posix.Stamp(Full(stackalloc byte[MaxPath], default));

    public FileStamp Stamp(ReadOnlySpan<byte> name) => Posix.Stamp(Full(stackalloc byte[MaxPath], name));

    public SafeFileHandle? TryOpenRead(ReadOnlySpan<byte> name) => Posix.TryOpenRead(Full(stackalloc byte[MaxPath], name));

    public bool TryUnlink(ReadOnlySpan<byte> name) => Posix.TryUnlink(Full(stackalloc byte[MaxPath], name));

    public void SetModified(ReadOnlySpan<byte> name, DateTime utc) => Posix.SetModified(Full(stackalloc byte[MaxPath], name), utc);

    /// <summary>Renames into this or another directory; false when the file is not there any more. Names are unique, so nothing is replaced.</summary>
    public bool TryRename(ReadOnlySpan<byte> name, MaildirDirectory target, ReadOnlySpan<byte> newName) =>
        Posix.TryRename(Full(stackalloc byte[MaxPath], name), target.Full(stackalloc byte[MaxPath], newName));

    /// <summary>Gives a file a second name; 0, or the error number when it is gone or cannot be linked to.</summary>
    public int TryLink(ReadOnlySpan<byte> name, MaildirDirectory target, ReadOnlySpan<byte> newName) =>
        Posix.TryLink(Full(stackalloc byte[MaxPath], name), target.Full(stackalloc byte[MaxPath], newName));

    public int TryLinkFrom(ReadOnlySpan<byte> existing, ReadOnlySpan<byte> name) =>
        Posix.TryLink([.. existing, 0], Full(stackalloc byte[MaxPath], name));

    /// <summary>Copies a file that cannot be linked to, durably.</summary>
    public void CopyFrom(SafeFileHandle source, ReadOnlySpan<byte> name)
    {
        using var target = new FileStream(System.IO.Path.Combine(Path, Encoding.UTF8.GetString(name)), FileMode.CreateNew, FileAccess.Write, FileShare.Read, 0);
        var buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            long at = 0;
            for (int read; (read = RandomAccess.Read(source, buffer, at)) > 0; at += read)
                target.Write(buffer, 0, read);
            target.Flush(flushToDisk: true);
        }
        catch
        {
            // Half a copy on a full volume would keep it full.
            TryUnlink(name);
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Makes its names durable.</summary>
    public void Sync() => Posix.SyncDirectory(Full(stackalloc byte[MaxPath], default));

    /// <summary>All names but those that begin with a dot.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder is gone.</exception>
    public DirectoryListing List()
    {
        var listing = new DirectoryListing();
        var descriptor = Posix.OpenDirectory(Full(stackalloc byte[MaxPath], default));
        var records = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            for (int read; (read = Posix.ReadDirectory(descriptor, records)) > 0;)
                listing.Add(records.AsSpan(0, read));
            return listing;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(records);
            _ = Posix.Close(descriptor);
        }
    }

    private ReadOnlySpan<byte> Full(Span<byte> buffer, ReadOnlySpan<byte> name)
    {
        if (_prefix.Length + name.Length + 1 > buffer.Length)
            throw new PathTooLongException("The path of a message is too long.");
        _prefix.CopyTo(buffer);
        name.CopyTo(buffer[_prefix.Length..]);
        buffer[_prefix.Length + name.Length] = 0;
        return buffer[..(_prefix.Length + name.Length + 1)];
    }
}

/// <summary>The names found in a directory: one buffer for all, for a string each would be the largest part of reading a folder.</summary>
internal sealed class DirectoryListing
{
    private readonly List<int> _ends = [];
    private byte[] _names = new byte[4096];

    public int Count => _ends.Count;

    public ReadOnlySpan<byte> this[int index] => _names.AsSpan(Start(index).._ends[index]);

    /// <summary>Adds the kernel's records: inode (8), offset (8), length of the record (2), type (1), name, NUL.</summary>
    public void Add(ReadOnlySpan<byte> records)
    {
        while (records.Length > 19)
        {
            var length = BitConverter.ToUInt16(records[16..]);
            var name = records[19..length];
            name = name[..name.IndexOf((byte)0)];
            if (name[0] != '.' && records[18] != 4)
                AddName(name);
            records = records[length..];
        }
    }

    private void AddName(ReadOnlySpan<byte> name)
    {
        var start = _ends.Count > 0 ? _ends[^1] : 0;
        if (start + name.Length > _names.Length)
            Array.Resize(ref _names, Math.Max(_names.Length * 2, start + name.Length));
        name.CopyTo(_names.AsSpan(start));
        _ends.Add(start + name.Length);
    }

    private int Start(int index) => index == 0 ? 0 : _ends[index - 1];
}

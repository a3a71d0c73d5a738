using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Oss.MailEngine.Storage;

/// <summary>
/// The file <c>dovecot-uidlist</c>, version 3: the authority on which message has which UID.
/// <code>
/// 3 V1795437413 N402 Gf52c7f1c6533046b3612000083ecc375
/// 202 :1795438266.M288421P704.vm,S=4006,W=4069
/// 203 W5000 P1b2c.77 :1795438266.M680352P746.vm
/// </code>
/// The header has V, the UIDVALIDITY, N, the next UID, and G, the folder's GUID; a record has its UID, fields by key, and the base name. What is not known here is kept octet for
/// octet. N may lag behind records that were appended. Version 1 is Courier's: <c>1 uidvalidity nextuid</c>, <c>uid name</c>.
/// <para>
/// Reading needs no lock: the file changes only by being replaced, or by appending under the lock, so a reader that knows how far it has read goes on from there. A last line
/// without line feed is being written at this moment and is not there yet; who holds the lock knows better: it is what a crash left, and the file is replaced. Everything that is
/// written is durable before the lock is given back, hence before anybody is told of a UID: no UID is ever given twice.
/// </para>
/// A damaged line costs its own message its UID, and no other.
/// </summary>
internal sealed class UidListFile(string path)
{
    public const string FileName = "dovecot-uidlist";

    private readonly List<byte[]> _keys = [];
    private FileStamp _stamp;
    private long _read;
    private bool _isVersion1;
    private uint _lastUid;

    /// <summary>How the file is, compared with what was last known of it.</summary>
    public enum Change
    {
        None,
        Appended,
        Replaced,
        Missing,
    }

    public string Path => path;

    public uint UidValidity { get; private set; }

    public uint NextUid { get; private set; }

    /// <summary>The folder's GUID, 32 hex digits; empty when the list has none yet.</summary>
    public string Guid => _keys.Find(key => key[0] == 'G') is { } key ? Encoding.ASCII.GetString(key.AsSpan(1)) : "";

    /// <summary>Records in the file, of messages that are gone as well.</summary>
    public int Count { get; private set; }

    /// <summary>Whether it has to be written anew before anything is appended: it is damaged, of an old version, or missing.</summary>
    public bool NeedsRewrite { get; private set; }

    public FileStamp Stamp => _stamp;

    /// <summary>Keys of the header that are not known here.</summary>
    public IReadOnlyList<byte[]> Keys => _keys;

    /// <summary>Takes over what was known of a file that did not change since.</summary>
    public static UidListFile Restore(string path, FolderPicture picture)
    {
        var list = new UidListFile(path)
        {
            _stamp = FileStamp.Of(path), _read = picture.List.Size, _lastUid = picture.Snapshot.UidNext - 1, UidValidity = picture.Snapshot.UidValidity, NextUid = picture.Snapshot.UidNext,
            Count = picture.ListCount,
        };
        list._keys.AddRange(picture.ListKeys);
        return list;
    }

    /// <summary>Whether the file is as it was when last read or written.</summary>
    public bool IsUnchanged(FileStamp now) => now.Inode == _stamp.Inode && now.Size == _stamp.Size && now.Modified == _stamp.Modified && now.Device == _stamp.Device && now.Exists;

    /// <summary>Reads what is new.</summary>
    /// <param name="records">Takes the records that were not read before; after <see cref="Change.Replaced"/> all.</param>
    /// <param name="isLocked">Whether the lock is held: then nothing is being written, and what looks like it is damage.</param>
    public Change Refresh(UidRecords records, bool isLocked)
    {
        records.Clear();
        var now = FileStamp.Of(path);
        if (!now.Exists)
            return Forget();
        if (IsUnchanged(now) && !(isLocked && _read < now.Size && !NeedsRewrite))
            return Change.None;

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0);
        var stamp = Posix.Stamp(file.SafeFileHandle);
        var goesOn = stamp.Inode == _stamp.Inode && stamp.Device == _stamp.Device && stamp.Size >= _stamp.Size && _read > 0 && !NeedsRewrite;
        if (!goesOn)
            Reset();
        _stamp = stamp;
        records.Read(file, _read, stamp.Size);
        if (!goesOn && !ReadHeader(records))
            return Forget();
        ReadRecords(records, isLocked);
        return goesOn ? Change.Appended : Change.Replaced;
    }

    /// <summary>Begins a new list under a validity never used before.</summary>
    public void Begin(uint uidValidity)
    {
        var guid = _keys.Find(key => key[0] == 'G') ?? Encoding.ASCII.GetBytes($"G{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}");
        Reset();
        (UidValidity, NextUid, NeedsRewrite) = (uidValidity, 1, true);
        _keys.Add(guid);
    }

    /// <summary>Gives the next UIDs to so many messages; under the lock only.</summary>
    public uint Assign(int count)
    {
        var first = NextUid;
        NextUid = checked(NextUid + (uint)count);
        return first;
    }

    /// <summary>Whether so many UIDs are left.</summary>
    public bool HasRoomFor(int count) => uint.MaxValue - NextUid > (uint)count;

    /// <summary>UIDs that were given once are not given again, whatever an older copy of the file says.</summary>
    public void Raise(uint nextUid) => (NextUid, NeedsRewrite) = nextUid > NextUid ? (nextUid, true) : (NextUid, NeedsRewrite);

    /// <summary>Appends records, durably; under the lock only, after <see cref="Refresh"/>.</summary>
    public void Append(IReadOnlyList<(uint Uid, byte[] Record)> records)
    {
        if (records.Count == 0)
            return;
        var text = new ArrayBufferWriter<byte>(records.Count * 64);
        foreach (var (uid, record) in records)
            Write(text, uid, record);
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 0);
        file.Write(text.WrittenSpan);
        file.Flush(flushToDisk: true);
        _stamp = Posix.Stamp(file.SafeFileHandle);
        (_read, Count, _lastUid) = (_stamp.Size, Count + records.Count, records[^1].Uid);
    }

    /// <summary>Replaces the file, durably; under the lock only. Its time of change grows even when the clock does not: Dovecot compares it.</summary>
    public void Rewrite(MessageList messages, IEnumerable<(uint Uid, byte[] Record)> others)
    {
        var text = new ArrayBufferWriter<byte>(4096 + (messages.Length * 80));
        text.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"3 V{UidValidity} N{NextUid}")));
        foreach (var key in _keys)
        {
            text.Write(" "u8);
            text.Write(key);
        }

        text.Write("\n"u8);
        Count = 0;
        using var more = others.OrderBy(o => o.Uid).GetEnumerator();
        var has = more.MoveNext();
        foreach (var message in messages)
        {
            for (; has && more.Current.Uid < message.Uid; has = more.MoveNext(), Count++)
                Write(text, more.Current.Uid, more.Current.Record);
            Write(text, message.Uid, message.Block.Record(message.Index));
            Count++;
        }

        for (; has; has = more.MoveNext(), Count++)
            Write(text, more.Current.Uid, more.Current.Record);

        var before = FileStamp.Of(path);
        Durable.ReplaceFile(path, text.WrittenSpan, after: before.Modified);
        _stamp = FileStamp.Of(path);
        (_read, NeedsRewrite, _isVersion1, _lastUid) = (_stamp.Size, false, false, NextUid - 1);
    }

    /// <summary>The list of a snapshot as a file of its own, without a GUID: a copy of a folder is another folder.</summary>
    public static byte[] Format(FolderSnapshot snapshot)
    {
        var text = new ArrayBufferWriter<byte>(4096);
        text.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"3 V{snapshot.UidValidity} N{snapshot.UidNext}\n")));
        foreach (var message in snapshot.Messages)
            Write(text, message.Uid, message.Block.Record(message.Index));
        return text.WrittenSpan.ToArray();
    }

    private static void Write(ArrayBufferWriter<byte> text, uint uid, ReadOnlySpan<byte> record)
    {
        var line = text.GetSpan(record.Length + 16);
        Utf8Formatter.TryFormat(uid, line, out var length);
        line[length++] = (byte)' ';
        record.CopyTo(line[length..]);
        line[length + record.Length] = (byte)'\n';
        text.Advance(length + record.Length + 1);
    }

    private Change Forget()
    {
        Reset();
        NeedsRewrite = true;
        return Change.Missing;
    }

    private void Reset()
    {
        _keys.Clear();
        (_stamp, _read, _isVersion1, _lastUid, UidValidity, NextUid, Count, NeedsRewrite) = (default, 0, false, 0, 0, 1, 0, false);
    }

    private bool ReadHeader(UidRecords records)
    {
        if (records.NextLine(out var complete) is not { Length: > 2 } line || !complete || line[1] != ' ')
            return false;
        _isVersion1 = line[0] == '1';
        if (!_isVersion1 && line[0] != '3')
            return false;

        var place = 0;
        foreach (var range in line[2..].Split((byte)' '))
        {
            var field = line[2..][range];
            if (field.Length == 0)
                continue;
            if (_isVersion1 || field[0] is (byte)'V' or (byte)'N')
            {
                var digits = _isVersion1 ? field : field[1..];
                if (!Utf8Parser.TryParse(digits, out uint number, out var length) || length != digits.Length)
                    return false;
                if (_isVersion1 ? place == 0 : field[0] == 'V')
                    UidValidity = number;
                else if (_isVersion1 ? place == 1 : true)
                    NextUid = Math.Max(number, 1);
            }
            else
            {
                _keys.Add(field.ToArray());
            }

            place++;
        }

        if (_isVersion1)
        {
            _keys.Add(Encoding.ASCII.GetBytes($"G{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}"));
            NeedsRewrite = true;
        }

        return UidValidity != 0;
    }

    private void ReadRecords(UidRecords records, bool isLocked)
    {
        while (records.NextLine(out var complete) is { Length: > 0 } line)
        {
            if (!complete && !isLocked)
                break;
            var isNumber = Utf8Parser.TryParse(line, out uint uid, out var digits);
            var record = isNumber && digits < line.Length && line[digits] == ' ' ? line[(digits + 1)..] : default;
            if (complete && uid > _lastUid && uid < uint.MaxValue && TryAdd(records, uid, record))
            {
                (_lastUid, Count) = (uid, Count + 1);
                NextUid = Math.Max(NextUid, uid + 1);
            }
            else
            {
                // Its UID, if it can be read, was given perhaps, and is not given again.
                NeedsRewrite = true;
                if (isNumber && uid >= NextUid && uid - NextUid < 100_000)
                    NextUid = uid + 1;
            }

            if (!complete)
                break;
        }

        _read = records.Position;
    }

    private bool TryAdd(UidRecords records, uint uid, ReadOnlySpan<byte> record)
    {
        if (_isVersion1)
        {
            // Courier's names may carry flags; the base ends before them.
            byte[] converted = [(byte)':', .. MaildirName.BaseOf(record)];
            return UidRecord.IsWellFormed(converted) && records.Add(uid, converted);
        }

        if (!UidRecord.IsWellFormed(record))
            return false;
        var name = UidRecord.BaseOf(record);
        if (name.Contains((byte)':'))
            return records.Add(uid, record[..(record.Length - name.Length + MaildirName.BaseOf(name).Length)].ToArray());
        records.AddInPlace(uid, record.Length);
        return true;
    }
}

/// <summary>Records read from the list, in one buffer.</summary>
internal sealed class UidRecords
{
    private readonly List<(uint Uid, int Start, int Length, byte[]? Own)> _records = [];
    private byte[] _buffer = [];
    private int _length;
    private int _at;
    private int _lineEnd;
    private long _offset;

    public int Count => _records.Count;

    /// <summary>Where in the file the next line begins.</summary>
    public long Position => _offset + _at;

    public uint Uid(int index) => _records[index].Uid;

    public ReadOnlySpan<byte> this[int index] =>
        _records[index] is { Own: { } own } ? own : _buffer.AsSpan(_records[index].Start, _records[index].Length);

    public void Clear()
    {
        _records.Clear();
        (_buffer, _length, _at) = ([], 0, 0);
    }

    public void Read(FileStream file, long from, long to)
    {
        (_offset, _at, _length) = (from, 0, checked((int)(to - from)));
        _buffer = GC.AllocateUninitializedArray<byte>(_length);
        var read = 0;
        for (int part; read < _length && (part = RandomAccess.Read(file.SafeFileHandle, _buffer.AsSpan(read), from + read)) > 0;)
            read += part;
        _length = read;
    }

    /// <summary>The next line without its line feed; empty at the end.</summary>
    public ReadOnlySpan<byte> NextLine(out bool complete)
    {
        while (true)
        {
            complete = false;
            if (_at >= _length)
                return default;
            var rest = _buffer.AsSpan(_at.._length);
            var end = rest.IndexOf((byte)'\n');
            complete = end >= 0;
            if (!complete)
            {
                return rest;
            }

            _at += end + 1;
            _lineEnd = _at - 1;
            if (end > 0)
                return rest[..end];
        }
    }

    /// <summary>Adds a record that ends where the line just read ends.</summary>
    public void AddInPlace(uint uid, int length) => _records.Add((uid, _lineEnd - length, length, null));

    public bool Add(uint uid, byte[] record)
    {
        _records.Add((uid, 0, 0, record));
        return true;
    }
}

using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Oss.MailEngine.Storage;

/// <summary>
/// What this node knows of a folder beyond the Maildir, in a file of its own outside the tree: modification sequences, UIDs that went, and a picture of the messages so that a folder
/// nobody touched is there without reading its directory. Derived: it can be deleted, damaged, swapped or restored at any time, and mail is never touched by it.
/// <code>
/// section = length (4), payload, check (16)
/// payload = kind (1: whole picture, 2: changes), standing, content
/// </code>
/// A check covers the section and the check before it; the first one covers the mailbox's id and the folder's name. So a file that is cut, altered, or another's does not check, and is
/// passed over. A change is written, not synced, before anybody is told of it: it survives the death of the process. After the death of the machine, and whenever another program
/// changed <c>cur/</c> while this one was away, the standing does not match the directory; then every message counts as changed now, which is always right
/// and merely makes clients look at flags again: modification sequences begin at the microsecond of the clock, so "now" is larger than all there were.
/// </summary>
internal sealed class FolderState
{
    private const int CheckLength = 16;
    private const int LongestJournal = 256 * 1024;
    private const byte Picture = 1;
    private const byte Changes = 2;

    /// <summary>A directory may change again within a tick of the file system's clock without its time of change telling.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    private readonly string _path;
    private readonly byte[] _origin;
    private byte[] _check = [];
    private long _picture;
    private long _length;

    public FolderState(string path, Guid mailbox, string folder)
    {
        _path = path;
        _origin = SHA256.HashData(Encoding.UTF8.GetBytes($"folder state 1 {mailbox} {folder}"))[..CheckLength];
    }

    /// <summary>Whether there is a file that was read or written, and is sound.</summary>
    public bool IsWritten => _check.Length > 0;

    /// <summary>Reads the file; <see langword="null"/> when there is none that is sound.</summary>
    public FolderPicture? Read(FolderFiles files)
    {
        try
        {
            return ReadSections(files);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or OverflowException or InvalidOperationException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>Writes what changed, or everything when that is shorter; a failure costs the file and nothing else.</summary>
    public void Write(FolderPicture now, FolderSnapshot? before)
    {
        try
        {
            if (before is null || _check.Length == 0 || _length - _picture > Math.Max(LongestJournal, _picture))
                WritePicture(now);
            else
                WriteChanges(now, before);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Forget();
        }
    }

    public void Forget()
    {
        _check = [];
        try
        {
            File.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It will not match the directory when it is read next.
        }
    }

    private void WritePicture(FolderPicture now)
    {
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        var section = Section(_origin, writer => WriteAll(writer, now));
        var temporary = $"{_path}.{Environment.ProcessId}";
        File.WriteAllBytes(temporary, section);
        File.Move(temporary, _path, overwrite: true);
        (_check, _picture, _length) = (section[^CheckLength..], section.Length, section.Length);
    }

    private void WriteChanges(FolderPicture now, FolderSnapshot before)
    {
        var section = Section(_check, writer => WriteChanged(writer, now, before));
        using var file = new FileStream(_path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 0);
        // Somebody cut it, or writes as well: begin again.
        if (file.Length != _length)
        {
            WritePicture(now);
            return;
        }

        file.Seek(0, SeekOrigin.End);
        file.Write(section);
        (_check, _length) = (section[^CheckLength..], _length + section.Length);
    }

    private static byte[] Section(byte[] previous, Action<BinaryWriter> content)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(0);
        content(writer);
        writer.Flush();
        var length = (int)stream.Length - 4;
        BitConverter.TryWriteBytes(stream.GetBuffer(), length);
        writer.Write(Check(previous, stream.GetBuffer().AsSpan(0, length + 4)));
        return stream.ToArray();
    }

    private static ReadOnlySpan<byte> Check(byte[] previous, ReadOnlySpan<byte> section)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        hash.AppendData(section);
        return hash.GetHashAndReset().AsSpan(0, CheckLength);
    }

    private static void WriteAll(BinaryWriter writer, FolderPicture now)
    {
        writer.Write(Picture);
        WriteStanding(writer, now);
        writer.Write(now.Gone.Floor);
        Write(writer, now.Gone.Entries, (w, entry) =>
        {
            w.Write(entry.ModSeq);
            w.Write(entry.Uid);
        });
        Write(writer, now.Absent, (w, absent) =>
        {
            w.Write(absent.Key);
            Write(w, absent.Value);
        });
        Write(writer, now.Snapshot.Messages.Blocks, WriteBlock);
    }

    private static void WriteChanged(BinaryWriter writer, FolderPicture now, FolderSnapshot before)
    {
        writer.Write(Changes);
        WriteStanding(writer, now);
        Span<byte> name = stackalloc byte[UidRecord.MaxLength];
        foreach (var change in now.Snapshot.ChangesSince(before))
        {
            writer.Write((byte)(change.Kind + 1));
            writer.Write(change.Message.Uid);
            if (change.Kind == MessageChangeKind.Gone)
                continue;
            writer.Write(change.Message.ModSeq);
            var (block, index) = (change.Message.Block, change.Message.Index);
            Write(writer, name[block.Base(index).Length..block.WriteName(index, name)]);
            if (change.Kind == MessageChangeKind.Added)
                Write(writer, block.Record(index));
        }

        writer.Write((byte)0);
    }

    private static void WriteStanding(BinaryWriter writer, FolderPicture now)
    {
        writer.Write(now.Snapshot.UidValidity);
        writer.Write(now.Snapshot.UidNext);
        writer.Write(now.Snapshot.HighestModSeq);
        writer.Write(DateTime.UtcNow.Ticks);
        writer.Write(now.IsComplete);
        foreach (var stamp in (FileStamp[])[now.List, now.Cur, now.New])
        {
            writer.Write(stamp.Inode);
            writer.Write(stamp.Device);
            writer.Write(stamp.Size);
            writer.Write(stamp.Modified);
        }

        Write(writer, now.ListKeys, (w, key) => Write(w, key));
        writer.Write(now.ListCount);
    }

    private FolderPicture? ReadSections(FolderFiles files)
    {
        if (!File.Exists(_path))
            return null;
        var octets = File.ReadAllBytes(_path);
        var previous = _origin;
        FolderPicture? picture = null;
        for (var at = 0; at < octets.Length;)
        {
            var length = at + 4 <= octets.Length ? BitConverter.ToInt32(octets, at) : -1;
            if (length < 1 || at + 4L + length + CheckLength > octets.Length)
                return null;
            var check = octets.AsSpan(at + 4 + length, CheckLength);
            if (!Check(previous, octets.AsSpan(at, length + 4)).SequenceEqual(check))
                return null;

            using var reader = new BinaryReader(new MemoryStream(octets, at + 4, length, writable: false));
            var kind = reader.ReadByte();
            if (kind == Picture)
                picture = ReadAll(reader, files);
            else if (picture is not null)
                picture = ReadChanged(reader, picture, files);
            else
                return null;
            previous = check.ToArray();
            at += 4 + length + CheckLength;
            if (kind == Picture)
                _picture = at;
        }

        (_check, _length) = (previous, octets.Length);
        return picture;
    }

    private static FolderPicture ReadAll(BinaryReader reader, FolderFiles files)
    {
        var standing = ReadStanding(reader);
        var gone = new ExpungeLog(reader.ReadUInt64());
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var modSeq = reader.ReadUInt64();
            gone.Add(reader.ReadUInt32(), modSeq);
        }

        var absent = new SortedDictionary<uint, byte[]>();
        for (var left = reader.ReadInt32(); left > 0; left--)
            absent.Add(reader.ReadUInt32(), ReadOctets(reader));
        var blocks = new MessageBlock[reader.ReadInt32()];
        for (var i = 0; i < blocks.Length; i++)
            blocks[i] = ReadBlock(reader, files);
        return standing with { Snapshot = standing.Snapshot with { Messages = new MessageList(blocks) }, Gone = gone, Absent = absent };
    }

    private static FolderPicture ReadChanged(BinaryReader reader, FolderPicture before, FolderFiles files)
    {
        var standing = ReadStanding(reader);
        var messages = before.Snapshot.Messages;
        var edit = new FolderEdit(messages);
        for (int kind; (kind = reader.ReadByte()) != 0;)
        {
            var uid = reader.ReadUInt32();
            var index = messages.IndexOf(uid);
            switch ((MessageChangeKind)(kind - 1))
            {
                case MessageChangeKind.Gone:
                    before.Absent[uid] = messages[index].Block.Record(messages[index].Index).ToArray();
                    before.Gone.Add(uid, standing.Snapshot.HighestModSeq);
                    edit.Remove(index);
                    break;
                case MessageChangeKind.Changed:
                    var changed = reader.ReadUInt64();
                    edit.SetInfo(index, ReadOctets(reader), changed);
                    break;
                default:
                    var added = reader.ReadUInt64();
                    var info = ReadOctets(reader);
                    before.Absent.Remove(uid);
                    edit.Add(files, uid, ReadOctets(reader), info, added);
                    break;
            }
        }

        return standing with { Snapshot = standing.Snapshot with { Messages = edit.ToList() }, Gone = before.Gone, Absent = before.Absent };
    }

    private static FolderPicture ReadStanding(BinaryReader reader)
    {
        var snapshot = new FolderSnapshot(reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadUInt64(), MessageList.Empty);
        var written = new DateTime(reader.ReadInt64(), DateTimeKind.Utc);
        var isComplete = reader.ReadBoolean();
        var (list, cur, @new) = (ReadStamp(reader), ReadStamp(reader), ReadStamp(reader));
        var keys = new byte[reader.ReadInt32()][];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = ReadOctets(reader);
        return new FolderPicture(snapshot, list, cur, @new, keys, reader.ReadInt32(), isComplete, new ExpungeLog(0), [])
        {
            // Written within a tick of the last change, it may have missed another.
            IsCurSettled = written - cur.ModifiedUtc >= Tick, IsNewSettled = written - @new.ModifiedUtc >= Tick,
        };
    }

    private static FileStamp ReadStamp(BinaryReader reader) => new(reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadInt64(), reader.ReadInt64(), 0);

    private static void WriteBlock(BinaryWriter writer, MessageBlock block)
    {
        writer.Write(block.Count);
        Write(writer, MemoryMarshal.AsBytes(block.Uids.AsSpan(0, block.Count)));
        Write(writer, block.Flags.AsSpan(0, block.Count));
        Write(writer, MemoryMarshal.AsBytes((block.Keywords ?? []).AsSpan(0, block.Keywords is null ? 0 : block.Count)));
        Write(writer, MemoryMarshal.AsBytes(block.ModSeqs.AsSpan(0, block.Count)));
        Write(writer, MemoryMarshal.AsBytes(block.Sizes.AsSpan(0, block.Count)));
        Write(writer, MemoryMarshal.AsBytes((block.Dates ?? []).AsSpan(0, block.Dates is null ? 0 : block.Count)));
        Write(writer, MemoryMarshal.AsBytes(block.Ends.AsSpan(0, block.Count)));
        Write(writer, block.Records.AsSpan(0, block.Ends[block.Count - 1]));
        Write(writer, block.OddInfos?.ToList() ?? [], (w, odd) =>
        {
            w.Write(odd.Key);
            Write(w, odd.Value);
        });
    }

    private static MessageBlock ReadBlock(BinaryReader reader, FolderFiles files)
    {
        var count = reader.ReadInt32();
        var (uids, flags, keywords, modSeqs) = (ReadArray<uint>(reader), ReadArray<byte>(reader), ReadArray<uint>(reader), ReadArray<ulong>(reader));
        var (sizes, dates, ends, records) = (ReadArray<uint>(reader), ReadArray<long>(reader), ReadArray<int>(reader), ReadOctets(reader));
        Dictionary<int, byte[]>? odd = null;
        for (var left = reader.ReadInt32(); left > 0; left--)
            (odd ??= []).Add(reader.ReadInt32(), ReadOctets(reader));
        var hashes = new uint[MessageBlock.Capacity];
        for (var i = 0; i < count; i++)
            hashes[i] = MaildirName.Hash(UidRecord.BaseOf(records.AsSpan((i == 0 ? 0 : ends[i - 1])..ends[i])));
        return new MessageBlock(files)
        {
            Count = count, Uids = uids, Flags = flags, Keywords = keywords.Length > 0 ? keywords : null, ModSeqs = modSeqs, Sizes = sizes, Dates = dates.Length > 0 ? dates : null,
            Ends = ends, Records = records, Hashes = hashes, OddInfos = odd,
        };
    }

    private static T[] ReadArray<T>(BinaryReader reader)
        where T : unmanaged
    {
        var octets = reader.ReadInt32();
        var array = octets == 0 ? [] : new T[MessageBlock.Capacity];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(array.AsSpan())[..octets]);
        return array;
    }

    private static byte[] ReadOctets(BinaryReader reader) => reader.ReadBytes(reader.ReadInt32());

    private static void Write(BinaryWriter writer, ReadOnlySpan<byte> octets)
    {
        writer.Write(octets.Length);
        writer.Write(octets);
    }

    private static void Write<T>(BinaryWriter writer, IReadOnlyCollection<T> items, Action<BinaryWriter, T> write)
    {
        writer.Write(items.Count);
        foreach (var item in items)
            write(writer, item);
    }
}

/// <summary>Everything that is known of a folder, and what its files looked like then.</summary>
/// <param name="Snapshot">Its messages.</param>
/// <param name="List">The uidlist.</param>
/// <param name="Cur">The directory <c>cur/</c>.</param>
/// <param name="New">The directory <c>new/</c>, which was empty.</param>
/// <param name="ListKeys">Keys of the uidlist's header that are not known here.</param>
/// <param name="ListCount">Records in the uidlist.</param>
/// <param name="IsComplete">Whether <paramref name="Absent"/> has every record without a file, and the uidlist needs no mending.</param>
/// <param name="Gone">UIDs that went.</param>
/// <param name="Absent">Records of the uidlist without a file.</param>
internal sealed record FolderPicture(
    FolderSnapshot Snapshot, FileStamp List, FileStamp Cur, FileStamp New, IReadOnlyList<byte[]> ListKeys, int ListCount, bool IsComplete, ExpungeLog Gone, SortedDictionary<uint, byte[]> Absent)
{
    public bool IsCurSettled { get; init; }

    public bool IsNewSettled { get; init; }

    /// <summary>Whether no file was renamed since: then flags that differ differ from what anybody was told.</summary>
    public bool KnowsFlags(FileStamp cur) => IsCurSettled && Same(Cur, cur);

    /// <summary>Whether nothing at all happened since.</summary>
    public bool IsWhole(FileStamp list, FileStamp cur, FileStamp @new) => IsComplete && IsNewSettled && KnowsFlags(cur) && Same(New, @new) && Same(List, list);

    private static bool Same(FileStamp a, FileStamp b) => a.Exists && a.Inode == b.Inode && a.Device == b.Device && a.Modified == b.Modified && a.Size == b.Size;
}

using System.Text;

namespace Oss.MailEngine.Storage;

/// <summary>
/// Up to <see cref="Capacity"/> consecutive messages of a folder, attribute by attribute in arrays, names in one buffer: some 75 octets a message and no object for it. A block
/// never changes (but for sizes and dates that are filled in when first asked for); a change makes a new block that shares every array that did not change, and
/// a snapshot shares every block that did not change.
/// </summary>
internal sealed class MessageBlock(FolderFiles files)
{
    public const int Capacity = 256;

    /// <summary>Size not known yet.</summary>
    public const uint Unmeasured = uint.MaxValue;

    /// <summary>In <see cref="Sizes"/>: the file holds bare line feeds, so its octets are not those of the wire.</summary>
    public const uint NotWireForm = 0x8000_0000;

    public FolderFiles Files => files;

    public required int Count { get; init; }

    public required uint[] Uids { get; init; }

    public required byte[] Flags { get; init; }

    /// <summary>Keyword letters as bits; <see langword="null"/> when no message of the block has any.</summary>
    public required uint[]? Keywords { get; init; }

    public required ulong[] ModSeqs { get; init; }

    /// <summary>Octets on the wire, <see cref="Unmeasured"/>, or with <see cref="NotWireForm"/> set.</summary>
    public required uint[] Sizes { get; init; }

    /// <summary>Hashes of the bases.</summary>
    public required uint[] Hashes { get; init; }

    /// <summary>Internal dates in seconds of Unix time, <see cref="long.MinValue"/> for not known yet; <see langword="null"/> when none is.</summary>
    public long[]? Dates { get; set; }

    /// <summary>Records of the uidlist after the UID: <c>[fields ]:base</c>, one after the other; where each ends.</summary>
    public required byte[] Records { get; init; }

    public required int[] Ends { get; init; }

    /// <summary>What follows the base in the few file names that other programs wrote differently than it would be written here.</summary>
    public required Dictionary<int, byte[]>? OddInfos { get; init; }

    public uint FirstUid => Uids[0];

    public uint LastUid => Uids[Count - 1];

    public ReadOnlySpan<byte> Record(int index) => Records.AsSpan((index == 0 ? 0 : Ends[index - 1])..Ends[index]);

    public ReadOnlySpan<byte> Base(int index) => UidRecord.BaseOf(Record(index));

    public uint KeywordsOf(int index) => Keywords is null ? 0 : Keywords[index];

    /// <summary>Writes the name of the file below <c>cur/</c>; returns its length.</summary>
    public int WriteName(int index, Span<byte> target)
    {
        var name = Base(index);
        name.CopyTo(target);
        if (OddInfos is null || !OddInfos.TryGetValue(index, out var info))
            return name.Length + MaildirName.WriteInfo(target[name.Length..], (MessageFlags)Flags[index], KeywordsOf(index));
        info.CopyTo(target[name.Length..]);
        return name.Length + info.Length;
    }

    public int IndexOf(uint uid)
    {
        var index = Array.BinarySearch(Uids, 0, Count, uid);
        return index;
    }

    /// <summary>Whether the messages of two blocks are the same in every respect.</summary>
    public bool IsSameAs(MessageBlock other) =>
        Count == other.Count && Uids.AsSpan(0, Count).SequenceEqual(other.Uids.AsSpan(0, Count)) && Flags.AsSpan(0, Count).SequenceEqual(other.Flags.AsSpan(0, Count))
        && ModSeqs.AsSpan(0, Count).SequenceEqual(other.ModSeqs.AsSpan(0, Count)) && Records.AsSpan(0, Ends[Count - 1]).SequenceEqual(other.Records.AsSpan(0, other.Ends[Count - 1]))
        && (Keywords ?? []).AsSpan().SequenceEqual(other.Keywords ?? []) && OddInfos is null && other.OddInfos is null;
}

/// <summary>One message of a folder at one moment: a place in a block.</summary>
internal readonly record struct StoredMessage(MessageBlock Block, int Index)
{
    /// <summary>Its UID; ascending, never used again.</summary>
    public uint Uid => Block.Uids[Index];

    /// <summary>System flags.</summary>
    public MessageFlags Flags => (MessageFlags)Block.Flags[Index];

    /// <summary>Keywords by letter, bit 0 being <c>a</c>: to compare with, and to count.</summary>
    public uint KeywordBits => Block.KeywordsOf(Index);

    /// <summary>Keywords by name.</summary>
    public System.Collections.Immutable.ImmutableArray<string> Keywords => Block.Files.Keywords.NamesOf(KeywordBits);

    /// <summary>When it last changed (RFC 7162): grows with every change of the folder.</summary>
    public ulong ModSeq => Block.ModSeqs[Index];

    /// <summary>Octets with every line ending as CRLF: RFC822.SIZE.</summary>
    public long WireSize => Block.Sizes[Index] is not MessageBlock.Unmeasured and var size ? size & ~MessageBlock.NotWireForm : Block.Files.Measure(this).Wire;

    /// <summary>Octets on disk, which quota counts.</summary>
    public long PhysicalSize => MaildirName.Field(Block.Base(Index), 'S') ?? UidRecord.Number(Block.Record(Index), 'S') ?? (IsWireForm ? WireSize : Block.Files.Measure(this).Physical);

    /// <summary>Whether the file holds exactly the octets of the wire, and is served as it is.</summary>
    public bool IsWireForm => WireSize >= 0 && (Block.Sizes[Index] & MessageBlock.NotWireForm) == 0;

    /// <summary>The internal date: the time of last change of its file.</summary>
    public DateTimeOffset InternalDate => Block.Files.InternalDate(this);

    /// <summary>A POP3 UIDL that came along with a migration, or <see langword="null"/> for the computed one.</summary>
    public string? Uidl => UidRecord.Text(Block.Record(Index), 'P');

    /// <summary>Where a migration put it in POP3's order, or <see langword="null"/>.</summary>
    public long? Pop3Order => UidRecord.Number(Block.Record(Index), 'O');

    /// <summary>What is the same in every copy of the message: the uidlist's G, and without one its base.</summary>
    public string Guid => UidRecord.Text(Block.Record(Index), 'G') ?? Base;

    /// <summary>The message's identity within its mailbox: what stays the same in its file's name.</summary>
    public string Base => Encoding.UTF8.GetString(Block.Base(Index));

    /// <summary>Its file below <c>cur/</c>.</summary>
    public string FileName
    {
        get
        {
            Span<byte> name = stackalloc byte[UidRecord.MaxLength];
            return Encoding.UTF8.GetString(name[..Block.WriteName(Index, name)]);
        }
    }

    /// <summary>Whether flags and keywords are the same as another state's of this message.</summary>
    public bool HasSameFlagsAs(StoredMessage other) => Flags == other.Flags && KeywordBits == other.KeywordBits;
}

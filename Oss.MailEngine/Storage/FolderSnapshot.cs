using System.Collections;

namespace Oss.MailEngine.Storage;

/// <summary>A folder at one moment; never changes, so that a session can count on its sequence numbers. Snapshots of one folder share what is the same in both.</summary>
/// <param name="UidValidity">Changes only when UIDs had to be given anew.</param>
/// <param name="UidNext">The next message's UID, or less than it.</param>
/// <param name="HighestModSeq">The largest modification sequence of the folder, of messages that are gone too (RFC 7162); never goes back.</param>
/// <param name="Messages">The messages in order of their UIDs, which is that of their sequence numbers.</param>
internal sealed record FolderSnapshot(uint UidValidity, uint UidNext, ulong HighestModSeq, MessageList Messages)
{
    /// <summary>The index of a UID, or the complement of where it would be.</summary>
    public int IndexOf(uint uid) => Messages.IndexOf(uid);

    /// <summary>How many messages have all of some flags and none of others.</summary>
    public int Count(MessageFlags set, MessageFlags clear = MessageFlags.None)
    {
        var count = 0;
        var (mask, wanted) = ((byte)(set | clear), (byte)set);
        foreach (var block in Messages.Blocks)
        {
            foreach (var flags in block.Flags.AsSpan(0, block.Count))
                count += (flags & mask) == wanted ? 1 : 0;
        }

        return count;
    }

    /// <summary>
    /// What a session sees that saw <paramref name="before"/>: messages that are gone stay when it may not be told of them, and one that came back
    /// (its file was away for a while) is left out, for a sequence number cannot appear in the middle.
    /// </summary>
    public FolderSnapshot AsSeenAfter(FolderSnapshot before, bool expunges)
    {
        List<StoredMessage> kept = [];
        HashSet<uint> hidden = [];
        foreach (var change in ChangesSince(before))
        {
            if (change.Kind == MessageChangeKind.Gone && !expunges)
                kept.Add(change.Message);
            else if (change.Kind == MessageChangeKind.Added && change.Message.Uid < before.UidNext)
                hidden.Add(change.Message.Uid);
        }

        if (kept.Count == 0 && hidden.Count == 0)
            return this;
        var merged = new MessageListBuilder();
        var next = 0;
        foreach (var message in Messages)
        {
            for (; next < kept.Count && kept[next].Uid < message.Uid; next++)
                merged.Add(kept[next]);
            if (!hidden.Contains(message.Uid))
                merged.Add(message);
        }

        for (; next < kept.Count; next++)
            merged.Add(kept[next]);
        return this with { Messages = merged.ToList() };
    }

    /// <summary>The differences to an earlier snapshot in order of UIDs; costs what changed and not what is there.</summary>
    public IEnumerable<MessageChange> ChangesSince(FolderSnapshot before)
    {
        var (old, now) = (before.Messages.GetEnumerator(), Messages.GetEnumerator());
        bool hasOld = old.MoveNext(), hasNow = now.MoveNext();
        while (hasOld || hasNow)
        {
            if (hasOld && hasNow && old.IsAtStartOf(now))
            {
                hasOld = old.SkipBlock();
                hasNow = now.SkipBlock();
            }
            else if (!hasNow || (hasOld && old.Current.Uid < now.Current.Uid))
            {
                yield return new MessageChange(MessageChangeKind.Gone, old.Position, old.Current);
                hasOld = old.MoveNext();
            }
            else if (!hasOld || now.Current.Uid < old.Current.Uid)
            {
                yield return new MessageChange(MessageChangeKind.Added, now.Position, now.Current);
                hasNow = now.MoveNext();
            }
            else
            {
                if (!old.Current.HasSameFlagsAs(now.Current) || old.Current.ModSeq != now.Current.ModSeq)
                    yield return new MessageChange(MessageChangeKind.Changed, now.Position, now.Current) { FlagsAreTheSame = old.Current.HasSameFlagsAs(now.Current) };
                hasOld = old.MoveNext();
                hasNow = now.MoveNext();
            }
        }
    }
}

/// <summary>What happened to a message between two snapshots.</summary>
internal enum MessageChangeKind
{
    Gone,
    Changed,
    Added,
}

/// <summary>One difference between two snapshots.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Index">Index in the earlier snapshot of what is gone, in the later one of everything else.</param>
/// <param name="Message">Its last state.</param>
internal readonly record struct MessageChange(MessageChangeKind Kind, int Index, StoredMessage Message)
{
    /// <summary>Only the modification sequence changed; flags and keywords are what they were.</summary>
    public bool FlagsAreTheSame { get; init; }
}

/// <summary>Messages in order of their UIDs, in blocks.</summary>
internal sealed class MessageList : IReadOnlyList<StoredMessage>
{
    private readonly int[] _starts;

    public MessageList(MessageBlock[] blocks)
    {
        Blocks = blocks;
        _starts = new int[blocks.Length];
        for (var i = 0; i < blocks.Length; i++)
        {
            _starts[i] = Length;
            Length += blocks[i].Count;
        }
    }

    public static MessageList Empty { get; } = new([]);

    public MessageBlock[] Blocks { get; }

    public int Length { get; }

    int IReadOnlyCollection<StoredMessage>.Count => Length;

    public StoredMessage this[int index]
    {
        get
        {
            var (block, place) = Locate(index);
            return new StoredMessage(Blocks[block], place);
        }
    }

    /// <summary>The block that a message is in, and its place there.</summary>
    public (int Block, int Place) Locate(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Length);
        var block = Array.BinarySearch(_starts, index);
        block = block < 0 ? ~block - 1 : block;
        return (block, index - _starts[block]);
    }

    /// <summary>The index of a UID, or the complement of where it would be.</summary>
    public int IndexOf(uint uid)
    {
        int low = 0, high = Blocks.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var block = Blocks[middle];
            if (uid < block.FirstUid)
                high = middle - 1;
            else if (uid > block.LastUid)
                low = middle + 1;
            else
                return block.IndexOf(uid) is >= 0 and var found ? _starts[middle] + found : ~(_starts[middle] + ~block.IndexOf(uid));
        }

        return ~(low < _starts.Length ? _starts[low] : Length);
    }

    /// <summary>The index of the message with a base; -1 when there is none.</summary>
    public int IndexOf(ReadOnlySpan<byte> name)
    {
        var hash = MaildirName.Hash(name);
        for (var i = 0; i < Blocks.Length; i++)
        {
            var block = Blocks[i];
            for (var at = 0; block.Hashes.AsSpan(at, block.Count - at).IndexOf(hash) is >= 0 and var found; at += found + 1)
            {
                if (block.Base(at + found).SequenceEqual(name))
                    return _starts[i] + at + found;
            }
        }

        return -1;
    }

    /// <summary>The same list, with those blocks of another that are no different: what compares the two later passes them over.</summary>
    public MessageList Sharing(MessageList? other)
    {
        for (var i = 0; other is not null && i < Math.Min(Blocks.Length, other.Blocks.Length); i++)
        {
            if (Blocks[i].IsSameAs(other.Blocks[i]))
                Blocks[i] = other.Blocks[i];
        }

        return this;
    }

    public Enumerator GetEnumerator() => new(this);

    IEnumerator<StoredMessage> IEnumerable<StoredMessage>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public struct Enumerator(MessageList list) : IEnumerator<StoredMessage>
    {
        private int _block;
        private int _index = -1;
        private int _before;

        public readonly StoredMessage Current => new(list.Blocks[_block], _index);

        public readonly int Position => _before + _index;

        readonly object IEnumerator.Current => Current;

        public bool MoveNext()
        {
            if (_block >= list.Blocks.Length)
                return false;
            if (++_index < list.Blocks[_block].Count)
                return true;
            return SkipBlock();
        }

        /// <summary>Goes to the first message of the next block.</summary>
        public bool SkipBlock()
        {
            _before += list.Blocks[_block].Count;
            _index = 0;
            return ++_block < list.Blocks.Length;
        }

        public readonly bool IsAtStartOf(Enumerator other) => _index == 0 && other._index == 0 && ReferenceEquals(list.Blocks[_block], other.List.Blocks[other._block]);

        private readonly MessageList List => list;

        public void Reset() => (_block, _index, _before) = (0, -1, 0);

        public readonly void Dispose()
        {
        }
    }
}

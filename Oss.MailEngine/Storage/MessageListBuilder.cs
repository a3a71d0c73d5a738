namespace Oss.MailEngine.Storage;

/// <summary>Makes a list of messages: from nothing, in order of UIDs, or from an earlier list and what changed in it.</summary>
internal sealed class MessageListBuilder
{
    private readonly List<object> _blocks = [];
    private Draft? _last;

    public MessageListBuilder(MessageList? from = null) => _blocks.AddRange(from?.Blocks ?? []);

    /// <summary>Adds a message behind all others.</summary>
    public void Add(FolderFiles files, uint uid, ReadOnlySpan<byte> record, ReadOnlySpan<byte> info, ulong modSeq) => Last(files).Add(uid, record, info, modSeq);

    public void Add(StoredMessage message) => Last(message.Block.Files).Add(message);

    /// <summary>Gives the message at a place in the list this was made from another end of its name.</summary>
    public void SetInfo(MessageList from, int index, ReadOnlySpan<byte> info, ulong modSeq)
    {
        var (draft, at) = Edit(from, index);
        draft.SetInfo(at, info, modSeq);
    }

    public void SetModSeq(MessageList from, int index, ulong modSeq)
    {
        var (draft, at) = Edit(from, index);
        draft.ModSeqs[at] = modSeq;
    }

    /// <summary>Takes the message at a place in the list this was made from out.</summary>
    public void Remove(MessageList from, int index)
    {
        var (draft, at) = Edit(from, index);
        draft.Removed ??= new bool[MessageBlock.Capacity];
        draft.Removed[at] = true;
    }

    public MessageList ToList()
    {
        var blocks = new List<MessageBlock>(_blocks.Count);
        foreach (var block in _blocks)
        {
            var built = block as MessageBlock ?? ((Draft)block).Build();
            if (built is not null)
                blocks.Add(built);
        }

        // Many half-empty blocks cost more than they save.
        var count = blocks.Sum(b => b.Count);
        if (blocks.Count <= (2 * count / MessageBlock.Capacity) + 2)
            return new MessageList([.. blocks]);
        var packed = new MessageListBuilder();
        foreach (var message in new MessageList([.. blocks]))
            packed.Add(message);
        return packed.ToList();
    }

    private Draft Last(FolderFiles files)
    {
        if (_last is { Count: < MessageBlock.Capacity })
            return _last;
        if (_last is null && _blocks.Count > 0 && _blocks[^1] is MessageBlock { Count: < MessageBlock.Capacity } open)
            _blocks[^1] = _last = new Draft(open.Files, open);
        else if (_last is null && _blocks.Count > 0 && _blocks[^1] is Draft { Count: < MessageBlock.Capacity } draft)
            _last = draft;
        else
            _blocks.Add(_last = new Draft(files, null));
        return _last;
    }

    private (Draft Draft, int Index) Edit(MessageList from, int index)
    {
        // Additions come behind the blocks of the list this was made from, so a block's place is the same in both.
        var (at, place) = from.Locate(index);
        var edited = _blocks[at] as Draft ?? new Draft(from.Blocks[at].Files, from.Blocks[at]);
        _blocks[at] = edited;
        return (edited, place);
    }

    private sealed class Draft
    {
        private readonly FolderFiles _files;
        private uint[] _uids;
        private byte[] _flags;
        private uint[]? _keywords;
        private uint[] _sizes;
        private uint[] _hashes;
        private long[]? _dates;
        private byte[] _records;
        private int[] _ends;
        private Dictionary<int, byte[]>? _odd;
        private bool _grown;

        public Draft(FolderFiles files, MessageBlock? source)
        {
            (_files, Count) = (files, source?.Count ?? 0);
            _uids = source?.Uids ?? [];
            _flags = Copy(source?.Flags);
            _keywords = source?.Keywords is { } keywords ? Copy(keywords) : null;
            ModSeqs = Copy(source?.ModSeqs);
            _sizes = source?.Sizes ?? [];
            _hashes = source?.Hashes ?? [];
            _dates = source?.Dates;
            _records = source?.Records ?? [];
            _ends = source?.Ends ?? [];
            _odd = source?.OddInfos is { } odd ? new(odd) : null;
        }

        public int Count { get; private set; }

        public ulong[] ModSeqs { get; }

        public bool[]? Removed { get; set; }

        public void Add(uint uid, ReadOnlySpan<byte> record, ReadOnlySpan<byte> info, ulong modSeq)
        {
            Grow(record.Length);
            var at = Count++;
            var name = UidRecord.BaseOf(record);
            var physical = MaildirName.Field(name, 'S') ?? UidRecord.Number(record, 'S');
            var wire = MaildirName.Field(name, 'W') ?? UidRecord.Number(record, 'W');
            _uids[at] = uid;
            _sizes[at] = physical is { } p and >= 0 && wire is { } w and < int.MaxValue && w >= p ? (uint)w | (w > p ? MessageBlock.NotWireForm : 0) : MessageBlock.Unmeasured;
            _hashes[at] = MaildirName.Hash(name);
            Record(at, record);
            if (_dates is not null)
                _dates[at] = long.MinValue;
            SetInfo(at, info, modSeq);
        }

        public void Add(StoredMessage message)
        {
            var (block, index) = (message.Block, message.Index);
            Grow(block.Record(index).Length);
            var at = Count++;
            _uids[at] = block.Uids[index];
            _flags[at] = block.Flags[index];
            _sizes[at] = block.Sizes[index];
            _hashes[at] = block.Hashes[index];
            ModSeqs[at] = block.ModSeqs[index];
            if (block.KeywordsOf(index) is not 0 and var bits)
                (_keywords ??= new uint[MessageBlock.Capacity])[at] = bits;
            if (block.Dates is { } dates)
            {
                _dates ??= Enumerable.Repeat(long.MinValue, MessageBlock.Capacity).ToArray();
                _dates[at] = dates[index];
            }

            Record(at, block.Record(index));
            if (block.OddInfos is not null && block.OddInfos.TryGetValue(index, out var odd))
                (_odd ??= [])[at] = odd;
        }

        public void SetInfo(int at, ReadOnlySpan<byte> info, ulong modSeq)
        {
            var (flags, keywords) = MaildirName.FlagsOf(info);
            _flags[at] = (byte)flags;
            if (keywords != 0 || _keywords is not null)
                (_keywords ??= new uint[MessageBlock.Capacity])[at] = keywords;
            ModSeqs[at] = modSeq;
            Span<byte> canonical = stackalloc byte[64];
            if (!info.SequenceEqual(canonical[..MaildirName.WriteInfo(canonical, flags, keywords)]))
                (_odd ??= [])[at] = info.ToArray();
            else
                _odd?.Remove(at);
        }

        public MessageBlock? Build()
        {
            if (Removed is { } removed)
            {
                var left = new Draft(_files, null);
                var whole = Block();
                for (var i = 0; i < Count; i++)
                {
                    if (!removed[i])
                        left.Add(new StoredMessage(whole, i));
                }

                return left.Build();
            }

            return Count == 0 ? null : Block();
        }

        private MessageBlock Block()
        {
            if (_grown && Count == MessageBlock.Capacity)
                Array.Resize(ref _records, _ends[Count - 1]);
            return new(_files)
            {
                Count = Count, Uids = _uids, Flags = _flags, Keywords = _keywords, ModSeqs = ModSeqs, Sizes = _sizes, Hashes = _hashes, Dates = _dates,
                Records = _records, Ends = _ends, OddInfos = _odd is { Count: > 0 } ? _odd : null,
            };
        }

        // Arrays that the source block still reads are not written to; the first addition copies them.
        private void Grow(int recordLength)
        {
            if (!_grown)
            {
                (_uids, _sizes, _hashes, _ends) = (Copy(_uids), Copy(_sizes), Copy(_hashes), Copy(_ends));
                _dates = _dates is null ? null : Copy(_dates);
                _records = [.. _records.AsSpan(0, Count > 0 ? _ends[Count - 1] : 0)];
                _grown = true;
            }

            var start = Count > 0 ? _ends[Count - 1] : 0;
            if (start + recordLength > _records.Length)
                Array.Resize(ref _records, Math.Max(start + recordLength, Math.Min(_records.Length * 2, MessageBlock.Capacity * UidRecord.MaxLength)));
        }

        private void Record(int at, ReadOnlySpan<byte> record)
        {
            var start = at > 0 ? _ends[at - 1] : 0;
            record.CopyTo(_records.AsSpan(start));
            _ends[at] = start + record.Length;
        }

        private static T[] Copy<T>(T[]? source)
        {
            var copy = new T[MessageBlock.Capacity];
            source?.AsSpan(0, Math.Min(source.Length, copy.Length)).CopyTo(copy);
            return copy;
        }
    }
}

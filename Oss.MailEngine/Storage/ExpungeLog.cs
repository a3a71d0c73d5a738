namespace Oss.MailEngine.Storage;

/// <summary>Which UIDs went at which modification sequence, for clients that come back (RFC 7162 3.2.5.1). Bounded: what is too old is forgotten, and then not answered.</summary>
internal sealed class ExpungeLog(ulong floor)
{
    private const int Capacity = 20_000;

    private readonly Lock _gate = new();
    private readonly List<(ulong ModSeq, uint Uid)> _entries = [];

    /// <summary>What happened up to here is not known.</summary>
    public ulong Floor { get; private set; } = floor;

    public void Add(uint uid, ulong modSeq)
    {
        lock (_gate)
        {
            _entries.Add((modSeq, uid));
            if (_entries.Count <= Capacity)
                return;
            Floor = _entries[Capacity / 2].ModSeq;
            _entries.RemoveAll(e => e.ModSeq <= Floor);
        }
    }

    /// <summary>The UIDs that went after a modification sequence, ascending; <see langword="null"/> when that is longer ago than is known.</summary>
    public IReadOnlyList<uint>? Since(ulong modSeq)
    {
        lock (_gate)
            return modSeq < Floor ? null : [.. _entries.Where(e => e.ModSeq > modSeq).Select(e => e.Uid).Distinct().Order()];
    }

    public IReadOnlyList<(ulong ModSeq, uint Uid)> Entries
    {
        get
        {
            lock (_gate)
                return [.. _entries];
        }
    }
}

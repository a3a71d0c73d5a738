using Oss.MailEngine.Directory;

namespace Oss.MailEngine.Storage;

/// <summary>
/// What the mailboxes of one pool use together. There is no file of it that could be wrong, lost or fought for by nodes: each mailbox's own count (<see cref="QuotaFile"/>), which every program
/// that stores mail keeps and which heals by itself, is looked at. That costs one look at a file's times for a mailbox whose count nobody changed.
/// <para>Room is reserved in this process before a message is written, and another node's messages count as soon as they are there. So one node never lets in too much, and several at
/// once at most what the others are writing at that moment: of each its deliveries in progress; and in a pool of more than <see cref="SummedEachTime"/> mailboxes what came to others within
/// <see cref="SumHolds"/> before.</para>
/// </summary>
internal sealed class QuotaPool(Guid id, QuotaPools pools)
{
    /// <summary>Mailboxes whose counts are looked at for each message; the sum of more is good for <see cref="SumHolds"/>.</summary>
    public const int SummedEachTime = 32;

    /// <summary>How long the sum of a large pool holds, but for what this process itself does.</summary>
    public static readonly TimeSpan SumHolds = TimeSpan.FromSeconds(1);

    /// <summary>How long it is believed which mailboxes there are; before anybody is refused, <see cref="SumHolds"/>.</summary>
    private static readonly TimeSpan MembersHold = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _listing = new(1);
    private Dictionary<Guid, Member>? _members;
    private long _listedAt;
    private long _summedAt;
    private long _sum = -1;
    private long _reserved;

    public Guid Id => id;

    /// <summary>What they use together now.</summary>
    /// <exception cref="IOException">Nobody can say which they are.</exception>
    public async ValueTask<long> UsageAsync(MailboxAccount? asking, CancellationToken cancellationToken)
    {
        await ListAsync(asking, SumHolds, cancellationToken);
        lock (_gate)
            return Sum(anew: true);
    }

    /// <summary>Reserves room for a message to one of them.</summary>
    /// <param name="account">The mailbox, with the limit that holds.</param>
    /// <param name="octets">How much.</param>
    /// <param name="extra">What may be used beyond the limit, where the message goes.</param>
    /// <param name="cancellationToken">Ends the look-up of the pool's mailboxes.</param>
    /// <exception cref="IOException">Nobody can say which they are.</exception>
    public async ValueTask<bool> TryReserveAsync(MailboxAccount account, long octets, long extra, CancellationToken cancellationToken)
    {
        var most = account.Pool!.Bytes + extra;
        await ListAsync(account, MembersHold, cancellationToken);
        if (TryReserve(octets, most, anew: false))
            return true;
        // Nobody is refused by what was known some time ago: a mailbox may have ended.
        await ListAsync(account, SumHolds, cancellationToken);
        return TryReserve(octets, most, anew: true);
    }

    /// <summary>Gives room back.</summary>
    public void Release(long octets)
    {
        lock (_gate)
            _reserved -= octets;
    }

    /// <summary>Notes what came or went in one of them, and lets go of what was reserved for it, in one step.</summary>
    /// <param name="octets">How much.</param>
    /// <param name="reserved">How much of it was reserved.</param>
    /// <param name="count">Counts it in the mailbox.</param>
    /// <returns>What was used before and after.</returns>
    public (long Before, long After) Change(long octets, long reserved, Action count)
    {
        lock (_gate)
        {
            // Who takes things away without ever having asked for room need not know what the others use.
            var before = _members is null ? 0 : Sum(anew: false);
            count();
            (_reserved, _sum) = (_reserved - reserved, before + octets);
            return (before, before + octets);
        }
    }

    private bool TryReserve(long octets, long most, bool anew)
    {
        lock (_gate)
        {
            if (Sum(anew) + _reserved + octets > most)
                return false;
            _reserved += octets;
            return true;
        }
    }

    private long Sum(bool anew)
    {
        if (!anew && _sum >= 0 && _members!.Count > SummedEachTime && pools.Time.GetElapsedTime(_summedAt) < SumHolds)
            return _sum;
        (_sum, _summedAt) = (_members!.Values.Sum(member => member.Usage(pools)), pools.Time.GetTimestamp());
        return _sum;
    }

    private async ValueTask ListAsync(MailboxAccount? asking, TimeSpan holds, CancellationToken cancellationToken)
    {
        if (IsListed(asking, holds))
            return;
        await _listing.WaitAsync(cancellationToken);
        try
        {
            if (IsListed(asking, holds))
                return;
            var listed = await pools.ListAsync(id, cancellationToken) ?? (_members is null ? throw new IOException("Nobody can say which mailboxes share the storage.") : [.. _members.Values.Select(m => m.Account)]);
            var members = listed.ToDictionary(account => account.Id, account => _members?.GetValueOrDefault(account.Id)?.For(account) ?? new Member(account));
            if (asking is not null)
                members.TryAdd(asking.Id, new Member(asking));
            lock (_gate)
                (_members, _listedAt, _sum) = (members, pools.Time.GetTimestamp(), -1);
        }
        finally
        {
            _listing.Release();
        }
    }

    private bool IsListed(MailboxAccount? asking, TimeSpan holds)
    {
        lock (_gate)
            return _members is { } members && pools.Time.GetElapsedTime(_listedAt) < holds && (asking is null || members.ContainsKey(asking.Id));
    }

    /// <summary>One mailbox of the pool, with what it used when that could be seen last.</summary>
    private sealed class Member(MailboxAccount account)
    {
        private QuotaFile? _file;
        private long _used;

        public MailboxAccount Account => account;

        /// <summary>The same, as the directory has it now.</summary>
        public Member For(MailboxAccount now) => now == account ? this : new Member(now) { _used = _used };

        public long Usage(QuotaPools pools)
        {
            try
            {
                for (var attempt = 0; attempt < 2; attempt++)
                {
                    _file ??= pools.HomeOf(account) is { } home ? new QuotaFile(Path.Combine(home, "Maildir")) : null;
                    if (_file is null)
                        return _used = 0;
                    try
                    {
                        return _used = _file.Usage(new MailboxLimits(account.QuotaBytes, account.QuotaMessages), isLook: true).Bytes;
                    }
                    catch (DirectoryNotFoundException)
                    {
                        // Moved to another volume, or gone.
                        _file = null;
                    }
                }

                return _used;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A volume that is away: its mailboxes take nothing, and the others of the pool go on with what they were seen to use.
                return _used;
            }
        }
    }
}

using System.Globalization;
using Oss.MailEngine.Directory;

namespace Oss.MailEngine.Storage;

/// <summary>What a mailbox holds.</summary>
internal readonly record struct MailboxUsage(long Bytes, long Messages);

/// <summary>What a mailbox may hold, as the first line of <c>maildirsize</c> has it: <c>2147483648S,1000C</c>; <c>0S</c> when all it wants.</summary>
internal readonly record struct MailboxLimits(long? Bytes, long? Messages)
{
    public bool AreExceededBy(MailboxUsage usage) => usage.Bytes > Bytes || usage.Messages > Messages;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Bytes ?? 0}S{(Messages is { } messages ? $",{messages}C" : "")}");
}

/// <summary>The mailbox, or the pool that it shares storage in, has no room for the message (RFC 3463 X.2.2).</summary>
internal sealed class OverQuotaException(bool isPool = false) : Exception(isPool ? "The storage that the mailbox shares is used up." : "The mailbox is over its quota.")
{
    /// <summary>Whether others may have used it up.</summary>
    public bool IsPool => isPool;
}

/// <summary>
/// A mailbox's quota. Room is reserved before a message is written and counted when it is there, so that many that come at once do not all find the same room. Messages in the trash, or
/// below it, may use something extra: else a full mailbox could not be emptied by clients that delete by moving. The pool that it shares storage in is asked first, and its lock is the outer one.
/// </summary>
internal sealed class MailboxQuota(string maildir, MailEngineOptions options, QuotaPools pools)
{
    private readonly QuotaFile _file = new(maildir);
    private readonly Lock _gate = new();
    private MailboxAccount? _account;
    private QuotaPool? _pool;
    private MailboxUsage _reserved;

    /// <summary>Sets the limits, which an order may have changed since the mailbox was opened.</summary>
    public void Apply(MailboxAccount account)
    {
        _account = account;
        if (account.Pool?.Id != _pool?.Id)
            _pool = account.Pool is { } pool ? pools.Open(pool.Id) : null;
    }

    public MailboxLimits Limits => new(_account?.QuotaBytes, _account?.QuotaMessages);

    /// <summary>What the pool's mailboxes may use together; <see langword="null"/> without a pool.</summary>
    public long? PoolLimit => _account?.Pool?.Bytes;

    public MailboxUsage Usage()
    {
        lock (_gate)
            return _file.Usage(Limits);
    }

    /// <summary>What the pool's mailboxes use together now; 0 without a pool.</summary>
    /// <exception cref="IOException">Nobody can say which they are.</exception>
    public async ValueTask<long> PoolUsageAsync(CancellationToken cancellationToken) =>
        (_account, _pool) is ({ } account, { } pool) ? await pool.UsageAsync(account, cancellationToken) : 0;

    /// <summary>Whether a message of so many octets fits now; costs one look at a file's times, with a pool one for each of its mailboxes, and is no promise.</summary>
    public async ValueTask<bool> HasRoomForAsync(long octets, CancellationToken cancellationToken)
    {
        try
        {
            (await ReserveAsync(FolderName.Inbox, octets, 1, cancellationToken)).Dispose();
            return true;
        }
        catch (OverQuotaException)
        {
            return false;
        }
    }

    /// <summary>Reserves room in a folder; the reservation ends when it is disposed of.</summary>
    /// <exception cref="OverQuotaException">There is none.</exception>
    /// <exception cref="IOException">Nobody can say which mailboxes share the pool.</exception>
    public async ValueTask<QuotaReservation> ReserveAsync(FolderName folder, long octets, long messages, CancellationToken cancellationToken)
    {
        var pool = _pool;
        if (pool is not null && _account is { Pool: not null } account && !await pool.TryReserveAsync(account, octets, ExtraIn(folder), cancellationToken))
            throw new OverQuotaException(isPool: true);

        lock (_gate)
        {
            if (Fits(folder, octets, messages))
            {
                _reserved = new(_reserved.Bytes + octets, _reserved.Messages + messages);
                return new QuotaReservation(this, pool, octets, messages, _file.Begin());
            }
        }

        pool?.Release(octets);
        throw new OverQuotaException();
    }

    /// <summary>Before messages come or go without a reservation.</summary>
    public QuotaChange Begin() => _file.Begin();

    /// <summary>Notes what came, or went, since the change began.</summary>
    public void Count(long octets, long messages, QuotaChange change) => Count(octets, messages, reserved: default, null, change);

    /// <summary>Notes that what was reserved is there; in one step, for a moment in which it counts twice or not at all would refuse somebody, or let too much in.</summary>
    internal void Use(long octets, long messages, QuotaPool? reservedIn, QuotaChange change) => Count(octets, messages, new(octets, messages), reservedIn, change);

    internal void Release(long octets, long messages)
    {
        lock (_gate)
            _reserved = new(_reserved.Bytes - octets, _reserved.Messages - messages);
    }

    private void Count(long octets, long messages, MailboxUsage reserved, QuotaPool? reservedIn, QuotaChange change)
    {
        List<QuotaNotice> crossed = [];
        if ((_account, _pool) is ({ Pool: { } limit } account, { } pool))
        {
            var (before, after) = pool.Change(octets, reservedIn == pool ? reserved.Bytes : 0, () => Add(octets, messages, reserved, change, crossed));
            Cross(crossed, QuotaResource.Storage, limit.Bytes, before, after, account, limit.Id);
        }
        else
        {
            Add(octets, messages, reserved, change, crossed);
        }

        // An order took the mailbox out of the pool meanwhile.
        if (reservedIn is not null && reservedIn != _pool)
            reservedIn.Release(reserved.Bytes);
        crossed.ForEach(options.QuotaCrossed);
    }

    private void Add(long octets, long messages, MailboxUsage reserved, QuotaChange change, List<QuotaNotice> crossed)
    {
        lock (_gate)
        {
            _reserved = new(_reserved.Bytes - reserved.Bytes, _reserved.Messages - reserved.Messages);
            if (_account is not { } account || (Limits.Bytes is null && Limits.Messages is null) || options.QuotaThresholds.Count == 0)
            {
                _file.Add(octets, messages, change);
                return;
            }

            var before = _file.Usage(Limits);
            _file.Add(octets, messages, change);
            Cross(crossed, QuotaResource.Storage, Limits.Bytes, before.Bytes, before.Bytes + octets, account);
            Cross(crossed, QuotaResource.Messages, Limits.Messages, before.Messages, before.Messages + messages, account);
        }
    }

    private bool Fits(FolderName folder, long octets, long messages)
    {
        var limits = Limits;
        if (limits.Bytes is null && limits.Messages is null)
            return true;
        var usage = _file.Usage(limits);
        return !(usage.Bytes + _reserved.Bytes + octets > limits.Bytes + ExtraIn(folder)) && !(usage.Messages + _reserved.Messages + messages > limits.Messages);
    }

    private long ExtraIn(FolderName folder) => IsTrash(folder) ? _account!.TrashExtraBytes : 0;

    private bool IsTrash(FolderName folder) => options.TrashFolders.Any(trash =>
        folder.Value.Equals(trash, StringComparison.OrdinalIgnoreCase) || folder.Value.StartsWith(trash + "/", StringComparison.OrdinalIgnoreCase));

    // Of several thresholds crossed by one message the highest is told; on the way down, that the lowest is undercut.
    private void Cross(List<QuotaNotice> crossed, QuotaResource resource, long? limit, long before, long after, MailboxAccount account, Guid? pool = null)
    {
        if (limit is not > 0 || options.QuotaThresholds is not { Count: > 0 } thresholds)
            return;
        if (thresholds.Where(t => before < Part(t) && after >= Part(t)).DefaultIfEmpty().Max() is > 0 and var reached)
            crossed.Add(new QuotaNotice(account, resource, reached, IsAbove: true, after, limit.Value) { Pool = pool });
        else if (thresholds.Min() is var lowest && before >= Part(lowest) && after < Part(lowest))
            crossed.Add(new QuotaNotice(account, resource, lowest, IsAbove: false, after, limit.Value) { Pool = pool });

        decimal Part(int percent) => (decimal)limit.Value * percent / 100;
    }
}

/// <summary>Room that is kept for messages being written.</summary>
internal sealed class QuotaReservation(MailboxQuota quota, QuotaPool? pool, long octets, long messages, QuotaChange change) : IDisposable
{
    private bool _ended;

    /// <summary>The messages are there: what was reserved is used.</summary>
    public void Use()
    {
        _ended = true;
        quota.Use(octets, messages, pool, change);
    }

    public void Dispose()
    {
        change.Dispose();
        if (_ended)
            return;
        _ended = true;
        pool?.Release(octets);
        quota.Release(octets, messages);
    }
}

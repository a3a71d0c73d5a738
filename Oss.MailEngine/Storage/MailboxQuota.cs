using System.Globalization;

namespace Oss.MailEngine.Storage;

/// <summary>What a mailbox holds.</summary>
internal readonly record struct MailboxUsage(long Bytes, long Messages);

/// <summary>What a mailbox may hold, as the first line of <c>maildirsize</c> has it: <c>2147483648S,1000C</c>; <c>0S</c> when all it wants.</summary>
internal readonly record struct MailboxLimits(long? Bytes, long? Messages)
{
    public bool AreExceededBy(MailboxUsage usage) => usage.Bytes > Bytes || usage.Messages > Messages;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Bytes ?? 0}S{(Messages is { } messages ? $",{messages}C" : "")}");
}

/// <summary>The mailbox has no room for the message (RFC 3463 X.2.2).</summary>
internal sealed class OverQuotaException() : Exception("The mailbox is over its quota.");

/// <summary>
/// A mailbox's quota. Room is reserved before a message is written and counted when it is there, so that many that come at once do not all find the same room. Messages in the trash, or
/// below it, may use something extra: else a full mailbox could not be emptied by clients that delete by moving.
/// </summary>
internal sealed class MailboxQuota(string maildir, MailEngineOptions options)
{
    private readonly QuotaFile _file = new(maildir);
    private readonly Lock _gate = new();
    private Directory.MailboxAccount? _account;
    private MailboxUsage _reserved;

    /// <summary>Sets the limits, which an order may have changed since the mailbox was opened.</summary>
    public void Apply(Directory.MailboxAccount account) => _account = account;

    public MailboxLimits Limits => new(_account?.QuotaBytes, _account?.QuotaMessages);

    public MailboxUsage Usage()
    {
        lock (_gate)
            return _file.Usage(Limits);
    }

    /// <summary>Whether a message of so many octets fits now; costs one look at a file's times, and is no promise.</summary>
    public bool HasRoomFor(long octets) => Fits(FolderName.Inbox, octets, 1);

    /// <summary>Reserves room in a folder; the reservation ends when it is disposed of.</summary>
    /// <exception cref="OverQuotaException">There is none.</exception>
    public QuotaReservation Reserve(FolderName folder, long octets, long messages)
    {
        lock (_gate)
        {
            if (!Fits(folder, octets, messages))
                throw new OverQuotaException();
            _reserved = new(_reserved.Bytes + octets, _reserved.Messages + messages);
            return new QuotaReservation(this, octets, messages);
        }
    }

    /// <summary>Notes what came, or went.</summary>
    public void Count(long octets, long messages)
    {
        List<QuotaNotice> crossed = [];
        lock (_gate)
        {
            if (_account is null || (Limits.Bytes is null && Limits.Messages is null) || options.QuotaThresholds.Count == 0)
            {
                _file.Add(octets, messages);
                return;
            }

            var before = _file.Usage(Limits);
            _file.Add(octets, messages);
            Cross(crossed, QuotaResource.Storage, Limits.Bytes, before.Bytes, before.Bytes + octets);
            Cross(crossed, QuotaResource.Messages, Limits.Messages, before.Messages, before.Messages + messages);
        }

        crossed.ForEach(options.QuotaCrossed);
    }

    internal void Release(long octets, long messages)
    {
        lock (_gate)
            _reserved = new(_reserved.Bytes - octets, _reserved.Messages - messages);
    }

    private bool Fits(FolderName folder, long octets, long messages)
    {
        var limits = Limits;
        if (limits.Bytes is null && limits.Messages is null)
            return true;
        lock (_gate)
        {
            var usage = _file.Usage(limits);
            var extra = IsTrash(folder) ? _account!.TrashExtraBytes : 0;
            return !(usage.Bytes + _reserved.Bytes + octets > limits.Bytes + extra) && !(usage.Messages + _reserved.Messages + messages > limits.Messages);
        }
    }

    private bool IsTrash(FolderName folder) => options.TrashFolders.Any(trash =>
        folder.Value.Equals(trash, StringComparison.OrdinalIgnoreCase) || folder.Value.StartsWith(trash + "/", StringComparison.OrdinalIgnoreCase));

    // Of several thresholds crossed by one message the highest is told; on the way down, that the lowest is undercut.
    private void Cross(List<QuotaNotice> crossed, QuotaResource resource, long? limit, long before, long after)
    {
        if (limit is not > 0)
            return;
        var thresholds = options.QuotaThresholds;
        if (thresholds.Where(t => before < Part(t) && after >= Part(t)).DefaultIfEmpty().Max() is > 0 and var reached)
            crossed.Add(new QuotaNotice(_account!.Id, _account.CanonicalName, resource, reached, IsAbove: true, after, limit.Value));
        else if (thresholds.Min() is var lowest && before >= Part(lowest) && after < Part(lowest))
            crossed.Add(new QuotaNotice(_account!.Id, _account.CanonicalName, resource, lowest, IsAbove: false, after, limit.Value));

        decimal Part(int percent) => (decimal)limit.Value * percent / 100;
    }
}

/// <summary>Room that is kept for messages being written.</summary>
internal sealed class QuotaReservation(MailboxQuota quota, long octets, long messages) : IDisposable
{
    private bool _ended;

    /// <summary>The messages are there: what was reserved is used.</summary>
    public void Use()
    {
        quota.Count(octets, messages);
        Dispose();
    }

    public void Dispose()
    {
        if (!_ended)
            quota.Release(octets, messages);
        _ended = true;
    }
}

using Oss.Domain.Persistence;
using Oss.Domain.Trace;

namespace Oss.Domain.Statistics;

/// <summary>Counts a batch of what was told, and adds it to what the database has.</summary>
internal sealed class UsageCounters
{
    private static readonly string[] Columns = [nameof(UsageCount.Hour), nameof(UsageCount.TenantId), nameof(UsageCount.Measure), nameof(UsageCount.Count), nameof(UsageCount.Octets)];

    private readonly Dictionary<(DateTime Hour, Guid Tenant, string Measure), (long Count, long Octets)> _counts = [];

    /// <summary>Adds to one counter.</summary>
    public void Add(DateTime at, Guid? tenant, string measure, long octets = 0, long count = 1)
    {
        var key = (new DateTime(at.Year, at.Month, at.Day, at.Hour, 0, 0, DateTimeKind.Utc), tenant ?? Guid.Empty, measure);
        var (known, sum) = _counts.GetValueOrDefault(key);
        _counts[key] = (known + count, sum + octets);
    }

    /// <summary>The counters that follow from messages.</summary>
    public static UsageCounters Of(IEnumerable<TracedMessage> messages, TraceTenants tenants)
    {
        var counters = new UsageCounters();
        foreach (var message in messages)
        {
            foreach (var happened in message.Events)
                counters.Add(message, happened, tenants);
        }

        return counters;
    }

    /// <summary>Adds them to what the database has; in the order of their keys, so that two nodes wait for each other and do not deadlock.</summary>
    public static Task WriteAsync(OssDbContext db, UsageCounters counters, CancellationToken cancellationToken) => db.InsertRowsAsync(
        "UsageCounts", Columns,
        [.. counters._counts.OrderBy(c => c.Key.Hour).ThenBy(c => c.Key.Tenant.ToString(), StringComparer.Ordinal).ThenBy(c => c.Key.Measure, StringComparer.Ordinal)
            .Select(c => new object?[] { c.Key.Hour, c.Key.Tenant, c.Key.Measure, c.Value.Count, c.Value.Octets })],
        new BulkConflict(Columns[..3], Columns[3..], []), cancellationToken);

    private void Add(TracedMessage message, TraceEvent happened, TraceTenants tenants)
    {
        var (sender, recipient) = (tenants.OfMailbox(message.AccountId), tenants.OfMailbox(message.MailboxId) ?? tenants.OfAddress(message.Recipient));
        switch (happened.Kind)
        {
            case TraceEventKind.Accepted when !message.IsContinued:
                if (recipient is not null)
                    Add(happened.At, recipient, UsageMeasures.Received, message.Octets);
                if (sender is not null)
                    Add(happened.At, sender, UsageMeasures.SentWithLogin, message.Octets);
                else if (recipient is null)
                    Add(happened.At, null, UsageMeasures.SentWithoutLogin, message.Octets);
                break;
            case TraceEventKind.Sent:
                Add(happened.At, sender ?? recipient, UsageMeasures.Relayed, message.Octets);
                break;
            case TraceEventKind.Failed or TraceEventKind.Expired:
                Add(happened.At, sender ?? recipient, UsageMeasures.Failed, message.Octets);
                break;
            case TraceEventKind.Quarantined:
                Add(happened.At, recipient ?? sender, UsageMeasures.Quarantined, message.Octets);
                break;
            case TraceEventKind.Refused:
                Add(happened.At, recipient ?? sender, UsageMeasures.Refused + StatusOf(happened.Reply));
                break;
            case TraceEventKind.Deferred when happened.Host is null && happened.Next is null:
                Add(happened.At, recipient ?? sender, UsageMeasures.Deferred + StatusOf(happened.Reply));
                break;
        }
    }

    // "550 5.1.1 There is …": a code that somebody made up must not become a counter of its own.
    private static string StatusOf(string? reply) =>
        reply?.Split(' ', 3) is [_, var status, ..] && status.Length <= 8 && status.Count(c => c == '.') == 2 && status.All(c => char.IsAsciiDigit(c) || c == '.') ? status : "other";
}

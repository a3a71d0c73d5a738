using Microsoft.EntityFrameworkCore;
using Oss.Domain.Persistence;
using Oss.Domain.Statistics;

namespace Oss.Domain.Trace;

/// <summary>Writes what the mail platform told, a batch at a time: records, and the counters that follow from them. A batch that was written and not known to be may be written again.</summary>
public sealed class RecordTrace(IDbContextFactory<OssDbContext> contexts)
{
    private static readonly string[] Columns =
    [
        nameof(TraceRecord.Id), nameof(TraceRecord.TenantId), nameof(TraceRecord.Sides), nameof(TraceRecord.Message), nameof(TraceRecord.Sender), nameof(TraceRecord.Recipient),
        nameof(TraceRecord.Target), nameof(TraceRecord.Client), nameof(TraceRecord.ClientName), nameof(TraceRecord.Protocol), nameof(TraceRecord.MessageIdField), nameof(TraceRecord.Octets),
        nameof(TraceRecord.State), nameof(TraceRecord.Reply), nameof(TraceRecord.LastAt), nameof(TraceRecord.Events),
    ];

    /// <summary>Writes a batch.</summary>
    /// <param name="told">What was told, in its order.</param>
    /// <param name="cancellationToken">Ends it; nothing of the batch is written then.</param>
    public async Task ExecuteAsync(IReadOnlyList<TracedMessage> told, CancellationToken cancellationToken)
    {
        if (told.Count == 0)
            return;

        var messages = told.GroupBy(t => t.Id).Select(t => t.Aggregate(Join)).ToList();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var tenants = await TraceTenants.LoadAsync(db, messages, cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        await db.DoNotSyncAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var known = await ContinueAsync(db, [.. messages.Where(m => m.IsContinued)], cancellationToken);
        // What was continued and is not there was lost, or is of another node: it begins here.
        var rows = messages.Where(m => !known.Contains(m.Id)).SelectMany(m => RowsOf(m, tenants)).ToList();
        await db.InsertRowsAsync("TraceRecords", Columns, rows, BulkConflict.Ignore("Id"), cancellationToken);
        await UsageCounters.WriteAsync(db, UsageCounters.Of(messages, tenants), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static TracedMessage Join(TracedMessage first, TracedMessage next) => first with { Events = [.. first.Events, .. next.Events] };

    private static async Task<HashSet<Guid>> ContinueAsync(OssDbContext db, List<TracedMessage> continued, CancellationToken cancellationToken)
    {
        if (continued.Count == 0)
            return [];

        var ids = continued.SelectMany(m => Enumerable.Range(0, MaxSides).Select(side => SideOf(m.Id, side))).ToList();
        var rows = (await db.TraceRecords.AsNoTracking().Where(r => ids.Contains(r.Id)).Select(r => new { r.Id, r.Sides, r.State }).ToListAsync(cancellationToken)).ToDictionary(r => r.Id);
        var known = new HashSet<Guid>();
        foreach (var message in continued)
        {
            foreach (var row in Enumerable.Range(0, MaxSides).Select(side => rows.GetValueOrDefault(SideOf(message.Id, side))).Where(row => row is not null))
            {
                known.Add(message.Id);
                var events = TraceStates.SeenBy(row!.Sides, message.Events);
                if (events.Count == 0)
                    continue;
                var (state, reply, lines, at) = (TraceStates.After(row.State, events) ?? row.State, Cut(TraceStates.ReplyOf(events), TraceRecordConfiguration.ReplyLength), '\n' + TraceEvent.Write(events), events[^1].At);
                await db.TraceRecords.Where(r => r.Id == row.Id && r.Events.Length < TraceRecord.MaxEvents).ExecuteUpdateAsync(
                    r => r.SetProperty(x => x.Events, x => x.Events + lines).SetProperty(x => x.State, state).SetProperty(x => x.LastAt, at).SetProperty(x => x.Reply, x => reply ?? x.Reply), cancellationToken);
            }
        }

        return known;
    }

    private static IEnumerable<object?[]> RowsOf(TracedMessage message, TraceTenants tenants)
    {
        foreach (var ((tenant, sides), side) in tenants.SidesOf(message).Select((s, i) => (s, i)))
        {
            var events = TraceStates.SeenBy(sides, message.Events);
            if (events.Count == 0)
                continue;
            var (isSender, isRecipient) = (sides.HasFlag(TraceSides.Sender), sides.HasFlag(TraceSides.Recipient) || sides.HasFlag(TraceSides.Mailbox));
            yield return
            [
                SideOf(message.Id, side), tenant, (int)sides, message.Message, Address(message.Sender), Address(message.Recipient),
                isRecipient && message.Target is { } target ? Address(target) : null,
                isSender ? message.Client : null, isSender ? Cut(message.ClientName) : null, isSender ? message.Protocol : null, Cut(message.MessageIdField), message.Octets,
                (TraceStates.After(null, events) ?? TraceState.Accepted).ToString(), Cut(TraceStates.ReplyOf(events), TraceRecordConfiguration.ReplyLength), events[^1].At, TraceEvent.Write(events),
            ];
        }
    }

    private const int MaxSides = 3;

    // Rows of one record differ in their last digit; the beginning, which is the time, is the same.
    private static Guid SideOf(Guid record, int side)
    {
        Span<byte> octets = stackalloc byte[16];
        record.TryWriteBytes(octets);
        octets[15] ^= (byte)side;
        return new Guid(octets);
    }

    /// <summary>An address as records have it and searches ask for it.</summary>
    internal static string Address(string address) => Cut(Addresses.EmailAddress.TryParse(address)?.Value ?? address.ToLowerInvariant())!;

    private static string? Cut(string? text, int length = TraceRecord.TextLength) => string.IsNullOrEmpty(text) ? text is null ? null : "" : text.Length > length ? text[..length] : text;
}

using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.Persistence;

// The comparisons run in the database, whose collation is binary; EF translates no overload that says "ordinal".
#pragma warning disable CA1309

namespace Oss.Domain.Trace;

/// <summary>What is looked for; what is absent does not matter.</summary>
public sealed record TraceSearch
{
    /// <summary>The envelope's sender; <c>&lt;&gt;</c> for the null sender.</summary>
    public string? Sender { get; init; }

    /// <summary>The recipient, as given or as where it leads to.</summary>
    public string? Recipient { get; init; }

    /// <summary>What the Message-ID field says, with or without its angle brackets.</summary>
    public string? MessageId { get; init; }

    /// <summary>The client's address.</summary>
    public string? Client { get; init; }

    /// <summary>Where the message is.</summary>
    public TraceState? State { get; init; }

    /// <summary>The first moment, UTC.</summary>
    public DateTime? From { get; init; }

    /// <summary>The moment after the last, UTC.</summary>
    public DateTime? Until { get; init; }

    /// <summary>Of one customer.</summary>
    public string? TenantNumber { get; init; }
}

/// <summary>A message on its way to one recipient, in a line.</summary>
/// <param name="Id">Names the line; the next page begins after it.</param>
/// <param name="Message">Names the message.</param>
/// <param name="At">When it came, UTC.</param>
/// <param name="LastAt">When something happened last, UTC.</param>
/// <param name="Sender">The envelope's sender; empty for the null sender.</param>
/// <param name="Recipient">The recipient as the sender gave it.</param>
/// <param name="Target">Where the recipient leads to, when that is another address.</param>
/// <param name="State">Where the message is.</param>
/// <param name="Reply">The last reply that was given.</param>
/// <param name="Octets">Its size.</param>
/// <param name="Client">The client's address.</param>
/// <param name="MessageId">What the Message-ID field says.</param>
public sealed record TraceRow(
    Guid Id, Guid Message, DateTime At, DateTime LastAt, string Sender, string Recipient, string? Target, TraceState State, string? Reply, long Octets, string? Client, string? MessageId);

/// <summary>Finds messages by sender, recipient, Message-ID, client and time, the newest first. Each page is a range of one index: what is looked for and the time are its two parts.</summary>
public sealed class SearchTrace(IDbContextFactory<OssDbContext> contexts, RecordRead read, TimeProvider time)
{
    /// <summary>How far back is looked when nothing but state or customer is asked for: that reads rows one by one.</summary>
    public static readonly TimeSpan Recent = TimeSpan.FromDays(2);

    /// <summary>A part of what the actor may see.</summary>
    public Task<Slice<TraceRow>> ExecuteAsync(TraceSearch search, Cut cut, Actor actor, CancellationToken cancellationToken) =>
        DatabaseErrors.OrUnavailableAsync(() => FindAsync(search, cut, actor, cancellationToken));

    private async Task<Slice<TraceRow>> FindAsync(TraceSearch search, Cut cut, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var tenant = actor.TenantId;
        if (search.TenantNumber is { Length: > 0 } number)
        {
            var named = await db.Tenants.Where(t => t.Number == number).Select(t => (Guid?)t.Id).FirstOrDefaultAsync(cancellationToken);
            if (named is null || (tenant is not null && tenant != named))
                return new Slice<TraceRow>([], null, null);
            tenant = named;
        }

        await read.ExecuteAsync("trace", Subject(search), tenant, actor, cancellationToken);
        var wanted = cut.ToRead;
        var rows = new List<TraceRecord>();
        foreach (var range in Ranges(db, search))
            rows.AddRange(await Within(range, search, cut, tenant).Take(wanted).ToListAsync(cancellationToken));

        // Guids are compared as the databases compare their text.
        var ordered = rows.DistinctBy(r => r.Id).OrderBy(r => r.Id.ToString(), StringComparer.Ordinal);
        return cut.Slice((cut.Backwards ? ordered : ordered.Reverse()).Take(wanted).Select(RowOf).ToList(), row => row.Id.ToString());
    }

    // A recipient is in one of two columns: two ranges, each of one index, rather than one condition that no index answers.
    private static IEnumerable<IQueryable<TraceRecord>> Ranges(OssDbContext db, TraceSearch search)
    {
        var all = db.TraceRecords.AsNoTracking();
        if (search.Recipient is not { Length: > 0 } text)
            return [all];

        var recipient = RecordTrace.Address(text.Trim());
        return [all.Where(r => r.Recipient == recipient), all.Where(r => r.Target == recipient)];
    }

    private IQueryable<TraceRecord> Within(IQueryable<TraceRecord> rows, TraceSearch search, Cut cut, Guid? tenant)
    {
        var isNarrow = search is { Sender: { Length: > 0 } } or { Recipient: { Length: > 0 } } or { MessageId: { Length: > 0 } } or { Client: { Length: > 0 } };
        // A customer may have half of all rows: whoever names an address must not have them read, so that index is kept from the database then.
        if (tenant is { } own)
            rows = isNarrow ? rows.Where(r => (r.TenantId ?? Guid.Empty) == own) : rows.Where(r => r.TenantId == own);
        if (search.Sender is { Length: > 0 } from)
        {
            var sender = from.Trim() == "<>" ? "" : RecordTrace.Address(from.Trim());
            rows = rows.Where(r => r.Sender == sender);
        }

        if (search.MessageId is { Length: > 0 } id)
        {
            var bare = id.Trim().TrimStart('<').TrimEnd('>');
            var (field, plain) = ($"<{bare}>", bare);
            rows = rows.Where(r => r.MessageIdField == field || r.MessageIdField == plain);
        }

        if (search.Client is { Length: > 0 } address)
        {
            var client = System.Net.IPAddress.TryParse(address.Trim(), out var parsed) ? parsed.ToString() : address.Trim();
            rows = rows.Where(r => r.Client == client);
        }

        if (search.State is { } state)
            rows = rows.Where(r => r.State == state);
        if ((search.From ?? (isNarrow || search.State is null ? null : time.GetUtcNow().UtcDateTime - Recent)) is { } first)
        {
            var bound = TraceIds.From(first);
            rows = rows.Where(r => r.Id.CompareTo(bound) >= 0);
        }

        if (search.Until is { } until)
        {
            var bound = TraceIds.From(until);
            rows = rows.Where(r => r.Id.CompareTo(bound) < 0);
        }

        if (Guid.TryParse(cut.From, out var seen))
            rows = cut.Backwards ? rows.Where(r => r.Id.CompareTo(seen) > 0) : rows.Where(r => r.Id.CompareTo(seen) < 0);
        return cut.Backwards ? rows.OrderBy(r => r.Id) : rows.OrderByDescending(r => r.Id);
    }

    internal static TraceRow RowOf(TraceRecord r) =>
        new(r.Id, r.Message, TraceIds.TimeOf(r.Id), r.LastAt, r.Sender, r.Recipient, r.Target, r.State, r.Reply, r.Octets, r.Client, r.MessageIdField is { Length: > 0 } id ? id : null);

    private static string Subject(TraceSearch search)
    {
        var text = string.Join(' ', new[] { search.Recipient, search.Sender, search.MessageId, search.Client }.Where(part => !string.IsNullOrWhiteSpace(part)));
        return text.Length == 0 ? RecordRead.WholeList : text.Length > TraceRecord.TextLength ? text[..TraceRecord.TextLength] : text;
    }
}

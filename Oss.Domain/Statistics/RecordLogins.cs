using Microsoft.EntityFrameworkCore;
using Oss.Domain.Addresses;
using Oss.Domain.Persistence;
using Oss.Domain.Trace;

namespace Oss.Domain.Statistics;

/// <summary>Logins that were alike, as the mail platform counted them.</summary>
/// <param name="Service"><c>Imap</c>, <c>Pop3</c>, <c>Submission</c>, <c>ManageSieve</c>.</param>
/// <param name="Result">How they ended.</param>
/// <param name="Mechanism">The SASL mechanism.</param>
/// <param name="Client">The client's address; empty when it is not known.</param>
/// <param name="MailboxId">The mailbox that was opened; <see langword="null"/> when none was.</param>
/// <param name="MailboxName">The mailbox that was asked for, as typed.</param>
/// <param name="Master">Who asked in its owner's place; empty for the owner.</param>
/// <param name="Count">How many.</param>
/// <param name="LastAt">When the last, UTC.</param>
public sealed record CountedLogins(string Service, LoginResult Result, string Mechanism, string Client, Guid? MailboxId, string MailboxName, string Master, long Count, DateTime LastAt);

/// <summary>Writes logins: the record of each mailbox, and the counters of each tenant. Names that lead to no mailbox are counted and not kept: they are what people typed, passwords among them.</summary>
public sealed class RecordLogins(IDbContextFactory<OssDbContext> contexts)
{
    private const int AtOnce = 500;
    private const int MasterLength = 128;

    private static readonly string[] Columns =
    [
        nameof(LoginRecord.MailboxId), nameof(LoginRecord.Service), nameof(LoginRecord.Result), nameof(LoginRecord.Client), nameof(LoginRecord.Mechanism), nameof(LoginRecord.Master),
        nameof(LoginRecord.Count), nameof(LoginRecord.FirstAt), nameof(LoginRecord.LastAt),
    ];

    /// <summary>Writes them.</summary>
    public async Task ExecuteAsync(IReadOnlyList<CountedLogins> logins, CancellationToken cancellationToken)
    {
        foreach (var part in logins.Chunk(AtOnce))
            await WriteAsync(part, cancellationToken);
    }

    private async Task WriteAsync(CountedLogins[] logins, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var names = logins.Where(l => l.MailboxId is null).Select(l => EmailAddress.TryParse(l.MailboxName)).OfType<EmailAddress>().Distinct().ToList();
        var values = names.Select(n => n.Value).ToList();
        var mailboxes = values.Count == 0 ? [] : await db.Addresses.Where(a => values.Contains(a.Value) && a.MailboxId != null && (a.Kind == AddressKind.Mailbox || a.Kind == AddressKind.Alias))
            .ToDictionaryAsync(a => a.Value, a => a.MailboxId!.Value, cancellationToken);
        var found = logins.Select(l => (Login: l, Mailbox: l.MailboxId ?? (EmailAddress.TryParse(l.MailboxName) is { } name && mailboxes.TryGetValue(name.Value, out var id) ? id : (Guid?)null))).ToList();
        var tenants = await TraceTenants.LoadAsync(db, [.. found.Select(f => f.Mailbox).OfType<Guid>().Distinct()], [.. names.Where(n => !mailboxes.ContainsKey(n.Value))], cancellationToken);

        var counters = new UsageCounters();
        foreach (var (login, mailbox) in found)
            counters.Add(login.LastAt, tenants.OfMailbox(mailbox) ?? tenants.OfAddress(login.MailboxName), $"{UsageMeasures.Logins}{login.Service.ToLowerInvariant()}.{(login.Result == LoginResult.Accepted ? "ok" : "failed")}", count: login.Count);

        await db.Database.OpenConnectionAsync(cancellationToken);
        await db.DoNotSyncAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var known = found.Where(f => tenants.OfMailbox(f.Mailbox) is not null).GroupBy(f => (Mailbox: f.Mailbox!.Value, f.Login.Service, f.Login.Result, f.Login.Client, f.Login.Mechanism, Master: Cut(f.Login.Master)));
        await db.InsertRowsAsync(
            "LoginRecords", Columns,
            [.. known.OrderBy(k => k.Key.ToString(), StringComparer.Ordinal).Select(k => new object?[]
            {
                k.Key.Mailbox, k.Key.Service, k.Key.Result.ToString(), k.Key.Client, k.Key.Mechanism, k.Key.Master, k.Sum(l => l.Login.Count), k.Min(l => l.Login.LastAt), k.Max(l => l.Login.LastAt),
            })],
            new BulkConflict(Columns[..6], [nameof(LoginRecord.Count)], [nameof(LoginRecord.LastAt)]), cancellationToken);
        await UsageCounters.WriteAsync(db, counters, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await TrimAsync(db, [.. found.Select(f => f.Mailbox).OfType<Guid>().Distinct()], cancellationToken);
    }

    private static async Task TrimAsync(OssDbContext db, List<Guid> mailboxes, CancellationToken cancellationToken)
    {
        foreach (var isAccepted in (bool[])[true, false])
        {
            var full = await db.LoginRecords.Where(l => mailboxes.Contains(l.MailboxId) && l.Result == LoginResult.Accepted == isAccepted).GroupBy(l => l.MailboxId)
                .Where(g => g.Count() > LoginRecord.MaxOfMailbox).Select(g => g.Key).ToListAsync(cancellationToken);
            foreach (var mailbox in full)
            {
                var rows = db.LoginRecords.Where(l => l.MailboxId == mailbox && l.Result == LoginResult.Accepted == isAccepted);
                var last = await rows.OrderByDescending(l => l.LastAt).Skip(LoginRecord.MaxOfMailbox - 1).Select(l => l.LastAt).FirstAsync(cancellationToken);
                await rows.Where(l => l.LastAt < last).ExecuteDeleteAsync(cancellationToken);
            }
        }
    }

    private static string Cut(string master) => master.Length > MasterLength ? master[..MasterLength] : master;
}

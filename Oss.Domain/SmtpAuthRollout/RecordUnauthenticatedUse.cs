using Microsoft.EntityFrameworkCore;
using Oss.Domain.Addresses;
using Oss.Domain.Persistence;

namespace Oss.Domain.SmtpAuthRollout;

/// <summary>Uses that were alike, as the mail platform counted them.</summary>
/// <param name="Account">The mailbox's name.</param>
/// <param name="Client">The client's address.</param>
/// <param name="Count">How many.</param>
/// <param name="LastAt">When the last, UTC.</param>
public sealed record CountedUse(string Account, string Client, long Count, DateTime LastAt);

/// <summary>Writes uses of submission without a login.</summary>
public sealed class RecordUnauthenticatedUse(IDbContextFactory<OssDbContext> contexts)
{
    private static readonly string[] Columns =
        [nameof(UnauthenticatedUse.MailboxId), nameof(UnauthenticatedUse.Client), nameof(UnauthenticatedUse.Count), nameof(UnauthenticatedUse.FirstAt), nameof(UnauthenticatedUse.LastAt)];

    /// <summary>Writes them.</summary>
    public async Task ExecuteAsync(IReadOnlyList<CountedUse> uses, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var part in uses.Chunk(500))
        {
            var names = part.Select(u => EmailAddress.TryParse(u.Account)?.Value).OfType<string>().Distinct().ToList();
            var mailboxes = await db.Addresses.Where(a => names.Contains(a.Value) && a.MailboxId != null).ToDictionaryAsync(a => a.Value, a => a.MailboxId!.Value, cancellationToken);
            await db.InsertRowsAsync(
                "UnauthenticatedUses", Columns,
                [.. part.Where(u => mailboxes.ContainsKey(EmailAddress.TryParse(u.Account)?.Value ?? ""))
                    .GroupBy(u => (Mailbox: mailboxes[EmailAddress.TryParse(u.Account)!.Value], u.Client)).OrderBy(g => g.Key.Mailbox.ToString(), StringComparer.Ordinal).ThenBy(g => g.Key.Client, StringComparer.Ordinal)
                    .Select(g => new object?[] { g.Key.Mailbox, g.Key.Client, g.Sum(u => u.Count), g.Min(u => u.LastAt), g.Max(u => u.LastAt) })],
                new BulkConflict(Columns[..2], [nameof(UnauthenticatedUse.Count)], [nameof(UnauthenticatedUse.LastAt)]), cancellationToken);
        }
    }
}

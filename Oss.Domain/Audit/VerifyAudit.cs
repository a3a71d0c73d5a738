using Microsoft.EntityFrameworkCore;
using Oss.Domain.Persistence;

namespace Oss.Domain.Audit;

/// <summary>What is wrong with the chain.</summary>
/// <param name="Sequence">The entry; the one that is missing.</param>
/// <param name="Kind"><c>changed</c>, <c>removed</c>, <c>truncated</c>, <c>erased</c> without a record of it, or <c>checkpoint</c> that does not agree.</param>
/// <param name="Text">One English sentence.</param>
public sealed record AuditFinding(long Sequence, string Kind, string Text);

/// <summary>The answer to a verification.</summary>
/// <param name="Entries">Entries looked at.</param>
/// <param name="Last">The last number of the chain.</param>
/// <param name="Erased">Entries whose personal data was erased, with a record of it.</param>
/// <param name="Unsealed">Entries that are not sealed yet.</param>
/// <param name="Findings">What is wrong, at most <see cref="VerifyAudit.MaxFindings"/>; empty when nothing is.</param>
public sealed record AuditVerification(long Entries, long Last, long Erased, long Unsealed, IReadOnlyList<AuditFinding> Findings)
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool IsIntact => Findings.Count == 0;
}

/// <summary>Computes the chain anew and compares: finds an entry that was changed, removed or cut off at the end.</summary>
public sealed class VerifyAudit(IDbContextFactory<OssDbContext> contexts)
{
    /// <summary>Findings after which it stops.</summary>
    public const int MaxFindings = 100;

    private const int AtOnce = 2000;

    /// <summary>Verifies the whole chain in constant memory.</summary>
    /// <param name="anchored">Checkpoints kept outside, one a line: whoever rewrote the whole chain and its checkpoints is found by these.</param>
    /// <param name="trustedKeys">Public keys that may sign, base64; empty for any.</param>
    /// <param name="cancellationToken">Ends the verification.</param>
    public async Task<AuditVerification> ExecuteAsync(IEnumerable<string> anchored, IReadOnlyCollection<string> trustedKeys, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // A chain grows at its end: what is sealed meanwhile is not looked at.
        var head = await db.AuditHeads.AsNoTracking().SingleAsync(cancellationToken);
        var findings = new List<AuditFinding>();
        var checkpoints = await CheckpointsAsync(db, anchored, trustedKeys, findings, cancellationToken);
        var (expected, hash, count, erased) = (1L, "", 0L, 0L);
        while (findings.Count < MaxFindings)
        {
            var page = await db.AuditEntries.AsNoTracking().Where(e => e.Sequence >= expected && e.Sequence <= head.Last).OrderBy(e => e.Sequence).Take(AtOnce).ToListAsync(cancellationToken);
            var records = page.Where(e => e.ErasedBy is not null).Select(e => e.ErasedBy!.Value).Distinct().ToList();
            var recorded = records.Count == 0 ? [] : await db.AuditEntries.Where(e => records.Contains(e.Id) && e.Action == EraseAudit.Action).Select(e => e.Id).ToListAsync(cancellationToken);
            foreach (var entry in page)
            {
                if (entry.Sequence > expected)
                {
                    findings.Add(new AuditFinding(expected, "removed", $"The entries {expected} to {entry.Sequence - 1} are missing."));
                    hash = "";
                }

                erased += Look(entry, entry.Sequence > expected ? null : hash, recorded, findings);
                foreach (var checkpoint in checkpoints[entry.Sequence!.Value].Where(checkpoint => checkpoint.Hash != entry.Hash))
                    findings.Add(new AuditFinding(checkpoint.Sequence, "checkpoint", $"The entry {checkpoint.Sequence} is not the one that a checkpoint of {checkpoint.At:u} was signed for."));
                (expected, hash, count) = (entry.Sequence.Value + 1, entry.Hash ?? "", count + 1);
            }

            if (page.Count < AtOnce)
                break;
        }

        var last = Math.Max(head.Last, checkpoints.Select(group => group.Key).DefaultIfEmpty().Max());
        if (expected <= last && findings.Count < MaxFindings)
            findings.Add(new AuditFinding(expected, "truncated", $"The chain ends at {expected - 1} and went on to {last}."));
        else if (head.Last == expected - 1 && head.Hash != hash && findings.Count == 0)
            findings.Add(new AuditFinding(head.Last, "changed", "The last entry is not the one that was sealed last."));
        return new AuditVerification(count, head.Last, erased, await db.AuditEntries.CountAsync(e => e.Sequence == null, cancellationToken), findings);
    }

    /// <returns>1 when what is personal was erased with a record of it.</returns>
    private static int Look(AuditEntry entry, string? before, List<Guid> recorded, List<AuditFinding> findings)
    {
        var number = entry.Sequence!.Value;
        // After a gap the hash before is lost; the entry's own links to it all the same.
        if (before is not null && AuditChain.HashOf(before, entry) != entry.Hash)
            findings.Add(new AuditFinding(number, "changed", $"The entry {number} was changed, or is not the one that was there."));
        else if (entry.Salt is not null && AuditChain.DigestOf(entry) != entry.Digest)
            findings.Add(new AuditFinding(number, "changed", $"What the entry {number} says was changed."));
        else if (entry.Salt is null && !(entry.ErasedBy is { } by && recorded.Contains(by)))
            findings.Add(new AuditFinding(number, "erased", $"What the entry {number} says was erased, and there is no record of who did it."));
        return entry.Salt is null ? 1 : 0;
    }

    private static async Task<ILookup<long, AuditCheckpoint>> CheckpointsAsync(
        OssDbContext db, IEnumerable<string> anchored, IReadOnlyCollection<string> trustedKeys, List<AuditFinding> findings, CancellationToken cancellationToken)
    {
        var all = await db.AuditCheckpoints.AsNoTracking().ToListAsync(cancellationToken);
        foreach (var line in anchored.Where(line => !string.IsNullOrWhiteSpace(line)))
        {
            if (AuditCheckpoint.TryParse(line) is { } checkpoint)
                all.Add(checkpoint);
            else
                findings.Add(new AuditFinding(0, "checkpoint", "A line is no checkpoint."));
        }

        foreach (var forged in all.Where(c => !c.IsSigned() || (trustedKeys.Count > 0 && !trustedKeys.Contains(c.PublicKey))))
            findings.Add(new AuditFinding(forged.Sequence, "checkpoint", $"The checkpoint of {forged.Sequence} is not signed by a key that may sign."));
        return all.ToLookup(c => c.Sequence);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.Domains.Dns;
using Oss.Domain.Persistence;

namespace Oss.Domain.Domains;

/// <summary>Looks at a domain's DNS now: whether its tenant owns it, and which of the recommended records are there. What is found is kept to be shown, and decides on
/// <see cref="MailDomain.Ownership"/>. A name server that fails decides nothing.</summary>
public sealed class CheckDomain(IDbContextFactory<OssDbContext> contexts, DomainResolver resolver, GetDomainRecords domains, IOptions<DomainOptions> options, TimeProvider time)
{
    /// <summary>Looks.</summary>
    /// <exception cref="DomainException">There is no such domain that the actor may change.</exception>
    public async Task<DomainRecords> ExecuteAsync(string name, Actor actor, CancellationToken cancellationToken)
    {
        var checks = await LookAsync(name, actor, cancellationToken);
        await Orders.FindOrder.OnceMoreAsync(async () =>
        {
            await StoreAsync(name, checks, actor, cancellationToken);
            return true;
        });
        return await domains.ExecuteAsync(name, actor, cancellationToken);
    }

    internal static async Task<RecordCheck> LookAsync(DomainResolver resolver, DomainRecord record, CancellationToken cancellationToken)
    {
        var reply = await resolver.AskAsync(record.Name, record.Type, cancellationToken);
        var outcome = reply.Outcome == RecordOutcome.Match && !RecordComparison.Matches(record, reply.Values) ? RecordOutcome.Different : reply.Outcome;
        return new RecordCheck(record, outcome, reply.Values, reply.Resolver);
    }

    private async Task<IReadOnlyList<RecordCheck>> LookAsync(string name, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var domain = await db.FindDomainAsync(name, actor, change: true, cancellationToken);
        var records = RecommendedRecords.Of(domain, domain.DkimKeys, domain.Subscription.Product.RequiresVerifiedDomains, options.Value);
        return await Task.WhenAll(records.Select(record => LookAsync(resolver, record, cancellationToken)));
    }

    private async Task StoreAsync(string name, IReadOnlyList<RecordCheck> checks, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (domain, now) = (await db.FindDomainAsync(name, actor, change: true, cancellationToken), time.GetUtcNow().UtcDateTime);
        if (await db.DomainChecks.FindAsync([domain.Id], cancellationToken) is { } known)
            (known.At, known.Content) = (now, DomainCheck.Write(checks));
        else
            db.DomainChecks.Add(new DomainCheck { DomainId = domain.Id, At = now, Content = DomainCheck.Write(checks) });

        var proof = checks.Single(check => check.Record.Kind == RecordKind.Ownership);
        // Another tenant has got the domain while the name server thought: what was seen is the former one's token.
        if (proof.Record.Value == OwnershipToken.For(domain.Subscription.TenantId, domain.Name) && Next(domain.Ownership, proof.Outcome) is var next && next != domain.Ownership)
        {
            var before = domain.Ownership;
            domain.Ownership = next;
            if (next == DomainOwnership.Verified)
                (domain.VerifiedAt, domain.ClaimedUntil) = (now, null);
            var entry = AuditEntry.By(
                actor, now, "domain.ownership", domain.Name, domain.Subscription.TenantId, $"Domain {domain.Name}: {before} became {next} ({proof.Outcome} from {proof.Resolver}).");
            (entry.Before, entry.After) = ($"{{\"ownership\":\"{before}\"}}", $"{{\"ownership\":\"{next}\"}}");
            db.AuditEntries.Add(entry);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private static DomainOwnership Next(DomainOwnership now, RecordOutcome proof) => proof switch
    {
        RecordOutcome.Match => DomainOwnership.Verified,
        RecordOutcome.Different or RecordOutcome.NoRecord or RecordOutcome.NoName when now == DomainOwnership.Verified => DomainOwnership.Lost,
        _ => now,
    };
}

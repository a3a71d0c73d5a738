using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Persistence;

namespace Oss.Domain.Domains;

/// <summary>A domain with its rules, keys and records, as they were when last looked at.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="TenantId">The tenant's id.</param>
/// <param name="TenantName">The tenant's name.</param>
/// <param name="ProofDemanded">Whether its product serves no domain without proof.</param>
/// <param name="AliasDomains">Domains that are other names of it, the first <see cref="Page.MaxLimit"/>.</param>
/// <param name="CatchAll">Where mail for unknown names goes.</param>
/// <param name="CheckedAt">When its DNS was last looked at, UTC; <see langword="null"/> for never.</param>
/// <param name="Records">The records that it should have; one never looked at has no outcome.</param>
/// <param name="Keys">Its DKIM keys.</param>
/// <param name="MtaStsPolicy">The policy to be served at <c>https://mta-sts.domain/.well-known/mta-sts.txt</c>.</param>
public sealed record DomainRecords(
    DomainView Domain, Guid TenantId, string TenantName, bool ProofDemanded, IReadOnlyList<string> AliasDomains, string? CatchAll, DateTime? CheckedAt,
    IReadOnlyList<DomainRecordView> Records, IReadOnlyList<DkimKeyView> Keys, string MtaStsPolicy);

/// <summary>A record that should be there.</summary>
/// <param name="Record">What should be there.</param>
/// <param name="Outcome">What was; <see langword="null"/> when nobody has looked since it was recommended.</param>
/// <param name="Observed">The records found.</param>
/// <param name="Resolver">Who was asked.</param>
public sealed record DomainRecordView(DomainRecord Record, RecordOutcome? Outcome, IReadOnlyList<string> Observed, string? Resolver);

/// <summary>A DKIM key without its secret.</summary>
/// <param name="Selector">Its name in DNS.</param>
/// <param name="Algorithm">What it is.</param>
/// <param name="State">Where it stands.</param>
/// <param name="PublicKey">The public half, as the record has it.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
/// <param name="RetireAt">When it ends, UTC.</param>
public sealed record DkimKeyView(string Selector, DkimKeyAlgorithm Algorithm, DkimKeyState State, string PublicKey, DateTime CreatedAt, DateTime? RetireAt);

/// <summary>Shows one domain with all that its owner must know.</summary>
public sealed class GetDomainRecords(IDbContextFactory<OssDbContext> contexts, IOptions<DomainOptions> options)
{
    /// <summary>One domain.</summary>
    /// <exception cref="DomainException">There is none that the actor may see.</exception>
    public Task<DomainRecords> ExecuteAsync(string name, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var domain = await db.FindDomainAsync(name, actor, change: false, cancellationToken);
        var check = await db.DomainChecks.AsNoTracking().FirstOrDefaultAsync(c => c.DomainId == domain.Id, cancellationToken);
        var seen = check?.Read() ?? [];
        var demanded = domain.Subscription.Product.RequiresVerifiedDomains;
        var catchAll = $"@{domain.Name}";
        return new DomainRecords(
            DomainView.Of(domain), domain.Subscription.TenantId, domain.Subscription.Tenant.Name, demanded,
            await db.MailDomains.Where(d => d.AliasOfId == domain.Id).OrderBy(d => d.Name).Take(Page.MaxLimit).Select(d => d.Name).ToListAsync(cancellationToken),
            await db.Addresses.Where(a => a.Value == catchAll && a.Kind == AddressKind.CatchAll).Select(a => a.Mailbox!.PrimaryAddress).FirstOrDefaultAsync(cancellationToken),
            check?.At,
            [.. RecommendedRecords.Of(domain, domain.DkimKeys, demanded, options.Value).Select(record => seen.FirstOrDefault(one => one.Record with { Need = record.Need } == record) is { } found
                ? new DomainRecordView(record, found.Outcome, found.Observed, found.Resolver)
                : new DomainRecordView(record, null, [], null))],
            [.. domain.DkimKeys.OrderBy(key => key.State).ThenBy(key => key.Selector, StringComparer.Ordinal)
                .Select(key => new DkimKeyView(key.Selector, key.Algorithm, key.State, key.PublicKey, key.CreatedAt, key.RetireAt))],
            RecommendedRecords.MtaStsPolicy(options.Value));
    });

    /// <summary>The MTA-STS policy of a domain that is served here; <see langword="null"/> for another.</summary>
    public Task<string?> MtaStsPolicyAsync(string name, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        if (DomainName.TryParse(name) is not { } domain)
            return null;

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.MailDomains.AnyAsync(d => d.Name == domain.Value && (d.Ownership != DomainOwnership.Pending || !d.Subscription.Product.RequiresVerifiedDomains), cancellationToken)
            ? RecommendedRecords.MtaStsPolicy(options.Value)
            : null;
    });
}

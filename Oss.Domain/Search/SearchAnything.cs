using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Audit;
using Oss.Domain.Mailboxes;
using Oss.Domain.Persistence;
using Oss.Domain.Tenants;

namespace Oss.Domain.Search;

/// <summary>What can be found.</summary>
public enum HitKind
{
    /// <summary>A customer; the key is its number.</summary>
    Tenant,

    /// <summary>A contract; the key is its number.</summary>
    Subscription,

    /// <summary>A mail domain; the key is its name.</summary>
    Domain,

    /// <summary>A mailbox; the key is its primary address.</summary>
    Mailbox,

    /// <summary>A forward; the key is its address.</summary>
    Forward,

    /// <summary>An order; the key is the platform's id of it.</summary>
    Order,
}

/// <summary>Something found.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Key">By which it is looked up.</param>
/// <param name="Name">What people call it.</param>
/// <param name="TenantNumber">Whose it is.</param>
public sealed record Hit(HitKind Kind, string Key, string? Name, string? TenantNumber);

/// <summary>Finds whatever a caller can mean by one text: names and numbers by their beginning, contracts and orders (by id, or as
/// <c>system/number</c>) exactly.</summary>
public sealed class SearchAnything(IDbContextFactory<OssDbContext> contexts, SearchTenants tenants, SearchMailboxes mailboxes, RecordRead read)
{
    /// <summary>Hits of one kind in one answer.</summary>
    public const int PerKind = 10;

    /// <summary>The first hits of each kind that the actor may see.</summary>
    public Task<IReadOnlyList<Hit>> ExecuteAsync(string text, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync<IReadOnlyList<Hit>>(async () =>
    {
        var given = text.Trim();
        if (given.Length is 0 or > EmailAddress.MaxLength)
            return [];

        await read.ListAsync("search", actor, cancellationToken, given);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var customers = await tenants.PartAsync(given, new Cut(Limit: PerKind), actor, cancellationToken);
        var boxes = await mailboxes.FindAsync(new MailboxFilter(given), new Cut(Limit: PerKind), actor, cancellationToken);
        return
        [
            .. customers.Items.Select(row => new Hit(HitKind.Tenant, row.Number, row.Name, row.Number)),
            .. await ExactAsync(db, given, actor, cancellationToken),
            .. boxes.Items.Select(row => new Hit(HitKind.Mailbox, row.Address, row.DisplayName, row.TenantNumber)),
        ];
    });

    private static async Task<List<Hit>> ExactAsync(OssDbContext db, string text, Actor actor, CancellationToken cancellationToken)
    {
        var domain = DomainName.TryParse(text.TrimStart('@'))?.Value;
        var address = EmailAddress.TryParse(text)?.Value;
        var id = Guid.TryParse(text, out var parsed) ? parsed : (Guid?)null;
        var hits = await db.Subscriptions.Where(s => s.ContractNumber == text && (actor.TenantId == null || s.TenantId == actor.TenantId))
            .Select(s => new Hit(HitKind.Subscription, s.ContractNumber, s.Product.Name, s.Tenant.Number)).ToListAsync(cancellationToken);
        if (domain is not null)
        {
            hits.AddRange(await db.MailDomains.Where(d => d.Name == domain && (actor.TenantId == null || d.Subscription.TenantId == actor.TenantId))
                .Select(d => new Hit(HitKind.Domain, d.Name, null, d.Subscription.Tenant.Number)).ToListAsync(cancellationToken));
        }

        if (address is not null)
        {
            hits.AddRange(await db.Addresses.Where(a => a.Value == address && a.Kind == AddressKind.Forward)
                .Join(db.Subscriptions, a => a.SubscriptionId, s => s.Id, (a, s) => new { a.Value, s.TenantId, s.Tenant.Number })
                .Where(a => actor.TenantId == null || a.TenantId == actor.TenantId)
                .Select(a => new Hit(HitKind.Forward, a.Value, null, a.Number)).ToListAsync(cancellationToken));
        }

        // A CRM's number alone would be looked for in all orders: it is unique, and indexed, together with the system's name only.
        var (system, number) = text.Split('/', 2) is [var before, var behind] ? (before, behind) : ("", "");
        var orders = await db.Orders.Where(o => ((o.ExternalSystem == system && o.ExternalId == number) || o.Id == id) && (actor.TenantId == null || o.TenantId == actor.TenantId))
            .OrderByDescending(o => o.Id).Take(PerKind).Select(o => new { o.Id, o.ExternalSystem, o.ExternalId }).ToListAsync(cancellationToken);
        hits.AddRange(orders.Select(o => new Hit(HitKind.Order, o.Id.ToString(), $"{o.ExternalSystem}/{o.ExternalId}", null)));
        return hits;
    }
}

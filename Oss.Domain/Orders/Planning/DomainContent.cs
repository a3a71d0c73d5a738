using Microsoft.EntityFrameworkCore;
using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.Persistence;

namespace Oss.Domain.Orders.Planning;

/// <summary>All that lies in a domain.</summary>
/// <param name="Addresses">Its addresses with their mailboxes, freed ones among them.</param>
/// <param name="Ended">Mailboxes that have ended and can be restored.</param>
/// <param name="OtherNames">Domains that are another name of it.</param>
internal sealed record DomainContent(IReadOnlyList<Address> Addresses, IReadOnlyList<Mailbox> Ended, IReadOnlyList<MailDomain> OtherNames)
{
    public static async Task<IReadOnlyDictionary<Guid, DomainContent>> LoadAsync(OssDbContext db, IEnumerable<MailDomain> domains, CancellationToken ct)
    {
        var contents = new Dictionary<Guid, DomainContent>();
        foreach (var domain in domains)
            contents[domain.Id] = await LoadAsync(db, domain, ct);
        return contents;
    }

    public static async Task<DomainContent> LoadAsync(OssDbContext db, MailDomain domain, CancellationToken ct)
    {
        var suffix = "@" + domain.Name;
        return new DomainContent(
            await db.Addresses.Include(a => a.Mailbox!.Addresses).AsSplitQuery().Where(a => a.DomainId == domain.Id).ToListAsync(ct),
            await db.Mailboxes.Where(m => m.State == MailboxState.Terminated && m.PrimaryAddress.EndsWith(suffix)).ToListAsync(ct),
            await db.MailDomains.Where(d => d.AliasOfId == domain.Id).ToListAsync(ct));
    }
}

using Microsoft.EntityFrameworkCore;
using Oss.Domain.Addresses;

// The comparisons run in the database, whose collation is binary; EF translates no overload that says "ordinal".
#pragma warning disable CA1309

namespace Oss.Domain.Mailboxes.Finding;

/// <summary>Which indexes have anything of what the caller says: one question to the database instead of one for each.</summary>
internal static class PromisingWays
{
    public static async Task<HashSet<FoundBy>> OfAsync(Saying saying, CancellationToken cancellationToken)
    {
        var db = saying.Db;
        var (address, addressEnd, domain, domainEnd, name, nameEnd, text, textEnd) =
            (saying.Address, saying.AddressEnd, saying.Domain, saying.DomainEnd, saying.Name, saying.NameEnd, saying.Text, saying.TextEnd);
        // The one row of the counter of events is there to hang the questions on.
        var there = await db.EventCounters.Select(_ => new
        {
            Address = db.Addresses.Any(a => a.Kind == AddressKind.Mailbox && string.Compare(a.Search, address) >= 0 && string.Compare(a.Search, addressEnd) < 0),
            FurtherAddress = db.Addresses.Any(a => a.Kind == AddressKind.Alias && string.Compare(a.Search, address) >= 0 && string.Compare(a.Search, addressEnd) < 0),
            Domain = db.MailDomains.Any(d => string.Compare(d.Name, domain) >= 0 && string.Compare(d.Name, domainEnd) < 0),
            Name = db.MailboxNameStarts.Any(n => string.Compare(n.Start, name) >= 0 && string.Compare(n.Start, nameEnd) < 0),
            Contract = db.Subscriptions.Any(s => string.Compare(s.ContractNumber, text) >= 0 && string.Compare(s.ContractNumber, textEnd) < 0),
            TenantNumber = db.Tenants.Any(t => string.Compare(t.Number, text) >= 0 && string.Compare(t.Number, textEnd) < 0),
            TenantName = db.TenantNameStarts.Any(n => string.Compare(n.Start, name) >= 0 && string.Compare(n.Start, nameEnd) < 0),
        }).SingleAsync(cancellationToken);
        return
        [
            .. new[]
            {
                (FoundBy.Address, there.Address), (FoundBy.FurtherAddress, there.FurtherAddress), (FoundBy.Domain, there.Domain), (FoundBy.FurtherDomain, there.Domain), (FoundBy.Name, there.Name),
                (FoundBy.Contract, there.Contract), (FoundBy.TenantNumber, there.TenantNumber), (FoundBy.TenantName, there.TenantName),
            }.Where(way => way.Item2).Select(way => way.Item1),
        ];
    }
}

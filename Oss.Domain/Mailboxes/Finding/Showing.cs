using Microsoft.EntityFrameworkCore;
using Oss.Domain.Addresses;

namespace Oss.Domain.Mailboxes.Finding;

/// <summary>
/// Which candidates are shown. A mailbox is found by several of its addresses, by several words of its name, and by what it belongs to; it is shown where it is found first. That is decided
/// here, over what the candidates' mailboxes have, looked up by their ids. (As conditions of the statement that reads the candidates, the optimiser may begin at any of the tables they
/// name: at all mailboxes there are, to sort them afterwards.)
/// </summary>
internal static class Showing
{
    /// <summary>Those that are shown at the place where they were read, in their order.</summary>
    public static async Task<List<MailboxHit>> OfAsync(Saying saying, IReadOnlyList<MailboxHit> candidates, CancellationToken cancellationToken)
    {
        if (candidates.Count == 0)
            return [];

        var ids = candidates.Select(hit => hit.MailboxId).Distinct().ToList();
        var names = await saying.Visible.Where(m => ids.Contains(m.Id)).Select(m => new { m.Id, m.SearchName }).ToDictionaryAsync(m => m.Id, m => m.SearchName, cancellationToken);
        var addresses = (await saying.Db.Addresses.AsNoTracking().Where(a => a.MailboxId != null && ids.Contains(a.MailboxId.Value))
            .Select(a => new Own(a.MailboxId!.Value, a.Id, a.Value, a.Search, a.Kind, a.SubscriptionId)).ToListAsync(cancellationToken)).ToLookup(a => a.Mailbox);
        return [.. candidates.Where(hit => names.ContainsKey(hit.MailboxId)).Select(Shown).OfType<MailboxHit>()];

        MailboxHit? Shown(MailboxHit hit)
        {
            var own = addresses[hit.MailboxId].Where(a => saying.Contracts?.Contains(a.Subscription) != false).ToList();
            if (Place(saying, hit.MailboxId, names[hit.MailboxId], own) is { } place ? place != hit.Place : hit.Place.By <= FoundBy.Name)
                return null;

            return own.Exists(a => a.Kind == AddressKind.Mailbox && a.Value == hit.Matched) ? hit with { Matched = null } : hit;
        }
    }

    // Where it is found by itself; null when what it belongs to is all that finds it.
    private static HitPlace? Place(Saying saying, Guid mailbox, string? name, List<Own> addresses)
    {
        // At its primary address when that is among them, else at the first of its others.
        if (saying.Looks(FoundBy.Address) && First(addresses.Where(a => a.Kind is (AddressKind.Mailbox or AddressKind.Alias) && a.Search.StartsWith(saying.Address, StringComparison.Ordinal)), a => a.Search) is { } address)
            return new HitPlace(address.Kind == AddressKind.Mailbox ? FoundBy.Address : FoundBy.FurtherAddress, address.Search, address.Id.ToString());

        // The same in the domain of its primary address, else in the first of its others.
        if (saying.Looks(FoundBy.Domain) && addresses.Where(a => a.Domain.StartsWith(saying.Domain, StringComparison.Ordinal)).ToList() is { Count: > 0 } there)
        {
            if (there.Find(a => a.Kind == AddressKind.Mailbox) is { } primary)
                return new HitPlace(FoundBy.Domain, primary.Domain, primary.Value);
            var domain = there.GroupBy(a => a.Domain).MinBy(domain => domain.Key, StringComparer.Ordinal)!;
            return new HitPlace(FoundBy.FurtherDomain, domain.Key, First(domain, a => a.Value)!.Value);
        }

        // At the first of its words that begin so.
        return saying.Looks(FoundBy.Name) && SearchText.StartsOf(name).Where(start => start.StartsWith(saying.Name, StringComparison.Ordinal)).Min(StringComparer.Ordinal) is { } word
            ? new HitPlace(FoundBy.Name, word, mailbox.ToString())
            : null;
    }

    private static Own? First(IEnumerable<Own> addresses, Func<Own, string> key) =>
        addresses.OrderBy(a => a.Kind != AddressKind.Mailbox).ThenBy(key, StringComparer.Ordinal).ThenBy(a => a.Id).FirstOrDefault();

    private sealed record Own(Guid Mailbox, Guid Id, string Value, string Search, AddressKind Kind, Guid Subscription)
    {
        public string Domain => Value[(Value.LastIndexOf('@') + 1)..];
    }
}

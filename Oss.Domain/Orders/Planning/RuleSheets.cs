using Microsoft.EntityFrameworkCore;
using Oss.Domain.Addresses;
using Oss.Domain.Mailboxes;
using Oss.Domain.MailPlatform;
using Oss.Domain.Persistence;
using Oss.Domain.Rules;

namespace Oss.Domain.Orders.Planning;

/// <summary>What the scripts of the mailboxes are whose rules an order changes, or whose mail it sends elsewhere, read back from the platform, and those of the mailboxes that their mail is forwarded to: a circle must
/// be seen before it turns.</summary>
internal sealed class RuleSheets
{
    private readonly Dictionary<Guid, RuleSheet?> _sheets = [];

    /// <summary>Reads them; what is found on the way is added to <paramref name="addresses"/>.</summary>
    public static async Task<RuleSheets> LoadAsync(
        OssDbContext db, IMailPlatform platform, IReadOnlyCollection<OrderItemRequest> items, List<Address> addresses, CancellationToken ct)
    {
        var sheets = new RuleSheets();
        var rules = items.OfType<RulesItemRequest>().ToList();
        var relayed = items.OfType<RelayItemRequest>().Where(r => r is { Action: OrderAction.Provide, EvenIfInUse: false }).Select(r => EmailAddress.TryParse(r.Name)?.Value).OfType<string>().ToList();
        if (rules.Count == 0 && relayed.Count == 0)
            return sheets;

        var named = rules.Select(r => EmailAddress.TryParse(r.Mailbox)!.Value).Concat(relayed).ToHashSet();
        foreach (var mailbox in addresses.Where(a => named.Contains(a.Value) && a.Kind == AddressKind.Mailbox).Select(a => a.Mailbox!).Distinct())
            await sheets.ReadAsync(platform, mailbox, ct);

        await sheets.FollowAsync(db, platform, [.. rules.SelectMany(r => r.Forwarding?.Targets ?? []).Select(t => EmailAddress.TryParse(t)!.Value)], addresses, ct);
        return sheets;
    }

    public RuleSheet? Of(Mailbox mailbox) => mailbox.PendingRules switch
    {
        { Rules: { } rules } => new RuleSheet.FromRules(rules),
        { Script: not null } => null,
        _ => mailbox.Volume is null ? new RuleSheet.None() : _sheets.GetValueOrDefault(mailbox.Id),
    };

    /// <summary>Where a mailbox forwards to, as far as that is known.</summary>
    public IEnumerable<string> TargetsOf(Mailbox mailbox) =>
        Of(mailbox) is RuleSheet.FromRules { Rules.Forwarding.Targets: { } targets } ? targets.Select(t => EmailAddress.TryParse(t)?.Value ?? t) : [];

    private async Task FollowAsync(OssDbContext db, IMailPlatform platform, List<string> level, List<Address> addresses, CancellationToken ct)
    {
        var known = addresses.DistinctBy(a => a.Value).ToDictionary(a => a.Value);
        for (var step = 0; step < RuleLimits.ChainSteps && level.Count > 0 && _sheets.Count < RuleLimits.ChainMailboxes; step++)
        {
            var missing = level.Where(value => !known.ContainsKey(value)).Distinct().ToList();
            var found = missing.Count == 0 ? [] : await db.Addresses.Where(a => missing.Contains(a.Value) && a.Kind != AddressKind.Quarantined).Include(a => a.Mailbox).ToListAsync(ct);
            foreach (var address in found)
                known[address.Value] = address;
            addresses.AddRange(found);

            var next = new List<string>();
            foreach (var address in level.Distinct().Select(known.GetValueOrDefault).OfType<Address>())
            {
                if (address.Mailbox is { } mailbox && !_sheets.ContainsKey(mailbox.Id) && _sheets.Count < RuleLimits.ChainMailboxes)
                    await ReadAsync(platform, mailbox, ct);
                next.AddRange(address.Targets?.Split('\n') ?? (address.Mailbox is { } to ? TargetsOf(to) : []));
            }

            level = next;
        }
    }

    private async Task ReadAsync(IMailPlatform platform, Mailbox mailbox, CancellationToken ct)
    {
        if (_sheets.ContainsKey(mailbox.Id) || mailbox.PendingRules is not null || mailbox is not { State: MailboxState.Active, Volume: not null })
            return;

        try
        {
            _sheets[mailbox.Id] = await platform.ReadRulesAsync(new MailboxReference(mailbox.Id, mailbox.TreeName ?? mailbox.PrimaryAddress, mailbox.Volume), ct);
        }
        catch (MailPlatformUnavailableException)
        {
            _sheets[mailbox.Id] = null;
        }
    }
}

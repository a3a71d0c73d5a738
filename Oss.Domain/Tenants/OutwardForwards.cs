using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Addresses;
using Oss.Domain.Mailboxes;
using Oss.Domain.MailPlatform;
using Oss.Domain.Persistence;
using Oss.Domain.Rules;
using Oss.Domain.Subscriptions;

namespace Oss.Domain.Tenants;

/// <summary>By what mail is passed on.</summary>
public enum ForwardSource
{
    /// <summary>A forward: an address that stands for others.</summary>
    Forward,

    /// <summary>A mailbox's rules.</summary>
    Rules,

    /// <summary>A mailbox's script that somebody wrote by hand.</summary>
    Script,
}

/// <summary>One address whose mail is passed on to addresses outside the platform.</summary>
/// <param name="Address">The forward, or the mailbox.</param>
/// <param name="Source">By what.</param>
/// <param name="Targets">Where to, outside alone. Of a script as it is written there: what has variables in it is known only when it runs.</param>
public sealed record OutwardForward(string Address, ForwardSource Source, IReadOnlyList<string> Targets)
{
    /// <summary>The sentence that says it, without its full stop.</summary>
    public override string ToString() =>
        (Source switch { ForwardSource.Forward => "The forward", ForwardSource.Rules => "The rules of", _ => "The script of" }) + $" '{Address}' {(Source == ForwardSource.Rules ? "pass" : "passes")} mail on to {string.Join(", ", Targets)}";
}

/// <summary>What is passed on to addresses outside the platform.</summary>
/// <param name="Found">Forwards first, then mailboxes by their address.</param>
/// <param name="Next">The last mailbox that was looked at when there are more; <see langword="null"/> when these are all.</param>
public sealed record OutwardForwards(IReadOnlyList<OutwardForward> Found, string? Next)
{
    /// <summary>Mailboxes looked at in one go: each costs a look at the disk, and a caller waits.</summary>
    internal const int AskedAtOnce = 200;

    /// <summary>Looks.</summary>
    /// <param name="db">The database.</param>
    /// <param name="platform">Knows the scripts.</param>
    /// <param name="which">Whose.</param>
    /// <param name="after">The mailbox after which to go on; <see langword="null"/> to begin, with forwards.</param>
    /// <param name="count">Mailboxes to look at.</param>
    /// <param name="ct">Ends the search.</param>
    /// <exception cref="DomainException">A volume is out of reach.</exception>
    internal static async Task<OutwardForwards> FindAsync(OssDbContext db, IMailPlatform platform, Expression<Func<Subscription, bool>> which, string? after, int count, CancellationToken ct)
    {
        var subscriptions = await db.Subscriptions.Where(which).Select(s => s.Id).ToListAsync(ct);
        var forwards = new List<OutwardForward>();
        if (after is null)
        {
            foreach (var forward in await db.Addresses.AsNoTracking().Where(a => subscriptions.Contains(a.SubscriptionId) && a.Kind == AddressKind.Forward).OrderBy(a => a.Value).ToListAsync(ct))
                forwards.Add(new OutwardForward(forward.Value, ForwardSource.Forward, forward.Targets!.Split('\n')));
        }

        // CA1309: the comparison runs in the database, whose collation is binary.
#pragma warning disable CA1309
        var mailboxes = await db.Mailboxes.AsNoTracking()
            .Where(m => subscriptions.Contains(m.SubscriptionId) && m.State == MailboxState.Active && m.Volume != null && (after == null || string.Compare(m.PrimaryAddress, after) > 0))
            .OrderBy(m => m.PrimaryAddress).Take(count + 1).ToListAsync(ct);
#pragma warning restore CA1309
        foreach (var mailbox in mailboxes.Take(count))
        {
            if (await OfAsync(platform, mailbox, ct) is { } found)
                forwards.Add(found);
        }

        return new OutwardForwards(await OutsideAsync(db, forwards, ct), mailboxes.Count > count ? mailboxes[count - 1].PrimaryAddress : null);
    }

    private static async Task<OutwardForward?> OfAsync(IMailPlatform platform, Mailbox mailbox, CancellationToken ct)
    {
        try
        {
            var sheet = mailbox.PendingRules is { Rules: { } waiting }
                ? new RuleSheet.FromRules(waiting)
                : await platform.ReadRulesAsync(new MailboxReference(mailbox.Id, mailbox.TreeName ?? mailbox.PrimaryAddress, mailbox.Volume), ct);
            return sheet switch
            {
                RuleSheet.FromRules { Rules: var rules } => new OutwardForward(
                    mailbox.PrimaryAddress, ForwardSource.Rules,
                    [.. (rules.Forwarding?.Targets ?? []).Concat(rules.Rules.Where(rule => rule.Enabled).SelectMany(rule => rule.Actions).Where(action => action.Kind == RuleActionKind.Forward).Select(action => action.Target!)).Distinct()]),
                RuleSheet.ByHand script => new OutwardForward(mailbox.PrimaryAddress, ForwardSource.Script, script.Redirects),
                _ => null,
            };
        }
        catch (MailPlatformUnavailableException e)
        {
            throw new DomainException(new DomainError.Unavailable("A mailbox's volume is out of reach, so that nobody knows what it passes on."), e);
        }
    }

    private static async Task<IReadOnlyList<OutwardForward>> OutsideAsync(OssDbContext db, List<OutwardForward> forwards, CancellationToken ct)
    {
        var domains = forwards.SelectMany(forward => forward.Targets).Select(DomainOf).Where(name => name.Length > 0).Distinct().ToList();
        var here = domains.Count == 0 ? [] : (await db.MailDomains.Where(d => domains.Contains(d.Name)).Select(d => d.Name).ToListAsync(ct)).ToHashSet();
        return
        [
            .. forwards.Select(forward => forward with { Targets = [.. forward.Targets.Where(target => !here.Contains(DomainOf(target)))] }).Where(forward => forward.Targets.Count > 0),
        ];
    }

    private static string DomainOf(string address) => EmailAddress.TryParse(address)?.Domain.Value ?? "";
}

using Microsoft.EntityFrameworkCore;
using Oss.Domain.Addresses;
using Oss.Domain.Persistence;

namespace Oss.Domain.Trace;

/// <summary>Whose messages are, looked up for a batch at a time.</summary>
internal sealed class TraceTenants
{
    private readonly Dictionary<Guid, Guid> _mailboxes;
    private readonly Dictionary<string, Guid> _addresses;
    private readonly Dictionary<string, Guid> _domains;

    private TraceTenants(Dictionary<Guid, Guid> mailboxes, Dictionary<string, Guid> addresses, Dictionary<string, Guid> domains) =>
        (_mailboxes, _addresses, _domains) = (mailboxes, addresses, domains);

    /// <summary>Looks up what a batch needs.</summary>
    public static async Task<TraceTenants> LoadAsync(OssDbContext db, IReadOnlyCollection<TracedMessage> messages, CancellationToken cancellationToken)
    {
        var ids = messages.SelectMany(m => new[] { m.MailboxId, m.AccountId }).OfType<Guid>().Distinct().ToList();
        // A mailbox that is known by its id needs no look at its address.
        var addresses = messages.Where(m => m.MailboxId is null || m.Target is not null).Select(m => EmailAddress.TryParse(m.Recipient)).OfType<EmailAddress>().Distinct().ToList();
        return await LoadAsync(db, ids, addresses, cancellationToken);
    }

    /// <summary>The same for logins.</summary>
    public static async Task<TraceTenants> LoadAsync(OssDbContext db, List<Guid> mailboxes, List<EmailAddress> addresses, CancellationToken cancellationToken)
    {
        var values = addresses.SelectMany(a => new[] { a.Value, a.WithoutDetail()?.Value }).OfType<string>().Distinct().ToList();
        var domains = addresses.Select(a => a.Domain.Value).Distinct().ToList();
        return new TraceTenants(
            mailboxes.Count == 0 ? [] : await db.Mailboxes.Where(m => mailboxes.Contains(m.Id)).Select(m => new { m.Id, m.Subscription.TenantId }).ToDictionaryAsync(m => m.Id, m => m.TenantId, cancellationToken),
            values.Count == 0 ? [] : await db.Addresses.Where(a => values.Contains(a.Value) && a.Kind != AddressKind.Quarantined)
                .Join(db.Subscriptions, a => a.SubscriptionId, s => s.Id, (a, s) => new { a.Value, s.TenantId }).ToDictionaryAsync(a => a.Value, a => a.TenantId, cancellationToken),
            domains.Count == 0 ? [] : await db.MailDomains.Where(d => domains.Contains(d.Name)).Select(d => new { d.Name, d.Subscription.TenantId }).ToDictionaryAsync(d => d.Name, d => d.TenantId, cancellationToken));
    }

    /// <summary>Whose a mailbox is.</summary>
    public Guid? OfMailbox(Guid? mailbox) => mailbox is { } id && _mailboxes.TryGetValue(id, out var tenant) ? tenant : null;

    /// <summary>Whose an address is: who has it, or the domain that it would be in.</summary>
    public Guid? OfAddress(string address) => EmailAddress.TryParse(address) is not { } parsed ? null
        : _addresses.TryGetValue(parsed.Value, out var tenant) || (parsed.WithoutDetail() is { } plain && _addresses.TryGetValue(plain.Value, out tenant)) || _domains.TryGetValue(parsed.Domain.Value, out tenant) ? tenant
        : null;

    /// <summary>Who sees what of a message: each tenant once, with all its sides.</summary>
    public IReadOnlyList<(Guid? Tenant, TraceSides Sides)> SidesOf(TracedMessage message)
    {
        var mailbox = OfMailbox(message.MailboxId);
        var sender = OfMailbox(message.AccountId);
        var recipient = mailbox is not null && message.Target is null ? mailbox : OfAddress(message.Recipient);
        var sides = new Dictionary<Guid, TraceSides>();
        Add(sender, TraceSides.Sender);
        Add(recipient, TraceSides.Recipient);
        Add(mailbox, TraceSides.Mailbox);
        if (sides.Count == 0)
            return [(null, TraceSides.Sender | TraceSides.Recipient | TraceSides.Mailbox)];

        // What is nobody's side is for those who are left: a mailbox that does not exist, a sender elsewhere, a recipient elsewhere.
        var free = (sender is null ? TraceSides.Sender : TraceSides.None) | (mailbox is null ? TraceSides.Mailbox : TraceSides.None) | (recipient is null ? TraceSides.Recipient : TraceSides.None);
        return [.. sides.Select(s => ((Guid?)s.Key, s.Value | (sides.Count == 1 || s.Key == (recipient ?? mailbox) ? free : TraceSides.None)))];

        void Add(Guid? tenant, TraceSides side)
        {
            if (tenant is { } id)
                sides[id] = sides.GetValueOrDefault(id) | side;
        }
    }
}

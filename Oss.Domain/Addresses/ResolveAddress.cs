using Microsoft.EntityFrameworkCore;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.Packages;
using Oss.Domain.Persistence;
using Oss.Domain.Relaying;

namespace Oss.Domain.Addresses;

/// <summary>What an envelope recipient leads to.</summary>
public abstract record AddressResolution
{
    private AddressResolution()
    {
    }

    /// <summary>A mailbox.</summary>
    public sealed record ToMailbox(
        Guid Id, string CanonicalName, string? Volume, long? QuotaBytes, MailboxState State, ReceivePolicy Receive = ReceivePolicy.Accept) : AddressResolution
    {
        /// <summary>What else the mailbox may.</summary>
        public MailboxAllowance Allowance { get; init; } = MailboxAllowance.None;

        /// <summary>Where its mail goes on to instead of into it.</summary>
        public MailRoute? RelayTo { get; init; }

        /// <summary>The address that the server there knows it by.</summary>
        public string RelayAs { get; init; } = "";
    }

    /// <summary>Another server.</summary>
    /// <param name="Route">Where it is.</param>
    /// <param name="Address">The address it knows: as it was given, but for the domain where that is another name of one.</param>
    /// <param name="Verify">Whether it is to be asked first if there is somebody of that address.</param>
    public sealed record ToServer(MailRoute Route, string Address, bool Verify) : AddressResolution;

    /// <summary>Other addresses.</summary>
    /// <param name="Targets">The addresses.</param>
    /// <param name="OnlyHere">Whether those outside the platform get nothing: its tenant lets no mail out.</param>
    public sealed record ToAddresses(IReadOnlyList<string> Targets, bool OnlyHere = false) : AddressResolution;

    /// <summary>Nothing in a domain that is served here.</summary>
    public sealed record UnknownUser : AddressResolution;

    /// <summary>Nothing: the domain is not served here.</summary>
    public sealed record UnknownDomain : AddressResolution;
}

/// <summary>Answers the mail engine's question for each recipient: the exact address, else the address without its detail
/// (<c>user+detail</c>), else the domain's catch-all, else the server that the domain's mail goes on to; in one look-up of the unique index.</summary>
public sealed class ResolveAddress(IDbContextFactory<OssDbContext> contexts, DirectoryChanges changes, TimeProvider time)
{
    // Domains that are not served here: every message that leaves asks for its recipients', some more than once. No name inside a domain that is served is remembered as unknown, for a mailbox
    // that was just ordered is written to at once.
    private readonly DirectoryMemory<AddressResolution.UnknownDomain> _foreign = new(changes, time);

    // Every recipient asks this, so what the query means is worked out once. The domain's row is there whether or not an address is, so that one round trip tells an unknown
    // user from an unknown domain. A freed address is nobody's. A domain that somebody claims and has not proven to own is not served: mail from here to its owner must go there.
    private readonly Func<OssDbContext, string, string, string, string, IAsyncEnumerable<Row>> _rows = EF.CompileAsyncQuery(
        (OssDbContext db, string domain, string exact, string withoutDetail, string catchAll) => db.MailDomains.AsNoTracking()
            .Where(d => d.Name == domain && (d.Ownership != DomainOwnership.Pending || !d.Subscription.Product.RequiresVerifiedDomains))
            .SelectMany(
                _ => db.Addresses.Where(a => (a.Value == exact || a.Value == withoutDetail || a.Value == catchAll) && a.Kind != AddressKind.Quarantined).DefaultIfEmpty(),
                (d, a) => new Row(
                    d.AliasOf!.Name, d.RelayTo, d.RelayRecipients, a!.Value, a.Targets, a.SubscriptionId,
                    a.Mailbox == null ? null : new AddressResolution.ToMailbox(
                        a.Mailbox.Id, a.Mailbox.TreeName ?? a.Mailbox.PrimaryAddress, a.Mailbox.Volume, a.Mailbox.QuotaBytes, a.Mailbox.State, a.Mailbox.Suspension.Receive)
                        {
                            RelayTo = a.Mailbox.RelayTo, RelayAs = a.Mailbox.RelayAs ?? a.Mailbox.PrimaryAddress,
                        },
                    a.Mailbox == null ? null : a.Mailbox.Subscription.Suspension.Receive, a.Mailbox == null ? null : a.Mailbox.SubscriptionId,
                    a.Mailbox == null ? null : a.Mailbox.Subscription.Product, a.Mailbox == null ? null : a.Mailbox.Subscription.Overrides)));

    /// <summary>Resolves one address.</summary>
    public Task<AddressResolution> ExecuteAsync(string address, CancellationToken cancellationToken) =>
        DatabaseErrors.OrUnavailableAsync(() => ResolveAsync(address, cancellationToken));

    private async Task<AddressResolution> ResolveAsync(string address, CancellationToken cancellationToken)
    {
        if (EmailAddress.TryParse(address) is not { } parsed)
            return new AddressResolution.UnknownDomain();
        if (_foreign.TryRecall(parsed.Domain.Value, out var foreign))
            return foreign;

        var now = _foreign.Now;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await FindAsync(db, parsed, cancellationToken);
        if (rows.Count == 0)
            return _foreign.Remember(parsed.Domain.Value, new AddressResolution.UnknownDomain(), now);
        if (rows is [{ AliasOf: { } original }, ..])
            rows = await FindAsync(db, parsed = EmailAddress.TryParse(address = $"{parsed.LocalPart}@{original}")!, cancellationToken);
        if (rows.Count == 0)
            return new AddressResolution.UnknownDomain();

        return Candidates(parsed).Select(candidate => rows.FirstOrDefault(row => row.Value == candidate)).FirstOrDefault(row => row is not null) switch
        {
            { Mailbox: { } mailbox } row => mailbox with
            {
                Receive = mailbox.Receive > row.Receive ? mailbox.Receive : row.Receive ?? mailbox.Receive,
                Allowance = row is { SubscriptionId: { } contract, Product: { } product, Overrides: { } overrides } ? MailboxAllowance.Of(contract, product, overrides) : MailboxAllowance.None,
            },
            { Targets: { } targets } row => new AddressResolution.ToAddresses(
                targets.Split('\n'), await db.Subscriptions.Where(s => s.Id == row.Owner).Select(s => s.Tenant.ForbidsExternalForwarding).FirstOrDefaultAsync(cancellationToken)),
            // An address that is known to be there needs no asking.
            { RelayTo: { } route } => new AddressResolution.ToServer(route, address, Verify: false),
            null when rows[0] is { RelayTo: { } route, RelayRecipients: not RelayRecipients.Listed and var recipients } => new AddressResolution.ToServer(route, address, recipients == RelayRecipients.Verified),
            _ => new AddressResolution.UnknownUser(),
        };
    }

    // The best match first.
    private static string[] Candidates(EmailAddress address) => [address.Value, address.WithoutDetail()?.Value ?? address.Value, $"@{address.Domain.Value}"];

    private async Task<List<Row>> FindAsync(OssDbContext db, EmailAddress address, CancellationToken cancellationToken)
    {
        var candidates = Candidates(address);
        var rows = new List<Row>();
        await foreach (var row in _rows(db, address.Domain.Value, candidates[0], candidates[1], candidates[2]).WithCancellation(cancellationToken))
            rows.Add(row);
        return rows;
    }

    private sealed record Row(
        string? AliasOf, MailRoute? RelayTo, RelayRecipients RelayRecipients, string? Value, string? Targets, Guid? Owner, AddressResolution.ToMailbox? Mailbox, ReceivePolicy? Receive, Guid? SubscriptionId,
        Product? Product, IReadOnlyDictionary<ProductLimit, long?>? Overrides);
}

using Microsoft.EntityFrameworkCore;
using Oss.Domain.Mailboxes;
using Oss.Domain.Persistence;

namespace Oss.Domain.Addresses;

/// <summary>What an envelope recipient leads to.</summary>
public abstract record AddressResolution
{
    private AddressResolution()
    {
    }

    /// <summary>A mailbox.</summary>
    public sealed record ToMailbox(Guid Id, string CanonicalName, string? Volume, long? QuotaBytes, MailboxState State) : AddressResolution;

    /// <summary>Other addresses.</summary>
    public sealed record ToAddresses(IReadOnlyList<string> Targets) : AddressResolution;

    /// <summary>Nothing in a domain that is served here.</summary>
    public sealed record UnknownUser : AddressResolution;

    /// <summary>Nothing: the domain is not served here.</summary>
    public sealed record UnknownDomain : AddressResolution;
}

/// <summary>Answers the mail engine's question for each recipient: the exact address, else the address without its detail
/// (<c>user+detail</c>), else the domain's catch-all; in one look-up of the unique index.</summary>
public sealed class ResolveAddress(IDbContextFactory<OssDbContext> contexts)
{
    /// <summary>Resolves one address.</summary>
    public Task<AddressResolution> ExecuteAsync(string address, CancellationToken cancellationToken) =>
        DatabaseErrors.OrUnavailableAsync(() => ResolveAsync(address, cancellationToken));

    private async Task<AddressResolution> ResolveAsync(string address, CancellationToken cancellationToken)
    {
        if (EmailAddress.TryParse(address) is not { } parsed)
            return new AddressResolution.UnknownDomain();

        // The best match first. The domain's row is there whether or not an address is, so that one round trip tells an unknown user from an unknown domain.
        string[] candidates = [parsed.Value, parsed.WithoutDetail()?.Value ?? parsed.Value, $"@{parsed.Domain.Value}"];
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.MailDomains.AsNoTracking().Where(d => d.Name == parsed.Domain.Value)
            .SelectMany(_ => db.Addresses.Where(a => candidates.Contains(a.Value)).DefaultIfEmpty(), (_, a) => new
            {
                a!.Value, a.Targets,
                Mailbox = a.Mailbox == null ? null : new AddressResolution.ToMailbox(
                    a.Mailbox.Id, a.Mailbox.PrimaryAddress, a.Mailbox.Volume, a.Mailbox.QuotaBytes, a.Mailbox.State),
            }).ToListAsync(cancellationToken);
        if (rows.Count == 0)
            return new AddressResolution.UnknownDomain();

        return candidates.Select(candidate => rows.FirstOrDefault(row => row.Value == candidate)).FirstOrDefault(row => row is not null) switch
        {
            { Mailbox: { } mailbox } => mailbox,
            { Targets: { } targets } => new AddressResolution.ToAddresses(targets.Split('\n')),
            _ => new AddressResolution.UnknownUser(),
        };
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Oss.Domain.Access;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.Persistence;

namespace Oss.Domain.Addresses;

/// <summary>Whether an address can be had.</summary>
/// <param name="Address">The normalised address; as given when it is none.</param>
/// <param name="Available">True when it can be ordered now.</param>
/// <param name="Code">Why not, from the catalogue of codes.</param>
/// <param name="Reason">The same in a sentence.</param>
/// <param name="Suggestions">Other names in the same domain that can be had.</param>
public sealed record AddressAvailability(string Address, bool Available, string? Code, string? Reason, IReadOnlyList<string> Suggestions);

/// <summary>Says whether an address can be had, why not, and what else; says nothing of whom a taken one belongs to.</summary>
public sealed class CheckAddress(IDbContextFactory<OssDbContext> contexts, IOptions<LifeCycleOptions> lifeCycle, TimeProvider time)
{
    private const int Suggestions = 5;
    private const int Numbers = 30;

    /// <summary>Looks at one address.</summary>
    /// <param name="text">The address wanted.</param>
    /// <param name="personName">First and last name, to suggest names from.</param>
    /// <param name="actor">Who asks: a tenant's own freed address is available to it.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<AddressAvailability> ExecuteAsync(string text, string? personName, Actor actor, CancellationToken cancellationToken) =>
        DatabaseErrors.OrUnavailableAsync(() => LookAsync(text, personName, actor, cancellationToken));

    private async Task<AddressAvailability> LookAsync(string text, string? personName, Actor actor, CancellationToken cancellationToken)
    {
        if (EmailAddress.TryParse(text) is not { } address)
            return new AddressAvailability(text, false, ErrorCodes.InvalidAddress, "This is not an address like name@example.org.", []);

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var domain = await db.MailDomains.AsNoTracking().Where(d => d.Name == address.Domain.Value)
            .Select(d => new { d.Shared, d.MinNameLength, d.AliasOfId, d.Subscription.TenantId, d.Ownership, d.Subscription.Product.RequiresVerifiedDomains }).FirstOrDefaultAsync(cancellationToken);
        if (domain is null || (!domain.Shared && actor.TenantId is not null && actor.TenantId != domain.TenantId))
            return new AddressAvailability(address.Value, false, ErrorCodes.NotFound, $"There is no domain '{address.Domain}'.", []);
        if (domain.AliasOfId is not null)
            return new AddressAvailability(address.Value, false, ErrorCodes.NotApplicable, $"The domain '{address.Domain}' has no addresses of its own.", []);

        if (domain.RequiresVerifiedDomains && domain.Ownership != DomainOwnership.Verified)
            return new AddressAvailability(address.Value, false, ErrorCodes.DomainUnverified, $"The domain '{address.Domain}' is not proven to be its tenant's.", []);

        bool IsReserved(EmailAddress a) => domain.Shared && actor.Role != Role.Operator && ReservedNames.Contains(a.LocalPart, lifeCycle.Value.ReservedNames);
        bool IsShort(EmailAddress a) => actor.Role != Role.Operator && a.LocalPart.Length < domain.MinNameLength;
        var others = Variants(address, personName).Where(a => !IsReserved(a) && !IsShort(a)).ToList();
        var asked = others.Select(a => a.Value).Append(address.Value).ToList();
        var now = time.GetUtcNow().UtcDateTime;
        var owned = await db.Addresses.AsNoTracking().Where(a => asked.Contains(a.Value))
            .Join(db.Subscriptions, a => a.SubscriptionId, s => s.Id, (a, s) => new { a.Value, a.Kind, a.QuarantinedUntil, s.TenantId }).ToListAsync(cancellationToken);
        var taken = owned.Where(a => a.Kind != AddressKind.Quarantined || (a.QuarantinedUntil > now && a.TenantId != actor.TenantId)).ToDictionary(a => a.Value);
        string[] suggestions = [.. others.Select(a => a.Value).Where(value => !taken.ContainsKey(value) && value != address.Value).Take(Suggestions)];

        if (taken.GetValueOrDefault(address.Value) is { } there)
        {
            return there.Kind == AddressKind.Quarantined
                ? new AddressAvailability(address.Value, false, ErrorCodes.AddressQuarantined, $"The address is given away from {there.QuarantinedUntil:u} on.", suggestions)
                : new AddressAvailability(address.Value, false, ErrorCodes.AddressTaken, "The address is taken.", suggestions);
        }

        return IsReserved(address) ? new AddressAvailability(address.Value, false, ErrorCodes.ReservedName, "The name is kept for the provider.", suggestions)
            : IsShort(address) ? new AddressAvailability(address.Value, false, ErrorCodes.NamePolicy, $"A name has {domain.MinNameLength} or more characters here.", suggestions)
            : new AddressAvailability(address.Value, true, null, null, []);
    }

    // Of the person's name first; then the wanted name with a number that looks like nothing.
    private static IEnumerable<EmailAddress> Variants(EmailAddress address, string? personName)
    {
        var words = SearchText.Fold(personName ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string[] ofName = words is [var first, .., var last]
            ? [$"{first}.{last}", $"{first[0]}.{last}", $"{last}.{first}", $"{first}{last}", $"{first}_{last}", $"{first}-{last}"]
            : [];
        return ofName.Concat(Enumerable.Range(2, Numbers).Select(number => $"{address.LocalPart}{number}")).Concat(Enumerable.Range(2, Numbers).Select(number => $"{address.LocalPart}.{number}"))
            .Select(name => EmailAddress.TryParse($"{name}@{address.Domain}")).OfType<EmailAddress>().Distinct();
    }
}

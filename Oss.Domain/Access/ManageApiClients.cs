using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Audit;
using Oss.Domain.Orders;
using Oss.Domain.Passwords;
using Oss.Domain.Persistence;

// The comparisons run in the database, whose collation is binary; EF translates no overload that says "ordinal".
#pragma warning disable CA1309

namespace Oss.Domain.Access;

/// <summary>An API client as those entitled see it.</summary>
/// <param name="Name">Login name.</param>
/// <param name="Role">What it may do.</param>
/// <param name="TenantNumber">The only customer it may touch or see; absent for all.</param>
/// <param name="Scopes">What it is allowed; absent for everything its role may do.</param>
/// <param name="Certificate">SHA-256 of the TLS certificate that it must show, in hexadecimal.</param>
/// <param name="FormerUntil">Until when its former secret is right too, UTC.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
public sealed record ApiClientView(string Name, Role Role, string? TenantNumber, IReadOnlyList<string>? Scopes, string? Certificate, DateTime? FormerUntil, DateTime CreatedAt);

/// <summary>An API client with the secret that is shown once.</summary>
/// <param name="Client">The client.</param>
/// <param name="Secret">Its secret.</param>
public sealed record ApiClientSecret(ApiClientView Client, string Secret)
{
    /// <summary>Never shows the secret.</summary>
    public override string ToString() => $"ApiClientSecret({Client.Name})";
}

/// <summary>Changes of an API client; what is absent stays as it is.</summary>
/// <param name="Scopes">What it is allowed from now on.</param>
/// <param name="Certificate">SHA-256 of the TLS certificate that it must show; empty for none.</param>
public sealed record ApiClientChange(IReadOnlyList<string>? Scopes = null, string? Certificate = null);

/// <summary>Makes, changes and removes API clients: an operator's business, and a tenant admin's for the own tenant. Nobody gives what he has not.</summary>
public sealed class ManageApiClients(IDbContextFactory<OssDbContext> contexts, TimeProvider time)
{
    private static readonly Role[] OfTenants = [Role.TenantAdmin, Role.Auditor];

    /// <summary>Makes a client.</summary>
    /// <exception cref="DomainException">The actor may not, the name is taken, or there is no such customer.</exception>
    public Task<ApiClientSecret> CreateAsync(string name, Role role, string? tenantNumber, IReadOnlyList<string>? scopes, Actor actor, CancellationToken cancellationToken) => FindOrder.OnceMoreAsync(async () =>
    {
        EnsureAllowed(actor);
        Finding[] findings = [.. NameFindings(name), .. ScopeFindings(scopes, actor), .. role == Role.TenantAdmin && tenantNumber is null && actor.TenantId is null ? [new Finding("tenantNumber", ErrorCodes.Required, "A tenant admin belongs to a tenant.")] : Array.Empty<Finding>()];
        if (findings.Length > 0)
            throw new DomainException(new DomainError.Validation(findings));
        if (actor.TenantId is not null && !OfTenants.Contains(role))
            throw new DomainException(new DomainError.Forbidden($"This role may not make clients of the role {role}."));

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var tenant = tenantNumber is null ? null : await db.Tenants.AsNoTracking().FirstOrDefaultAsync(t => t.Number == tenantNumber && (actor.TenantId == null || t.Id == actor.TenantId), cancellationToken)
            ?? throw new DomainException(new DomainError.NotFound("tenant", tenantNumber));
        if (await db.ApiClients.AnyAsync(c => c.Name == name, cancellationToken))
            throw new DomainException(new DomainError.Conflict(ErrorCodes.AlreadyExists, $"There is an API client '{name}' already."));

        var (secret, now) = (NewSecret(), time.GetUtcNow().UtcDateTime);
        var client = new ApiClient
        {
            Name = name, SecretHash = PasswordHash.Create(secret), Role = role, TenantId = tenant?.Id ?? actor.TenantId, Scopes = Joined(scopes, actor), CreatedAt = now,
        };
        db.ApiClients.Add(client);
        db.AuditEntries.Add(AuditEntry.By(actor, now, "api-client.create", name, client.TenantId, $"API client {name}: {role}{(client.Scopes is null ? "" : $" with {client.Scopes}")}."));
        await db.SaveChangesAsync(cancellationToken);
        return new ApiClientSecret(await ViewAsync(db, client, cancellationToken), secret);
    });

    /// <summary>Some of the clients that the actor may see, by name.</summary>
    public Task<Part<ApiClientView>> ListAsync(string? after, int limit, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        EnsureAllowed(actor);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = db.ApiClients.AsNoTracking().Where(c => actor.TenantId == null || c.TenantId == actor.TenantId);
        if (after is not null)
            found = found.Where(c => string.Compare(c.Name, after) > 0);
        var views = new List<ApiClientView>();
        foreach (var client in await found.OrderBy(c => c.Name).Take(Page.Bound(limit) + 1).ToListAsync(cancellationToken))
            views.Add(await ViewAsync(db, client, cancellationToken));
        return Part<ApiClientView>.Of(views, limit, view => view.Name);
    });

    /// <summary>One client.</summary>
    /// <exception cref="DomainException">There is none that the actor may see.</exception>
    public Task<ApiClientView> GetAsync(string name, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ViewAsync(db, await FindAsync(db, name, actor, cancellationToken), cancellationToken);
    });

    /// <summary>Changes what a client is allowed, or which certificate it must show.</summary>
    /// <exception cref="DomainException">There is none that the actor may see, or the actor gives what he has not.</exception>
    public Task<ApiClientView> ChangeAsync(string name, ApiClientChange change, Actor actor, CancellationToken cancellationToken) => FindOrder.OnceMoreAsync(async () =>
    {
        Finding[] findings = [.. ScopeFindings(change.Scopes, actor), .. CertificateFindings(change.Certificate)];
        if (findings.Length > 0)
            throw new DomainException(new DomainError.Validation(findings));

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var client = await FindAsync(db, name, actor, cancellationToken);
        if (change.Scopes is not null)
            client.Scopes = Joined(change.Scopes, actor);
        if (change.Certificate is { } certificate)
            client.Certificate = certificate.Length == 0 ? null : certificate.ToUpperInvariant();
        db.AuditEntries.Add(AuditEntry.By(actor, time.GetUtcNow().UtcDateTime, "api-client.change", name, client.TenantId, $"API client {name}: {client.Scopes ?? "all scopes"}{(client.Certificate is null ? "" : ", with a certificate")}."));
        await db.SaveChangesAsync(cancellationToken);
        return await ViewAsync(db, client, cancellationToken);
    });

    /// <summary>A new secret; the former one is right beside it for <see cref="ApiClient.RotationOverlap"/>, or no longer at all.</summary>
    /// <param name="name">The client.</param>
    /// <param name="atOnce">The former secret is known to the wrong people: it ends now.</param>
    /// <param name="actor">Who rotates.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="DomainException">There is none that the actor may see.</exception>
    public Task<ApiClientSecret> RotateAsync(string name, bool atOnce, Actor actor, CancellationToken cancellationToken) => FindOrder.OnceMoreAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (client, secret, now) = (await FindAsync(db, name, actor, cancellationToken), NewSecret(), time.GetUtcNow().UtcDateTime);
        client.FormerSecretHash = atOnce ? null : client.SecretHash;
        client.FormerUntil = atOnce ? null : now + ApiClient.RotationOverlap;
        client.SecretHash = PasswordHash.Create(secret);
        db.AuditEntries.Add(AuditEntry.By(actor, now, "api-client.rotate", name, client.TenantId, $"API client {name}: new secret{(atOnce ? ", the former one ended" : "")}."));
        await db.SaveChangesAsync(cancellationToken);
        return new ApiClientSecret(await ViewAsync(db, client, cancellationToken), secret);
    });

    /// <summary>Removes a client.</summary>
    /// <exception cref="DomainException">There is none that the actor may see, or it is the actor's own.</exception>
    public Task RemoveAsync(string name, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var client = await FindAsync(db, name, actor, cancellationToken);
        if (actor is { Kind: ActorKind.ApiClient } && actor.Name == name)
            throw new DomainException(new DomainError.Conflict(ErrorCodes.OwnAccount, "A client cannot remove itself."));

        db.ApiClients.Remove(client);
        db.AuditEntries.Add(AuditEntry.By(actor, time.GetUtcNow().UtcDateTime, "api-client.remove", name, client.TenantId, $"API client {name}: remove."));
        await db.SaveChangesAsync(cancellationToken);
    });

    private static void EnsureAllowed(Actor actor)
    {
        if (actor.Role is not (Role.Operator or Role.TenantAdmin))
            throw new DomainException(new DomainError.Forbidden($"The role {actor.Role} does not manage API clients."));
    }

    private static async Task<ApiClient> FindAsync(OssDbContext db, string name, Actor actor, CancellationToken cancellationToken)
    {
        EnsureAllowed(actor);
        return await db.ApiClients.FirstOrDefaultAsync(c => c.Name == name && (actor.TenantId == null || c.TenantId == actor.TenantId), cancellationToken)
            ?? throw new DomainException(new DomainError.NotFound("API client", name));
    }

    private static async Task<ApiClientView> ViewAsync(OssDbContext db, ApiClient client, CancellationToken cancellationToken)
    {
        var tenant = client.TenantId is null ? null : await db.Tenants.Where(t => t.Id == client.TenantId).Select(t => t.Number).FirstOrDefaultAsync(cancellationToken);
        return new ApiClientView(client.Name, client.Role, tenant, client.ScopeList, client.Certificate, client.FormerUntil, client.CreatedAt);
    }

    // Without scopes of its own the client gets what its maker has.
    private static string? Joined(IReadOnlyList<string>? scopes, Actor actor) => (scopes ?? actor.Scopes) is { } given ? string.Join(' ', given.Distinct().Order(StringComparer.Ordinal)) : null;

    private static IEnumerable<Finding> NameFindings(string name) => name.Length is > 0 and <= ApiClient.NameLength && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_')
        ? []
        : [new Finding("name", ErrorCodes.InvalidName, $"1 to {ApiClient.NameLength} letters, digits, dots, hyphens and underscores.")];

    private static IEnumerable<Finding> ScopeFindings(IReadOnlyList<string>? scopes, Actor actor) => (scopes ?? []).Select((scope, index) => (scope, index))
        .Where(one => !ApiScopes.All.Contains(one.scope) || !actor.MayUse(one.scope))
        .Select(one => new Finding($"scopes[{one.index}]", ErrorCodes.NotApplicable, "There is no such scope, or it is not the caller's to give."));

    private static IEnumerable<Finding> CertificateFindings(string? certificate) => certificate is null or "" || (certificate.Length == ApiClient.CertificateLength && certificate.All(char.IsAsciiHexDigit))
        ? []
        : [new Finding("certificate", ErrorCodes.NotApplicable, $"SHA-256 of a certificate has {ApiClient.CertificateLength} hexadecimal digits.")];

    private static string NewSecret() => RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 32);
}

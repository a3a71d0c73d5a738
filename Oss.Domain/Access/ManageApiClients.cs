using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Audit;
using Oss.Domain.Orders;
using Oss.Domain.Passwords;
using Oss.Domain.Persistence;

namespace Oss.Domain.Access;

/// <summary>Makes, changes and removes API clients: an operator's business, and a tenant admin's for the own tenant. Nobody gives what he has not, and nobody gets at a
/// client that may do more than he may himself: its new secret would be his.</summary>
public sealed class ManageApiClients(IDbContextFactory<OssDbContext> contexts, ApiClientMemory remembered, TimeProvider time)
{
    private static readonly Role[] OfTenants = [Role.TenantAdmin, Role.Auditor];

    /// <summary>Roles that a machine may have.</summary>
    public static IReadOnlyList<Role> Roles { get; } = [Role.Crm, Role.Operator, Role.Support, Role.TenantAdmin, Role.Auditor];

    /// <summary>Makes a client.</summary>
    /// <exception cref="DomainException">The actor may not, the name is taken, or there is no such customer.</exception>
    public Task<ApiClientSecret> CreateAsync(ApiClientNew wanted, Actor actor, CancellationToken cancellationToken) => FindOrder.OnceMoreAsync(async () =>
    {
        EnsureAllowed(actor);
        Refuse([.. NameFindings(wanted.Name), .. RoleFindings(wanted, actor), .. ScopeFindings(wanted.Scopes, actor), .. CertificateFindings(wanted.Certificate), .. OpenIdFindings(wanted.OpenIdSubject)]);
        if (actor.TenantId is not null && !OfTenants.Contains(wanted.Role))
            throw new DomainException(new DomainError.Forbidden($"This role may not make clients of the role {wanted.Role}."));
        EnsureMayTie(wanted.OpenIdSubject, actor);

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var tenant = wanted.TenantNumber is not { } number ? null : await db.Tenants.AsNoTracking().FirstOrDefaultAsync(t => t.Number == number && (actor.TenantId == null || t.Id == actor.TenantId), cancellationToken)
            ?? throw new DomainException(new DomainError.NotFound("tenant", number));
        if (await db.ApiClients.AnyAsync(c => c.Name == wanted.Name, cancellationToken))
            throw new DomainException(new DomainError.Conflict(ErrorCodes.AlreadyExists, $"There is an API client '{wanted.Name}' already."));
        await EnsureUntiedAsync(db, wanted.OpenIdSubject, wanted.Name, cancellationToken);

        var (secret, now) = (NewSecret(), time.GetUtcNow().UtcDateTime);
        var client = new ApiClient
        {
            Name = wanted.Name, SecretHash = PasswordHash.Create(secret), Role = wanted.Role, TenantId = tenant?.Id ?? actor.TenantId, Scopes = Joined(wanted.Scopes ?? actor.Scopes), CreatedAt = now,
            Certificate = Given(wanted.Certificate)?.ToUpperInvariant(), OpenIdSubject = Given(wanted.OpenIdSubject),
        };
        db.ApiClients.Add(client);
        Note(db, actor, now, "create", client, $"{wanted.Role}, {Described(client)}");
        await SaveAsync(db, cancellationToken);
        return new ApiClientSecret(await ViewAsync(db, client, cancellationToken), secret);
    });

    /// <summary>A part of the clients that the actor may see, by name.</summary>
    public Task<Slice<ApiClientView>> ListAsync(Cut cut, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        EnsureAllowed(actor);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = db.ApiClients.AsNoTracking().Where(c => actor.TenantId == null || c.TenantId == actor.TenantId);
        var rows = await cut.Of(found, c => c.Name)
            .Select(c => new { Client = c, Number = db.Tenants.Where(t => t.Id == c.TenantId).Select(t => t.Number).FirstOrDefault() }).ToListAsync(cancellationToken);
        return cut.Slice([.. rows.Select(row => View(row.Client, row.Number))], view => view.Name);
    });

    /// <summary>One client.</summary>
    /// <exception cref="DomainException">There is none that the actor may see.</exception>
    public Task<ApiClientView> GetAsync(string name, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ViewAsync(db, await FindAsync(db, name, actor, cancellationToken), cancellationToken);
    });

    /// <summary>Changes what a client is allowed, which certificate it must show, or what the OpenID provider calls it.</summary>
    /// <exception cref="DomainException">There is none that the actor may see, or the actor gives what he has not.</exception>
    public Task<ApiClientView> ChangeAsync(string name, ApiClientChange change, Actor actor, CancellationToken cancellationToken) => FindOrder.OnceMoreAsync(async () =>
    {
        Refuse([.. ScopeFindings(change.Scopes, actor), .. EverythingFindings(change, actor), .. CertificateFindings(change.Certificate), .. OpenIdFindings(change.OpenIdSubject)]);
        EnsureMayTie(change.OpenIdSubject, actor);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var client = await FindBelowAsync(db, name, actor, cancellationToken);
        await EnsureUntiedAsync(db, change.OpenIdSubject, name, cancellationToken);
        if (change.Scopes is not null || change.Everything is true)
            client.Scopes = Joined(change.Scopes);
        if (change.Certificate is not null)
            client.Certificate = Given(change.Certificate)?.ToUpperInvariant();
        if (change.OpenIdSubject is not null)
            client.OpenIdSubject = Given(change.OpenIdSubject);
        Note(db, actor, time.GetUtcNow().UtcDateTime, "change", client, Described(client));
        await SaveAsync(db, cancellationToken);
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
        var (client, secret, now) = (await FindBelowAsync(db, name, actor, cancellationToken), NewSecret(), time.GetUtcNow().UtcDateTime);
        client.FormerSecretHash = atOnce ? null : client.SecretHash;
        client.FormerUntil = atOnce ? null : now + ApiClient.RotationOverlap;
        client.SecretHash = PasswordHash.Create(secret);
        Note(db, actor, now, "rotate", client, $"new secret{(atOnce ? ", the former one ended" : "")}");
        await SaveAsync(db, cancellationToken);
        return new ApiClientSecret(await ViewAsync(db, client, cancellationToken), secret);
    });

    /// <summary>Removes a client: from now on nobody is let in as it, whatever he has.</summary>
    /// <exception cref="DomainException">There is none that the actor may see, or it is the actor's own.</exception>
    public Task RemoveAsync(string name, Actor actor, CancellationToken cancellationToken) => FindOrder.OnceMoreAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var client = await FindBelowAsync(db, name, actor, cancellationToken);
        if (actor is { Kind: ActorKind.ApiClient } && actor.Name == name)
            throw new DomainException(new DomainError.Conflict(ErrorCodes.OwnAccount, "A client cannot remove itself."));

        db.ApiClients.Remove(client);
        Note(db, actor, time.GetUtcNow().UtcDateTime, "remove", client, "removed");
        await SaveAsync(db, cancellationToken);
        return true;
    });

    // A commit without an answer may have been one.
    private async Task SaveAsync(OssDbContext db, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        finally
        {
            remembered.Forget();
        }
    }

    private static void EnsureAllowed(Actor actor)
    {
        if (actor.Role is not (Role.Operator or Role.TenantAdmin))
            throw new DomainException(new DomainError.Forbidden($"The role {actor.Role} does not manage API clients."));
    }

    // Whoever ties a name of the provider's to a client of his gets what that program sends: another tenant's orders, say.
    private static void EnsureMayTie(string? openIdSubject, Actor actor)
    {
        if (openIdSubject is not null && actor is not { Role: Role.Operator, TenantId: null })
            throw new DomainException(new DomainError.Forbidden("Only operators tie clients to the OpenID provider."));
    }

    private static async Task EnsureUntiedAsync(OssDbContext db, string? openIdSubject, string name, CancellationToken cancellationToken)
    {
        if (Given(openIdSubject) is { } tied && await db.ApiClients.AnyAsync(c => c.OpenIdSubject == tied && c.Name != name, cancellationToken))
            throw new DomainException(new DomainError.Conflict(ErrorCodes.AlreadyExists, $"Another API client is '{tied}' at the OpenID provider already."));
    }

    private static async Task<ApiClient> FindAsync(OssDbContext db, string name, Actor actor, CancellationToken cancellationToken)
    {
        EnsureAllowed(actor);
        return await db.ApiClients.FirstOrDefaultAsync(c => c.Name == name && (actor.TenantId == null || c.TenantId == actor.TenantId), cancellationToken)
            ?? throw new DomainException(new DomainError.NotFound("API client", name));
    }

    private static async Task<ApiClient> FindBelowAsync(OssDbContext db, string name, Actor actor, CancellationToken cancellationToken)
    {
        var client = await FindAsync(db, name, actor, cancellationToken);
        var isBelow = (actor.Scopes is null || client.ScopeList?.All(actor.MayUse) is true) && (actor.TenantId is null || OfTenants.Contains(client.Role));
        return isBelow ? client : throw new DomainException(new DomainError.Forbidden($"The API client '{name}' may do what the caller may not."));
    }

    private static async Task<ApiClientView> ViewAsync(OssDbContext db, ApiClient client, CancellationToken cancellationToken) =>
        View(client, client.TenantId is null ? null : await db.Tenants.Where(t => t.Id == client.TenantId).Select(t => t.Number).FirstOrDefaultAsync(cancellationToken));

    private static ApiClientView View(ApiClient client, string? tenant) =>
        new(client.Name, client.Role, tenant, client.ScopeList, client.Certificate, client.OpenIdSubject, client.FormerUntil, client.LastUsedAt, client.CreatedAt);

    private static void Note(OssDbContext db, Actor actor, DateTime now, string action, ApiClient client, string detail) =>
        db.AuditEntries.Add(AuditEntry.By(actor, now, $"api-client.{action}", client.Name, client.TenantId, $"API client {client.Name}: {detail}."));

    private static string Described(ApiClient client) =>
        $"{client.Scopes ?? "all scopes"}{(client.Certificate is null ? "" : ", with a certificate")}{(client.OpenIdSubject is { } tied ? $", at the OpenID provider {tied}" : "")}";

    private static string? Joined(IEnumerable<string>? scopes) => scopes is null ? null : string.Join(' ', scopes.Distinct().Order(StringComparer.Ordinal));

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static void Refuse(Finding[] findings)
    {
        if (findings.Length > 0)
            throw new DomainException(new DomainError.Validation(findings));
    }

    private static IEnumerable<Finding> NameFindings(string name) => name.Length is > 0 and <= ApiClient.NameLength && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_')
        ? []
        : [new Finding("name", ErrorCodes.InvalidName, $"1 to {ApiClient.NameLength} letters, digits, dots, hyphens and underscores.")];

    private static IEnumerable<Finding> RoleFindings(ApiClientNew wanted, Actor actor)
    {
        if (!Roles.Contains(wanted.Role))
            yield return new Finding("role", ErrorCodes.NotApplicable, "No machine has this role.");
        if (wanted is { Role: Role.TenantAdmin, TenantNumber: null } && actor.TenantId is null)
            yield return new Finding("tenantNumber", ErrorCodes.Required, "A tenant admin belongs to a tenant.");
    }

    private static IEnumerable<Finding> ScopeFindings(IReadOnlyList<string>? scopes, Actor actor) => (scopes ?? []).Select((scope, index) => (scope, index))
        .Where(one => !ApiScopes.All.Contains(one.scope) || !actor.MayUse(one.scope))
        .Select(one => new Finding($"scopes[{one.index}]", ErrorCodes.NotApplicable, "There is no such scope, or it is not the caller's to give."));

    private static IEnumerable<Finding> EverythingFindings(ApiClientChange change, Actor actor) => change.Everything is true && (change.Scopes is not null || actor.Scopes is not null)
        ? [new Finding("everything", ErrorCodes.NotApplicable, "It is not the caller's to give, or stands beside scopes.")]
        : [];

    private static IEnumerable<Finding> CertificateFindings(string? certificate) => certificate is null or "" || (certificate.Length == ApiClient.CertificateLength && certificate.All(char.IsAsciiHexDigit))
        ? []
        : [new Finding("certificate", ErrorCodes.NotApplicable, $"SHA-256 of a certificate has {ApiClient.CertificateLength} hexadecimal digits.")];

    private static IEnumerable<Finding> OpenIdFindings(string? openIdSubject) => openIdSubject is null || (openIdSubject.Length <= ApiClient.OpenIdSubjectLength && openIdSubject.All(c => c is > ' ' and < '\x7f'))
        ? []
        : [new Finding("openIdSubject", ErrorCodes.NotApplicable, $"At most {ApiClient.OpenIdSubjectLength} visible characters of ASCII.")];

    private static string NewSecret() => RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 32);
}

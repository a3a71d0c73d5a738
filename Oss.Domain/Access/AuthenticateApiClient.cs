using Microsoft.EntityFrameworkCore;
using Oss.Domain.Passwords;
using Oss.Domain.Persistence;

namespace Oss.Domain.Access;

/// <summary>Checks an API client's name and secret, or finds the one that a provider's token is for. A secret just verified is remembered for a
/// short time (<see cref="VerifiedPasswords"/>), so that a CRM's stream of calls pays for Argon2 once; who the client is, for a second (<see cref="ApiClientMemory"/>).</summary>
public sealed class AuthenticateApiClient(IDbContextFactory<OssDbContext> contexts, ApiClientMemory remembered, TimeProvider time)
{
    private readonly VerifiedPasswords _secrets = new(time);

    /// <summary>The client as an actor, or <see langword="null"/>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="secret">Its secret, or the former one while that is right too.</param>
    /// <param name="certificate">SHA-256 of the TLS certificate that it shows, in hexadecimal; a client that has one on record must show it.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Actor?> ExecuteAsync(string name, string secret, string? certificate, CancellationToken cancellationToken) =>
        DatabaseErrors.OrUnavailableAsync(() => FindAsync(name, secret, certificate, cancellationToken));

    /// <summary>The client that an OpenID provider's access token is for, as an actor, or <see langword="null"/>. That the token is valid is the caller's business.</summary>
    /// <param name="openIdSubject">What the provider calls it.</param>
    /// <param name="certificate">As above.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Actor?> ByOpenIdAsync(string openIdSubject, string? certificate, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        if (openIdSubject.Length is 0 or > ApiClient.OpenIdSubjectLength)
            return null;

        if (remembered.BySubject.TryRecall(openIdSubject, out var known))
            return Shows(known, certificate) ? ActorOf(known) : null;

        var now = remembered.BySubject.Now;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var client = await db.ApiClients.AsNoTracking().FirstOrDefaultAsync(c => c.OpenIdSubject == openIdSubject, cancellationToken);
        return client is not null && Shows(client, certificate) ? await UsedAsync(db, remembered.BySubject.Remember(openIdSubject, client, now), cancellationToken) : null;
    });

    private static Actor ActorOf(ApiClient client) => new(ActorKind.ApiClient, client.Name, client.Role, client.TenantId) { Scopes = client.ScopeList };

    private static bool Shows(ApiClient client, string? certificate) => client.Certificate is null || string.Equals(client.Certificate, certificate, StringComparison.OrdinalIgnoreCase);

    private async Task<Actor?> FindAsync(string name, string secret, string? certificate, CancellationToken cancellationToken)
    {
        if (name.Length <= ApiClient.NameLength && remembered.ByName.TryRecall(name, out var known) && HashesOf(known).Any(hash => _secrets.IsKnown(hash, secret)) && Shows(known, certificate))
            return ActorOf(known);

        var now = remembered.ByName.Now;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var client = name.Length <= ApiClient.NameLength
            ? await db.ApiClients.AsNoTracking().FirstOrDefaultAsync(c => c.Name == name, cancellationToken)
            : null;
        if (client is null)
        {
            PasswordHash.VerifyNobody(secret);
            return null;
        }

        return HashesOf(client).Any(hash => _secrets.Verify(hash, secret)) && Shows(client, certificate) ? await UsedAsync(db, remembered.ByName.Remember(name, client, now), cancellationToken) : null;
    }

    private IEnumerable<string> HashesOf(ApiClient client)
    {
        yield return client.SecretHash;
        if (client is { FormerSecretHash: { } former } && client.FormerUntil > time.GetUtcNow().UtcDateTime)
            yield return former;
    }

    // Past the version: being used is no change of a client that somebody else could be at.
    private async Task<Actor> UsedAsync(OssDbContext db, ApiClient client, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var due = now - ApiClient.LastUsedGrain;
        if (client.LastUsedAt is null || client.LastUsedAt < due)
        {
            try
            {
                await db.ApiClients.Where(c => c.Id == client.Id && (c.LastUsedAt == null || c.LastUsedAt < due)).ExecuteUpdateAsync(c => c.SetProperty(x => x.LastUsedAt, now), cancellationToken);
            }
            catch (Exception e) when (DatabaseErrors.IsLostRace(e))
            {
                // The next call notes it. A table that others write to keeps nobody out.
            }
        }

        return ActorOf(client);
    }
}

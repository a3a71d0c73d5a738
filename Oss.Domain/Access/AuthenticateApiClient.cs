using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Passwords;
using Oss.Domain.Persistence;

namespace Oss.Domain.Access;

/// <summary>Checks an API client's name and secret. A secret just verified is remembered for a minute under a key that lives in
/// this process only, so that a CRM's stream of calls pays for Argon2 once and nothing usable is kept.</summary>
public sealed class AuthenticateApiClient(IDbContextFactory<OssDbContext> contexts, TimeProvider time)
{
    private const int MaxRemembered = 1000;
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _verified = new();

    /// <summary>The client as an actor, or <see langword="null"/>.</summary>
    public Task<Actor?> ExecuteAsync(string name, string secret, CancellationToken cancellationToken) =>
        DatabaseErrors.OrUnavailableAsync(() => FindAsync(name, secret, cancellationToken));

    private async Task<Actor?> FindAsync(string name, string secret, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var client = name.Length <= ApiClient.NameLength
            ? await db.ApiClients.AsNoTracking().FirstOrDefaultAsync(c => c.Name == name, cancellationToken)
            : null;
        if (client is null)
        {
            PasswordHash.VerifyNobody(secret);
            return null;
        }

        return Verify(client, secret) ? new Actor(ActorKind.ApiClient, client.Name, client.Role, client.TenantId) : null;
    }

    // The stored hash is part of the remembered key: a rotated secret is forgotten at once.
    private bool Verify(ApiClient client, string secret)
    {
        var now = time.GetUtcNow();
        var remembered = Convert.ToHexString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{client.SecretHash}\n{secret}")));
        if (_verified.TryGetValue(remembered, out var until) && until > now)
            return true;

        if (!PasswordHash.Verify(client.SecretHash, secret))
            return false;

        if (_verified.Count >= MaxRemembered)
            _verified.Clear();
        _verified[remembered] = now + Remembered;
        return true;
    }
}

using Microsoft.EntityFrameworkCore;
using Oss.Domain.Addresses;
using Oss.Domain.Persistence;

namespace Oss.Domain.Domains;

/// <summary>A key to sign with.</summary>
/// <param name="Domain">The domain signed for.</param>
/// <param name="Selector">Names its record.</param>
/// <param name="Algorithm">What it signs by.</param>
/// <param name="PrivateKey">PKCS#8 as PEM.</param>
public sealed record SigningKey(string Domain, string Selector, DkimKeyAlgorithm Algorithm, string PrivateKey)
{
    /// <summary>Never shows the secret.</summary>
    public override string ToString() => $"SigningKey({Selector}._domainkey.{Domain})";
}

/// <summary>Hands the mail platform the keys that sign a domain's mail now. For the platform alone: no way in from outside leads here.</summary>
public sealed class GetDkimSigningKeys(IDbContextFactory<OssDbContext> contexts, DkimKeyMaker maker, DirectoryChanges changes, TimeProvider time)
{
    private readonly DirectoryMemory<IReadOnlyList<SigningKey>> _known = new(changes, time);

    /// <summary>The keys, at most one of each algorithm; none for a domain that is not here or has none.</summary>
    public Task<IReadOnlyList<SigningKey>> ExecuteAsync(string domain, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync<IReadOnlyList<SigningKey>>(async () =>
    {
        if (DomainName.TryParse(domain) is not { } name)
            return [];
        if (_known.TryRecall(name.Value, out var known))
            return known;

        var now = _known.Now;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var keys = await db.MailDomains.AsNoTracking().Where(d => d.Name == name.Value).SelectMany(d => d.DkimKeys).Where(k => k.State == DkimKeyState.Signing)
            .Select(k => new { k.Selector, k.Algorithm, k.ProtectedPrivateKey }).ToListAsync(cancellationToken);
        return _known.Remember(
            name.Value, [.. keys.OrderBy(k => k.Algorithm).Select(k => new SigningKey(name.Value, k.Selector, k.Algorithm, maker.PrivateKeyOf(k.ProtectedPrivateKey)))], now);
    });
}

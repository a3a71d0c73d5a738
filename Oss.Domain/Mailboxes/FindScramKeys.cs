using Microsoft.EntityFrameworkCore;
using Oss.Domain.Addresses;
using Oss.Domain.Passwords;
using Oss.Domain.Persistence;

namespace Oss.Domain.Mailboxes;

/// <summary>
/// The keys a SCRAM login is checked against. Whoever asks learns a salt and a number of iterations before having proven anything, so a name that is not there has them too, made of the name
/// and a secret of the platform; and the same is asked of the database for every name.
/// </summary>
public sealed class FindScramKeys(IDbContextFactory<OssDbContext> contexts, PlatformSecrets secrets)
{
    private const string Secret = "scram-decoy";

    /// <summary>The mailbox's keys, or invented ones: for an unknown name, and for a password that came as a hash.</summary>
    public Task<ScramKeys> ExecuteAsync(string userName, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(() => FindAsync(userName, cancellationToken));

    private async Task<ScramKeys> FindAsync(string userName, CancellationToken cancellationToken)
    {
        var secret = await secrets.GetAsync(Secret, cancellationToken);
        if (EmailAddress.TryParse(userName) is not { } address)
            return ScramKeys.Invent(userName, secret);

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var original = await db.MailDomains.Where(d => d.Name == address.Domain.Value).Select(d => d.AliasOf!.Name).FirstOrDefaultAsync(cancellationToken);
        var second = original is null ? address.Value : $"{address.LocalPart}@{original}";
        var found = await db.Addresses.Where(a => (a.Value == address.Value || a.Value == second) && (a.Kind == AddressKind.Mailbox || a.Kind == AddressKind.Alias))
            .Select(a => new { a.Value, a.Mailbox!.ScramKeys }).ToListAsync(cancellationToken);
        var stored = (found.FirstOrDefault(a => a.Value == address.Value) ?? found.FirstOrDefault())?.ScramKeys;
        // Both are computed, whichever is given.
        var invented = ScramKeys.Invent(second, secret);
        return ScramKeys.TryParse(stored) ?? invented;
    }
}

using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Orders;
using Oss.Domain.Persistence;

namespace Oss.Domain.Access;

/// <summary>
/// Counts guesses at passwords by what they are for and where they come from, on all nodes together: however many nodes there are, nobody gets more. A guess is charged before it is looked at, by one
/// conditional statement, so that a hundred at once are no more than the limit.
/// </summary>
internal sealed class PasswordGuesses(IDbContextFactory<OssDbContext> contexts, TimeProvider time, int most, TimeSpan window)
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(10);

    private DateTime _sweptAt;

    /// <summary>Charges a guess under each key; false when one has used up its guesses, and then nothing is charged.</summary>
    /// <exception cref="DomainException">The database is out of reach.</exception>
    public Task<bool> TryChargeAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await SweepAsync(cancellationToken);
        var charged = new List<string>();
        foreach (var key in keys.Select(Hash))
        {
            if (await FindOrder.OnceMoreAsync(() => TryChargeAsync(key, cancellationToken)))
            {
                charged.Add(key);
                continue;
            }

            await TakeBackHashedAsync(charged, cancellationToken);
            return false;
        }

        return true;
    });

    /// <summary>The guess was right and does not count.</summary>
    /// <exception cref="DomainException">The database is out of reach.</exception>
    public Task TakeBackAsync(IEnumerable<string> keys, CancellationToken cancellationToken) =>
        DatabaseErrors.OrUnavailableAsync(() => TakeBackHashedAsync([.. keys.Select(Hash)], cancellationToken));

    // The row is there and has room, or is over and begins anew, or is not there yet; whoever loses the race for making it looks again.
    private async Task<bool> TryChargeAsync(string key, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (now, until) = (time.GetUtcNow().UtcDateTime, (time.GetUtcNow() + window).UtcDateTime);
        if (await db.PasswordGuesses.Where(g => g.Key == key && g.Until > now && g.Count < most).ExecuteUpdateAsync(g => g.SetProperty(x => x.Count, x => x.Count + 1), cancellationToken) == 1
            || await db.PasswordGuesses.Where(g => g.Key == key && g.Until <= now).ExecuteUpdateAsync(g => g.SetProperty(x => x.Count, 1).SetProperty(x => x.Until, until), cancellationToken) == 1)
            return true;
        if (await db.PasswordGuesses.AnyAsync(g => g.Key == key, cancellationToken))
            return false;

        db.PasswordGuesses.Add(new PasswordGuess { Key = key, Count = 1, Until = until });
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    private async Task TakeBackHashedAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        foreach (var key in keys)
        {
            await FindOrder.OnceMoreAsync(async () =>
            {
                await using var db = await contexts.CreateDbContextAsync(cancellationToken);
                return await db.PasswordGuesses.Where(g => g.Key == key && g.Count > 0).ExecuteUpdateAsync(g => g.SetProperty(x => x.Count, x => x.Count - 1), cancellationToken);
            });
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (now - _sweptAt < SweepEvery)
            return;

        _sweptAt = now;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.PasswordGuesses.Where(g => g.Until <= now).ExecuteDeleteAsync(cancellationToken);
    }

    // Names nobody: who tried to sign in from where is the audit's to say.
    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}

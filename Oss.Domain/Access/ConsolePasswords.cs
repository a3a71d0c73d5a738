using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Audit;
using Oss.Domain.Persistence;

namespace Oss.Domain.Access;

/// <summary>
/// Checks a console user's password. Each attempt is charged before it is looked at, by one conditional update, so that a hundred guesses at once
/// are still no more than <see cref="Attempts"/>; the attempt that uses them up closes the account at once, and only the right password takes
/// the charge back. Whatever the name, the same is asked of the database and one hash is done: the clock must not tell which names exist.
/// </summary>
public sealed class ConsolePasswords(OssDbContext db, ILookupNormalizer names, IPasswordHasher<ConsoleUser> hasher, TimeProvider time)
{
    /// <summary>Wrong passwords before an account is closed for <see cref="LockedFor"/>.</summary>
    public const int Attempts = 5;

    /// <summary>Characters of a password; more is only a way to keep the processor busy.</summary>
    public const int MaxLength = 256;

    /// <summary>Characters of a password.</summary>
    public const int MinLength = 12;

    /// <summary>How long an account stays closed after too many wrong passwords.</summary>
    public static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(15);

    private const int LostRaces = 50;

    private static readonly ConsoleUser Nobody = new() { UserName = "nobody" };
    private static readonly Lazy<string> NobodysHash = new(() => new PasswordHasher<ConsoleUser>().HashPassword(Nobody, Guid.NewGuid().ToString()));

    /// <summary>The user, or <see langword="null"/>: unknown, closed, or not the password.</summary>
    public async Task<ConsoleUser?> VerifyAsync(string name, string password, CancellationToken cancellationToken)
    {
        var normalized = name.Length <= ConsoleUser.NameLength && password.Length <= MaxLength ? names.NormalizeName(name) : "";
        var charged = await RepeatedAsync(() => ChargeAsync(normalized, cancellationToken)) == 1;
        var usedUp = await RepeatedAsync(() => CloseAsync(normalized, cancellationToken)) == 1;
        var user = await db.Users.AsNoTracking().FirstOrDefaultAsync(u => charged && u.NormalizedUserName == normalized, cancellationToken);
        var right = hasher.VerifyHashedPassword(user ?? Nobody, user?.PasswordHash ?? NobodysHash.Value, password.Length <= MaxLength ? password : "") != PasswordVerificationResult.Failed;
        if (user is null)
            return null;

        if (right)
            await RepeatedAsync(() => TakeBackAsync(user.Id, cancellationToken));
        else if (usedUp)
            await NoteLockOutAsync(user, cancellationToken);

        return right ? user : null;
    }

    /// <summary>What is wrong with a new password; <see langword="null"/> for nothing.</summary>
    public Finding? Weakness(ConsoleUser user, string password) =>
        password.Length is < MinLength or > MaxLength || password.Contains(user.UserName!, StringComparison.OrdinalIgnoreCase) || password.Distinct().Count() < MinLength / 2
            || hasher.VerifyHashedPassword(user, user.PasswordHash!, password) != PasswordVerificationResult.Failed
            ? new Finding("newPassword", ErrorCodes.WeakPassword, $"A new password has {MinLength} to {MaxLength} characters, no name of the account in it, more than a few different characters, and is not the old one.")
            : null;

    /// <summary>Sets a password and ends every session; the caller saves.</summary>
    public void Set(ConsoleUser user, string password, bool generated)
    {
        user.PasswordHash = hasher.HashPassword(user, password);
        user.SecurityStamp = Guid.NewGuid().ToString("N");
        user.ConcurrencyStamp = Guid.NewGuid().ToString();
        user.MustChangePassword = generated;
    }

    private Task<int> ChargeAsync(string normalized, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return db.Users.Where(u => u.NormalizedUserName == normalized && (u.LockoutEnd == null || u.LockoutEnd <= now) && u.AccessFailedCount < Attempts)
            .ExecuteUpdateAsync(u => u.SetProperty(x => x.AccessFailedCount, x => x.AccessFailedCount + 1), cancellationToken);
    }

    // A statement of its own, for MariaDB evaluates assignments one after the other; done at every attempt, so that one which died in between is made up for.
    private Task<int> CloseAsync(string normalized, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + LockedFor;
        return db.Users.Where(u => u.NormalizedUserName == normalized && u.AccessFailedCount >= Attempts)
            .ExecuteUpdateAsync(u => u.SetProperty(x => x.AccessFailedCount, 0).SetProperty(x => x.LockoutEnd, until), cancellationToken);
    }

    // An operator's lock that came in between stays.
    private Task<int> TakeBackAsync(Guid id, CancellationToken cancellationToken) => db.Users.Where(u => u.Id == id && (u.LockoutEnd == null || u.LockoutEnd < ConsoleUser.UntilUnlocked))
        .ExecuteUpdateAsync(u => u.SetProperty(x => x.AccessFailedCount, 0).SetProperty(x => x.LockoutEnd, (DateTimeOffset?)null), cancellationToken);

    // A row that many change at once answers some of them with "changed since last read" or a deadlock.
    private static async Task<int> RepeatedAsync(Func<Task<int>> update)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await update();
            }
            catch (Exception e) when (DatabaseErrors.IsLostRace(e) && attempt < LostRaces)
            {
            }
        }
    }

    private async Task NoteLockOutAsync(ConsoleUser user, CancellationToken cancellationToken)
    {
        db.AuditEntries.Add(AuditEntry.By(
            Actor.System, time.GetUtcNow().UtcDateTime, "console-user.lock-out", user.UserName!, user.TenantId,
            $"{Attempts} wrong passwords: closed for {LockedFor.TotalMinutes:0} minutes."));
        await db.SaveChangesAsync(cancellationToken);
    }
}

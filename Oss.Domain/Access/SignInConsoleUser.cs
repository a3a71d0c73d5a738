using Microsoft.EntityFrameworkCore;
using Oss.Domain.Audit;
using Oss.Domain.Persistence;

namespace Oss.Domain.Access;

/// <summary>Lets a person in by name and password.</summary>
public sealed class SignInConsoleUser(OssDbContext db, ConsolePasswords passwords, TimeProvider time)
{
    /// <summary>A refusal takes no less than this, whatever made it: an account that exists has its wrong password noted on disk, another has not.</summary>
    public static readonly TimeSpan RefusalTime = TimeSpan.FromMilliseconds(500);

    /// <summary>The person, or <see langword="null"/> for an unknown name, a closed account or a wrong password: which of them, the caller never learns.</summary>
    /// <exception cref="DomainException">The database is out of reach.</exception>
    public async Task<ConsoleUser?> ExecuteAsync(string name, string password, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var user = await DatabaseErrors.OrUnavailableAsync(() => SignInAsync(name, password, cancellationToken));
        if (user is null && RefusalTime - time.GetElapsedTime(started) is { Ticks: > 0 } rest)
            await Task.Delay(rest, time, cancellationToken);

        return user;
    }

    private async Task<ConsoleUser?> SignInAsync(string name, string password, CancellationToken cancellationToken)
    {
        if (await passwords.VerifyAsync(name, password, cancellationToken) is not { } user)
            return null;

        var now = time.GetUtcNow().UtcDateTime;
        db.AuditEntries.Add(AuditEntry.By(user.ToActor(), now, "console-user.sign-in", user.UserName!, user.TenantId, "Signed in to the console."));
        await db.SaveChangesAsync(cancellationToken);
        await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(u => u.SetProperty(x => x.LastSignInAt, now), cancellationToken);
        return user;
    }
}

using Microsoft.EntityFrameworkCore;
using Oss.Domain.Audit;
using Oss.Domain.Persistence;

namespace Oss.Domain.Access;

/// <summary>A person at the console changes the own password. Every session of the account ends; the caller begins a new one with the stamp returned.</summary>
public sealed class ChangeOwnPassword(OssDbContext db, ConsolePasswords passwords, TimeProvider time)
{
    /// <summary>Changes it. A wrong current password counts like one at the door: an unattended screen is no place to guess.</summary>
    /// <exception cref="DomainException">The current password is wrong, or the new one too weak.</exception>
    public Task<ConsoleUser> ExecuteAsync(string name, string currentPassword, string newPassword, CancellationToken cancellationToken) =>
        DatabaseErrors.OrUnavailableAsync(() => ChangeAsync(name, currentPassword, newPassword, cancellationToken));

    private async Task<ConsoleUser> ChangeAsync(string name, string currentPassword, string newPassword, CancellationToken cancellationToken)
    {
        var known = await passwords.VerifyAsync(name, currentPassword, cancellationToken)
            ?? throw new DomainException(new DomainError.Validation([new Finding("currentPassword", ErrorCodes.WrongPassword, "This is not the current password.")]));
        if (passwords.Weakness(known, newPassword) is { } weakness)
            throw new DomainException(new DomainError.Validation([weakness]));

        var user = await db.Users.SingleAsync(u => u.Id == known.Id, cancellationToken);
        passwords.Set(user, newPassword, generated: false);
        db.AuditEntries.Add(AuditEntry.By(user.ToActor(), time.GetUtcNow().UtcDateTime, "console-user.change-password", user.UserName!, user.TenantId, "Changed the own password; other sessions ended."));
        await db.SaveChangesAsync(cancellationToken);
        return user;
    }
}

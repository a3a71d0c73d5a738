using Oss.Domain.Passwords;
using Oss.Domain.Persistence;

namespace Oss.Domain.Access;

/// <summary>Gives somebody who forgot it a new generated password, which the next sign-in replaces. The account's sessions end.</summary>
public sealed class ResetConsolePassword(ConsoleUserAdministration administration, ConsolePasswords passwords)
{
    /// <summary>Resets it; opens an account that wrong passwords closed, and not one that an operator closed.</summary>
    /// <exception cref="DomainException">Not an operator, or the own account, whose password is changed with the current one.</exception>
    public Task<OneTimePassword> ExecuteAsync(Guid id, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        ConsoleUserAdministration.Authorize(actor);
        var user = await administration.FindAsync(id, cancellationToken);
        if (user.UserName == actor.Name)
            throw new DomainException(new DomainError.Conflict(ErrorCodes.OwnAccount, "The own password is changed with the current one."));

        var password = GeneratedPassword.Create();
        passwords.Set(user, password, generated: true);
        user.AccessFailedCount = 0;
        if (user.LockoutEnd != ConsoleUser.UntilUnlocked)
            user.LockoutEnd = null;
        administration.Note(actor, "reset-password", user, $"Console user {user.UserName}: new generated password; sessions ended.");
        await administration.SaveAsync(user, cancellationToken);
        return new OneTimePassword(user.Id, user.UserName!, password);
    });
}

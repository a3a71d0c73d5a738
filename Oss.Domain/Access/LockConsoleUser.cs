using Oss.Domain.Persistence;

namespace Oss.Domain.Access;

/// <summary>Closes an account, whose sessions end with the next request, and opens it again.</summary>
public sealed class LockConsoleUser(ConsoleUserAdministration administration)
{
    /// <summary>Closes it until it is opened.</summary>
    /// <exception cref="DomainException">Not an operator, or the own account.</exception>
    public Task LockAsync(Guid id, Actor actor, CancellationToken cancellationToken) => SetAsync(id, ConsoleUser.UntilUnlocked, "lock", actor, cancellationToken);

    /// <summary>Opens it, also one that wrong passwords closed.</summary>
    /// <exception cref="DomainException">Not an operator.</exception>
    public Task UnlockAsync(Guid id, Actor actor, CancellationToken cancellationToken) => SetAsync(id, null, "unlock", actor, cancellationToken);

    private Task SetAsync(Guid id, DateTimeOffset? until, string action, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        ConsoleUserAdministration.Authorize(actor);
        var user = await administration.FindAsync(id, cancellationToken);
        if (user.UserName == actor.Name && until is not null)
            throw new DomainException(new DomainError.Conflict(ErrorCodes.OwnAccount, "Nobody locks the own account: the last operator could not come back."));

        (user.LockoutEnd, user.AccessFailedCount) = (until, 0);
        administration.Note(actor, action, user, $"Console user {user.UserName}: {action}ed.");
        await administration.SaveAsync(user, cancellationToken);
    });
}

using Oss.Domain.Persistence;

namespace Oss.Domain.Access;

/// <summary>Gives a console user another role or tenant. Counts from the person's next click.</summary>
public sealed class ChangeConsoleUser(ConsoleUserAdministration administration)
{
    /// <summary>Changes both; an absent tenant means all tenants.</summary>
    /// <exception cref="DomainException">Not an operator, the own account, a tenant that is missing or too much.</exception>
    public Task ExecuteAsync(Guid id, Role role, string? tenantNumber, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        ConsoleUserAdministration.Authorize(actor);
        var user = await administration.FindAsync(id, cancellationToken);
        if (user.UserName == actor.Name && role != Role.Operator)
            throw new DomainException(new DomainError.Conflict(ErrorCodes.OwnAccount, "Nobody takes the operator's role from the own account: the last operator could not come back."));

        (user.TenantId, user.Role) = (await administration.TenantForAsync(role, tenantNumber, cancellationToken), role);
        administration.Note(actor, "change", user, $"Console user {user.UserName}: {role}{(user.TenantId is null ? "" : $" of tenant {tenantNumber!.Trim()}")}.");
        await administration.SaveAsync(user, cancellationToken);
    });
}

using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Passwords;
using Oss.Domain.Persistence;

namespace Oss.Domain.Access;

/// <summary>A password that exists in clear text only here, to be shown once.</summary>
public sealed record OneTimePassword(Guid UserId, string Name, string Password)
{
    /// <summary>Never shows the secret.</summary>
    public override string ToString() => $"OneTimePassword({Name})";
}

/// <summary>Gives a person access to the console, with a generated password that the first sign-in replaces.</summary>
public sealed class CreateConsoleUser(ConsoleUserAdministration administration, ConsolePasswords passwords, ILookupNormalizer names)
{
    /// <summary>Creates the account.</summary>
    /// <exception cref="DomainException">Not an operator, a name that is taken or impossible, a tenant that is missing or too much.</exception>
    public Task<OneTimePassword> ExecuteAsync(string name, Role role, string? tenantNumber, Actor actor, CancellationToken cancellationToken) =>
        DatabaseErrors.OrUnavailableAsync(() => CreateAsync(name.Trim(), role, tenantNumber, actor, cancellationToken));

    private async Task<OneTimePassword> CreateAsync(string name, Role role, string? tenantNumber, Actor actor, CancellationToken cancellationToken)
    {
        ConsoleUserAdministration.Authorize(actor);
        if (!ConsoleUserAdministration.Name().IsMatch(name))
            throw ConsoleUserAdministration.Invalid("name", ErrorCodes.InvalidName, $"A name has 2 to {ConsoleUser.NameLength} letters without accents, digits, dots, hyphens, underscores, plus or at signs.");

        var user = new ConsoleUser
        {
            Id = Guid.CreateVersion7(), UserName = name, NormalizedUserName = names.NormalizeName(name), LockoutEnabled = true, CreatedAt = administration.Now,
            Role = role, TenantId = await administration.TenantForAsync(role, tenantNumber, cancellationToken),
        };
        if (await administration.Db.Users.AnyAsync(u => u.NormalizedUserName == user.NormalizedUserName, cancellationToken))
            throw Taken(name, null);

        var password = GeneratedPassword.Create();
        passwords.Set(user, password, generated: true);
        administration.Db.Users.Add(user);
        administration.Note(actor, "create", user, $"Console user {name}: created as {role}.");
        try
        {
            await administration.SaveAsync(user, cancellationToken);
        }
        catch (Exception e) when (DatabaseErrors.IsLostRace(e))
        {
            throw Taken(name, e);
        }

        return new OneTimePassword(user.Id, name, password);
    }

    private static DomainException Taken(string name, Exception? cause) =>
        new(new DomainError.Conflict(ErrorCodes.AlreadyExists, $"There is a console user '{name}' already."), cause);
}

using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Persistence;

namespace Oss.Domain.Access;

/// <summary>Who acts by commands on a node's machine. Whoever can read the node's settings there needs no password for the database behind them; what counts is that the
/// audit names a person, and that a name given is an operator's.</summary>
public sealed class CommandLineOperator(OssDbContext db, ILookupNormalizer names, TimeProvider time)
{
    private const string BeforeSudo = "SUDO_USER";

    /// <summary>The operator of that name; without one, the user of the machine, which also mends a platform whose operators are all locked out.</summary>
    /// <exception cref="DomainException">There is no such operator, or the account is locked.</exception>
    public async Task<Actor> ExecuteAsync(string? name, CancellationToken cancellationToken)
    {
        var user = Environment.GetEnvironmentVariable(BeforeSudo) is { Length: > 0 } before ? before : Environment.UserName;
        var source = $"{user}@{Environment.MachineName}";
        if (name is null)
            return new Actor(ActorKind.CommandLine, user, Role.Operator, null) { Source = source };

        var normalized = name.Length <= ConsoleUser.NameLength ? names.NormalizeName(name) : "";
        var known = await DatabaseErrors.OrUnavailableAsync(() => db.Users.AsNoTracking().FirstOrDefaultAsync(u => u.NormalizedUserName == normalized, cancellationToken));
        return known is { Role: Role.Operator } && !known.IsLocked(time.GetUtcNow().UtcDateTime)
            ? new Actor(ActorKind.CommandLine, known.UserName!, Role.Operator, null) { Source = source }
            : throw new DomainException(new DomainError.Forbidden($"'{name}' is no operator of the console, or is locked."));
    }
}

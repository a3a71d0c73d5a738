using Microsoft.AspNetCore.Identity;

namespace Oss.Domain.Access;

/// <summary>A person who may sign in to the console. Never deleted, only locked: the audit speaks of it.</summary>
public sealed class ConsoleUser : IdentityUser<Guid>
{
    /// <summary>Characters of a name.</summary>
    public const int NameLength = 64;

    /// <summary>The end of a lock that only an operator lifts. Not the greatest value there is, which MariaDB would round up beyond its range.</summary>
    internal static readonly DateTimeOffset UntilUnlocked = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What the person may do.</summary>
    public Role Role { get; set; } = Role.Auditor;

    /// <summary>The only tenant the person may see; <see langword="null"/> for all.</summary>
    public Guid? TenantId { get; set; }

    /// <summary>True while the password is one that somebody else generated: two people know it, so the console offers nothing but changing it.</summary>
    public bool MustChangePassword { get; set; }

    /// <summary>UTC.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>UTC; <see langword="null"/> for never.</summary>
    public DateTime? LastSignInAt { get; set; }

    /// <summary>Whether the account is closed, by an operator or for a while after wrong passwords.</summary>
    public bool IsLocked(DateTime now) => LockoutEnd > new DateTimeOffset(now, TimeSpan.Zero);

    /// <summary>The person as an actor.</summary>
    public Actor ToActor() => new(ActorKind.ConsoleUser, UserName!, Role, TenantId);
}

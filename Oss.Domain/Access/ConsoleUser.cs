using Microsoft.AspNetCore.Identity;

namespace Oss.Domain.Access;

/// <summary>A person who may sign in to the console.</summary>
public sealed class ConsoleUser : IdentityUser<Guid>
{
    /// <summary>What the person may do.</summary>
    public Role Role { get; set; } = Role.Auditor;

    /// <summary>The only tenant the person may see; <see langword="null"/> for all.</summary>
    public Guid? TenantId { get; set; }

    /// <summary>The person as an actor.</summary>
    public Actor ToActor() => new(ActorKind.ConsoleUser, UserName!, Role, TenantId);
}

namespace Oss.Domain.Access;

/// <summary>A machine that may call the API.</summary>
public sealed class ApiClient
{
    /// <summary>Characters of a name.</summary>
    public const int NameLength = 64;

    /// <summary>Immutable id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Login name; unique.</summary>
    public required string Name { get; init; }

    /// <summary>The secret in <c>{SCHEME}hash</c> form.</summary>
    public required string SecretHash { get; set; }

    /// <summary>What it may do.</summary>
    public required Role Role { get; set; }

    /// <summary>The only tenant it may touch; <see langword="null"/> for all.</summary>
    public Guid? TenantId { get; set; }
}

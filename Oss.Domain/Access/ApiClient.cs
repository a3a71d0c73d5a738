namespace Oss.Domain.Access;

/// <summary>A machine that may call the API.</summary>
public sealed class ApiClient : Versioned
{
    /// <summary>Characters of a name.</summary>
    public const int NameLength = 64;

    /// <summary>Characters of all scopes.</summary>
    public const int ScopesLength = 1000;

    /// <summary>Characters of a certificate's digest.</summary>
    public const int CertificateLength = 64;

    /// <summary>Characters of <see cref="OpenIdSubject"/>.</summary>
    public const int OpenIdSubjectLength = 200;

    /// <summary>How exactly <see cref="LastUsedAt"/> is kept: a stream of calls is not a stream of writes.</summary>
    public static readonly TimeSpan LastUsedGrain = TimeSpan.FromMinutes(5);

    /// <summary>How long the former secret goes on being right after a new one was made.</summary>
    public static readonly TimeSpan RotationOverlap = TimeSpan.FromHours(24);

    /// <summary>Immutable id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Login name; unique.</summary>
    public required string Name { get; init; }

    /// <summary>The secret in <c>{SCHEME}hash</c> form.</summary>
    public required string SecretHash { get; set; }

    /// <summary>The secret before, which is right too until <see cref="FormerUntil"/>.</summary>
    public string? FormerSecretHash { get; set; }

    /// <summary>UTC.</summary>
    public DateTime? FormerUntil { get; set; }

    /// <summary>What it is allowed of <see cref="ApiScopes"/>, separated by spaces; <see langword="null"/> for all.</summary>
    public string? Scopes { get; set; }

    /// <summary>SHA-256 of the TLS certificate that it must show beside its secret, in hexadecimal; <see langword="null"/> for none.</summary>
    public string? Certificate { get; set; }

    /// <summary>What the OpenID provider calls it: the subject of its access tokens, unique; <see langword="null"/> for a client that comes with its secret only.</summary>
    public string? OpenIdSubject { get; set; }

    /// <summary>When it last signed in, UTC, as exactly as <see cref="LastUsedGrain"/>; <see langword="null"/> for never.</summary>
    public DateTime? LastUsedAt { get; set; }

    /// <summary>When it was made, UTC.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>What it is allowed; <see langword="null"/> for all.</summary>
    public IReadOnlyList<string>? ScopeList => Scopes?.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What it may do.</summary>
    public required Role Role { get; set; }

    /// <summary>The only tenant it may touch; <see langword="null"/> for all.</summary>
    public Guid? TenantId { get; set; }
}

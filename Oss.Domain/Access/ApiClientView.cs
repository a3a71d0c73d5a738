namespace Oss.Domain.Access;

/// <summary>An API client to be made.</summary>
/// <param name="Name">Login name.</param>
/// <param name="Role">What it may do.</param>
/// <param name="TenantNumber">The only customer it may touch or see; absent for all.</param>
/// <param name="Scopes">What it is allowed; absent for everything its role may do.</param>
/// <param name="Certificate">SHA-256 of the TLS certificate that it must show, in hexadecimal; absent for none.</param>
/// <param name="OpenIdSubject">The subject (sub) of access tokens that the OpenID provider gives it; absent for a client that comes with its secret only.</param>
public sealed record ApiClientNew(
    string Name, Role Role, string? TenantNumber = null, IReadOnlyList<string>? Scopes = null, string? Certificate = null, string? OpenIdSubject = null);

/// <summary>Changes of an API client; what is absent stays as it is.</summary>
/// <param name="Scopes">What it is allowed from now on.</param>
/// <param name="Certificate">SHA-256 of the TLS certificate that it must show; empty for none.</param>
/// <param name="OpenIdSubject">The subject (sub) of access tokens that the OpenID provider gives it; empty for no tokens.</param>
/// <param name="Everything">True to allow it everything its role may do.</param>
public sealed record ApiClientChange(IReadOnlyList<string>? Scopes = null, string? Certificate = null, string? OpenIdSubject = null, bool? Everything = null);

/// <summary>An API client as those entitled see it.</summary>
/// <param name="Name">Login name.</param>
/// <param name="Role">What it may do.</param>
/// <param name="TenantNumber">The only customer it may touch or see; absent for all.</param>
/// <param name="Scopes">What it is allowed; absent for everything its role may do.</param>
/// <param name="Certificate">SHA-256 of the TLS certificate that it must show, in hexadecimal.</param>
/// <param name="OpenIdSubject">The subject (sub) of access tokens that the OpenID provider gives it.</param>
/// <param name="FormerUntil">Until when its former secret is right too, UTC.</param>
/// <param name="LastUsedAt">When it last signed in, UTC, give or take five minutes; absent for never, and where being used would change an ETag.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
public sealed record ApiClientView(
    string Name, Role Role, string? TenantNumber, IReadOnlyList<string>? Scopes, string? Certificate, string? OpenIdSubject, DateTime? FormerUntil, DateTime? LastUsedAt, DateTime CreatedAt);

/// <summary>An API client with the secret that is shown once.</summary>
/// <param name="Client">The client.</param>
/// <param name="Secret">Its secret.</param>
public sealed record ApiClientSecret(ApiClientView Client, string Secret)
{
    /// <summary>Never shows the secret.</summary>
    public override string ToString() => $"ApiClientSecret({Client.Name})";
}

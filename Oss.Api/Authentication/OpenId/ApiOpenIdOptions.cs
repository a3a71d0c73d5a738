using Microsoft.Extensions.Options;

namespace Oss.Api.Authentication.OpenId;

/// <summary>Section <c>Oss:Api:OpenId</c>: the provider whose access tokens API clients may bring instead of their secrets (OAuth 2.0 client credentials, RFC 6749 4.4).</summary>
public sealed class ApiOpenIdOptions
{
    /// <summary>The provider's address, which is its issuer name too; below it is its discovery document. Empty for no tokens.</summary>
    public string Authority { get; set; } = "";

    /// <summary>What stands in a token's <c>aud</c> when it is meant for this platform.</summary>
    public string Audience { get; set; } = "";

    /// <summary>The claim that says which client a token was given to. With any but <c>sub</c> it must be one that the provider puts into no person's token.</summary>
    public string ClientClaim { get; set; } = "sub";

    /// <summary>What stands before the platform's scopes in a token, <c>oss:</c> say; empty for nothing.</summary>
    public string ScopePrefix { get; set; } = "";

    /// <summary>Whether there is a provider.</summary>
    public bool IsConfigured => Authority.Length > 0;
}

/// <summary>Finds at the start what would be found at the first token.</summary>
internal sealed class ApiOpenIdValidation : IValidateOptions<ApiOptions>
{
    public ValidateOptionsResult Validate(string? name, ApiOptions options) => options.OpenId switch
    {
        { IsConfigured: false } => ValidateOptionsResult.Success,
        { Authority: var authority } when !OpenIdProvider.IsSafe(authority) => ValidateOptionsResult.Fail($"Oss:Api:OpenId:Authority is '{authority}'; it reads like https://login.example.org."),
        { Audience.Length: 0 } => ValidateOptionsResult.Fail("Oss:Api:OpenId:Audience is missing: without it a token for any other service would open this one."),
        { ClientClaim.Length: 0 } => ValidateOptionsResult.Fail("Oss:Api:OpenId:ClientClaim is empty; it is sub unless the provider names clients by another claim."),
        _ => ValidateOptionsResult.Success,
    };
}

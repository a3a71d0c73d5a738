using Oss.MailEngine;

namespace Oss.Api.Hosting;

/// <summary>Section <c>Oss:OpenId</c>: the provider whose access tokens let mail users in.</summary>
public sealed class OpenIdSection
{
    /// <summary>The provider's address, below which its discovery document is; empty for no login by token.</summary>
    public string Authority { get; set; } = "";

    /// <summary>What stands in a token's <c>aud</c> when it is meant for this platform.</summary>
    public string Audience { get; set; } = "";

    /// <summary>The scope a token needs; empty for none in particular.</summary>
    public string Scope { get; set; } = "";

    /// <summary>The claim that names the mailbox, by its canonical name or an alias.</summary>
    public string UserClaim { get; set; } = "email";

    /// <summary>With which this platform asks about tokens that are not signed (RFC 7662); empty for taking signed ones only.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Its secret.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>Whether there is a provider.</summary>
    public bool IsConfigured => Authority.Length > 0;

    /// <summary>Where the discovery document is.</summary>
    public Uri Discovery() => new(Authority.TrimEnd('/') + "/.well-known/openid-configuration");

    /// <summary>As the engine takes it.</summary>
    /// <exception cref="ConfigurationException">Something is missing or not safe.</exception>
    public BearerOptions? ToOptions()
    {
        if (!IsConfigured)
            return null;
        if (!Uri.TryCreate(Authority, UriKind.Absolute, out var authority) || (authority.Scheme != Uri.UriSchemeHttps && !authority.IsLoopback))
            throw new ConfigurationException($"Oss:OpenId:Authority is '{Authority}'; it reads like https://login.example.org.");
        if (Audience.Length == 0)
            throw new ConfigurationException("Oss:OpenId:Audience is missing: without it a token for any other service would open mailboxes.");

        return new BearerOptions(Discovery(), Scope);
    }
}

namespace Oss.MailEngine;

/// <summary>How users may log in over a connection that is not encrypted and comes from another machine.</summary>
public enum LoginBeforeTls
{
    /// <summary>Not at all: the mail would be read along the way, whatever protects the password.</summary>
    Never,

    /// <summary>By mechanisms that prove the password without showing it (SCRAM).</summary>
    Proof,

    /// <summary>By every mechanism, passwords readable: for networks of one's own that cannot do otherwise.</summary>
    Password,
}

/// <summary>The provider whose access tokens let users in (OAUTHBEARER, RFC 7628, and XOAUTH2).</summary>
/// <param name="OpenIdConfiguration">Its discovery document, which a client whose token is not taken is sent to.</param>
/// <param name="Scope">The scope a token needs; empty for none in particular.</param>
public sealed record BearerOptions(Uri OpenIdConfiguration, string Scope);

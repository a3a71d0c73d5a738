namespace Oss.Api.Authentication;

/// <summary>Section <c>Oss:Api</c>.</summary>
public sealed class ApiOptions
{
    /// <summary>Accept credentials over unencrypted HTTP from other machines: only for a network that is trusted as a cable is.</summary>
    public bool AllowPlaintextCredentials { get; set; }

    /// <summary>Requests that one client may send in a minute to one node, by REST and SOAP together; 0 for any number.</summary>
    public int RequestsPerMinute { get; set; } = 6000;

    /// <summary>The provider whose access tokens clients may bring.</summary>
    public OpenId.ApiOpenIdOptions OpenId { get; set; } = new();
}

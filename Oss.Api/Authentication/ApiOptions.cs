namespace Oss.Api.Authentication;

/// <summary>Section <c>Oss:Api</c>.</summary>
public sealed class ApiOptions
{
    /// <summary>Accept credentials over unencrypted HTTP from other machines: only for a network that is trusted as a cable is.</summary>
    public bool AllowPlaintextCredentials { get; set; }
}

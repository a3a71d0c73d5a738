using System.Security.Cryptography;
using System.Text;

namespace Oss.Domain.Domains;

/// <summary>What is known of whether a tenant owns a domain.</summary>
public enum DomainOwnership
{
    /// <summary>Not proven yet. Where the product demands proof, the domain is not served: no mail, no addresses.</summary>
    Pending,

    /// <summary>The tenant's token was seen in the domain's DNS.</summary>
    Verified,

    /// <summary>Was proven once and is no more: the token is gone, or the domain is another tenant's now. What there is goes on; where the product demands proof, nothing new is added.</summary>
    Lost,
}

/// <summary>The token by which a tenant proves to own a domain: a TXT record that only who rules the domain's DNS can set. It is derived, so that it is the same however often it is
/// asked for, and differs for each tenant: what one tenant has published proves nothing for another.</summary>
public static class OwnershipToken
{
    /// <summary>The label below the domain; a name of its own, so that nothing at the domain itself is touched.</summary>
    public const string Label = "_oss-challenge";

    private const string Prefix = "oss-domain-verification=";
    private const int Octets = 20;

    /// <summary>The record's text.</summary>
    public static string For(Guid tenantId, string domain) =>
        Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Label}\n{tenantId:D}\n{domain}")).AsSpan(0, Octets));
}

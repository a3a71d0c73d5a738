using System.Xml.Serialization;
using Oss.Domain.Access;

namespace Oss.Api.Soap.Integration;

/// <summary>An API client to be made.</summary>
[XmlType("NewApiClient", Namespace = IntegrationContract.Namespace)]
public sealed class NewApiClientElement
{
    /// <summary>Its login name.</summary>
    [XmlElement(Order = 0)]
    public string Name { get; set; } = "";

    /// <summary>What it may do.</summary>
    [XmlElement(Order = 1)]
    public Role Role { get; set; }

    /// <summary>The only customer it may touch or see; absent for all.</summary>
    [XmlElement(Order = 2)]
    public string? TenantNumber { get; set; }

    /// <summary>What it is allowed; absent for everything its role may do.</summary>
    [XmlArray(Order = 3)]
    [XmlArrayItem("Scope")]
    public string[]? Scopes { get; set; }

    /// <summary>The TLS certificate that it must show; absent for none.</summary>
    [XmlElement(Order = 4)]
    public string? Certificate { get; set; }

    /// <summary>Who it is at the OpenID provider; absent for a client that comes with its secret only.</summary>
    [XmlElement(Order = 5)]
    public string? OpenIdSubject { get; set; }
}

/// <summary>Changes of an API client; what is absent stays as it is.</summary>
[XmlType("ApiClientChanges", Namespace = IntegrationContract.Namespace)]
public sealed class ApiClientChangesElement
{
    /// <summary>What it is allowed from now on.</summary>
    [XmlArray(Order = 0)]
    [XmlArrayItem("Scope")]
    public string[]? Scopes { get; set; }

    /// <summary>True to allow it everything its role may do.</summary>
    [XmlElement(Order = 1)]
    public bool Everything { get; set; }

    /// <summary>True when <see cref="Everything"/> is given.</summary>
    [XmlIgnore]
    public bool EverythingSpecified { get; set; }

    /// <summary>The TLS certificate that it must show.</summary>
    [XmlElement(Order = 2)]
    public string? Certificate { get; set; }

    /// <summary>Who it is at the OpenID provider.</summary>
    [XmlElement(Order = 3)]
    public string? OpenIdSubject { get; set; }
}

/// <summary>An API client; never with its secret.</summary>
[XmlType("ApiClient", Namespace = IntegrationContract.Namespace)]
public sealed class ApiClientElement
{
    /// <summary>Its login name.</summary>
    [XmlElement(Order = 0)]
    public string Name { get; set; } = "";

    /// <summary>What it may do.</summary>
    [XmlElement(Order = 1)]
    public Role Role { get; set; }

    /// <summary>The only customer it may touch or see; absent for all.</summary>
    [XmlElement(Order = 2)]
    public string? TenantNumber { get; set; }

    /// <summary>What it is allowed; absent for everything its role may do.</summary>
    [XmlArray(Order = 3)]
    [XmlArrayItem("Scope")]
    public string[]? Scopes { get; set; }

    /// <summary>SHA-256 of the TLS certificate that it must show.</summary>
    [XmlElement(Order = 4)]
    public string? Certificate { get; set; }

    /// <summary>The subject of access tokens that the OpenID provider gives it.</summary>
    [XmlElement(Order = 5)]
    public string? OpenIdSubject { get; set; }

    /// <summary>Until when its former secret is right too; UTC.</summary>
    [XmlElement(Order = 6)]
    public DateTime FormerUntil { get; set; }

    /// <summary>True when <see cref="FormerUntil"/> is given.</summary>
    [XmlIgnore]
    public bool FormerUntilSpecified { get; set; }

    /// <summary>When it last signed in, give or take five minutes; UTC. Absent for never.</summary>
    [XmlElement(Order = 7)]
    public DateTime LastUsedAt { get; set; }

    /// <summary>True when <see cref="LastUsedAt"/> is given.</summary>
    [XmlIgnore]
    public bool LastUsedAtSpecified { get; set; }

    /// <summary>When it was made; UTC.</summary>
    [XmlElement(Order = 8)]
    public DateTime CreatedAt { get; set; }
}

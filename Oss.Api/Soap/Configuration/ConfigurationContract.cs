namespace Oss.Api.Soap.Configuration;

/// <summary>The dated name of the configuration service.</summary>
public static class ConfigurationContract
{
    /// <summary>Namespace of <c>configuration.xsd</c> and <c>ConfigurationService.wsdl</c>.</summary>
    public const string Namespace = "urn:oss:configuration:2026-11";
}

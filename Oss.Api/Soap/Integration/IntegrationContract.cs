namespace Oss.Api.Soap.Integration;

/// <summary>The dated name of the integration service.</summary>
public static class IntegrationContract
{
    /// <summary>Namespace of <c>integration.xsd</c> and <c>IntegrationService.wsdl</c>.</summary>
    public const string Namespace = "urn:oss:integration:2026-11";
}

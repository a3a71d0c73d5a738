namespace Oss.Api.Soap.Information;

/// <summary>The dated name of the information service.</summary>
public static class InformationContract
{
    /// <summary>Namespace of <c>information.xsd</c> and <c>InformationService.wsdl</c>.</summary>
    public const string Namespace = "urn:oss:information:2026-11";
}

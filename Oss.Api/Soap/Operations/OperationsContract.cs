namespace Oss.Api.Soap.Operations;

/// <summary>The dated name of the operations service.</summary>
public static class OperationsContract
{
    /// <summary>Namespace of <c>operations.xsd</c> and <c>OperationsService.wsdl</c>.</summary>
    public const string Namespace = "urn:oss:operations:2026-11";
}

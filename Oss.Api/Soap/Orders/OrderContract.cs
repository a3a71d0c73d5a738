namespace Oss.Api.Soap.Orders;

/// <summary>The dated name of the order service.</summary>
public static class OrderContract
{
    /// <summary>Namespace of <c>orders.xsd</c> and <c>OrderService.wsdl</c>.</summary>
    public const string Namespace = "urn:oss:orders:2026-11";
}

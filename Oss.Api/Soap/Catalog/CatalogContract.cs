namespace Oss.Api.Soap.Catalog;

/// <summary>The dated name of the catalog service.</summary>
public static class CatalogContract
{
    /// <summary>Namespace of <c>catalog.xsd</c> and <c>CatalogService.wsdl</c>.</summary>
    public const string Namespace = "urn:oss:catalog:2026-11";
}

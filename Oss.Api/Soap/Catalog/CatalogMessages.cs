using System.ServiceModel;
using System.Xml.Serialization;
using Oss.Api.Soap.Contract;

namespace Oss.Api.Soap.Catalog;

// The order of the members is stated for the message layer only: with an Order on the serializer's attributes too, ChannelFactory refuses the contract.

/// <summary>Lists all products by code.</summary>
[MessageContract(WrapperName = "ListProducts", WrapperNamespace = CatalogContract.Namespace)]
[XmlRoot("ListProducts", Namespace = CatalogContract.Namespace), XmlType(AnonymousType = true, Namespace = CatalogContract.Namespace)]
public sealed class ListProductsRequest : RequestMessage;

/// <summary>All products.</summary>
[MessageContract(WrapperName = "ListProductsResponse", WrapperNamespace = CatalogContract.Namespace)]
[XmlRoot("ListProductsResponse", Namespace = CatalogContract.Namespace), XmlType(AnonymousType = true, Namespace = CatalogContract.Namespace)]
public sealed class ListProductsResponse
{
    /// <summary>The products.</summary>
    [MessageBodyMember(Namespace = CatalogContract.Namespace, Order = 0)]
    [XmlArrayItem("Product")]
    public ProductElement[] Products { get; set; } = [];
}

/// <summary>Shows one product.</summary>
[MessageContract(WrapperName = "GetProduct", WrapperNamespace = CatalogContract.Namespace)]
[XmlRoot("GetProduct", Namespace = CatalogContract.Namespace), XmlType(AnonymousType = true, Namespace = CatalogContract.Namespace)]
public sealed class GetProductRequest : RequestMessage
{
    /// <summary>The product code.</summary>
    [MessageBodyMember(Namespace = CatalogContract.Namespace, Order = 0)]
    public string Code { get; set; } = "";
}

/// <summary>The product.</summary>
[MessageContract(WrapperName = "GetProductResponse", WrapperNamespace = CatalogContract.Namespace)]
[XmlRoot("GetProductResponse", Namespace = CatalogContract.Namespace), XmlType(AnonymousType = true, Namespace = CatalogContract.Namespace)]
public sealed class GetProductResponse
{
    /// <summary>The product.</summary>
    [MessageBodyMember(Namespace = CatalogContract.Namespace, Order = 0)]
    public ProductElement Product { get; set; } = new();
}

/// <summary>Says whom a change of a product meets, and does nothing.</summary>
[MessageContract(WrapperName = "PreviewProduct", WrapperNamespace = CatalogContract.Namespace)]
[XmlRoot("PreviewProduct", Namespace = CatalogContract.Namespace), XmlType(AnonymousType = true, Namespace = CatalogContract.Namespace)]
public sealed class PreviewProductRequest : RequestMessage
{
    /// <summary>The change, as an order would have it.</summary>
    [MessageBodyMember(Namespace = CatalogContract.Namespace, Order = 0)]
    public Orders.ProductItemElement Product { get; set; } = new();
}

/// <summary>Whom the change meets.</summary>
[MessageContract(WrapperName = "PreviewProductResponse", WrapperNamespace = CatalogContract.Namespace)]
[XmlRoot("PreviewProductResponse", Namespace = CatalogContract.Namespace), XmlType(AnonymousType = true, Namespace = CatalogContract.Namespace)]
public sealed class PreviewProductResponse
{
    /// <summary>Whom it meets.</summary>
    [MessageBodyMember(Namespace = CatalogContract.Namespace, Order = 0)]
    public ImpactElement Impact { get; set; } = new();
}

using System.ServiceModel;
using Oss.Api.Soap.Contract;

namespace Oss.Api.Soap.Catalog;

/// <summary>What can be ordered: products with their limits and features; <c>CatalogService.wsdl</c> in C#. A test holds the two together.</summary>
[ServiceContract(Name = "CatalogService", Namespace = CatalogContract.Namespace)]
[XmlSerializerFormat(SupportFaults = true)]
public interface ICatalogService
{
    /// <summary>Lists all products by code.</summary>
    [OperationContract(Name = "ListProducts", Action = CatalogContract.Namespace + "/ListProducts", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<ListProductsResponse> ListProductsAsync(ListProductsRequest request);

    /// <summary>Shows one product.</summary>
    [OperationContract(Name = "GetProduct", Action = CatalogContract.Namespace + "/GetProduct", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<GetProductResponse> GetProductAsync(GetProductRequest request);

    /// <summary>Says whom a change of a product meets, and does nothing.</summary>
    [OperationContract(Name = "PreviewProduct", Action = CatalogContract.Namespace + "/PreviewProduct", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<PreviewProductResponse> PreviewProductAsync(PreviewProductRequest request);
}

using System.ServiceModel;
using Oss.Api.Soap.Contract;

namespace Oss.Api.Soap.Orders;

/// <summary>Orders from a CRM; <c>OrderService.wsdl</c> in C#. A test holds the two together.</summary>
[ServiceContract(Name = "OrderService", Namespace = OrderContract.Namespace)]
[XmlSerializerFormat(SupportFaults = true)]
public interface IOrderService
{
    /// <summary>Accepts an order and carries it out.</summary>
    [OperationContract(Name = "SubmitOrder", Action = OrderContract.Namespace + "/SubmitOrder", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(ConflictFault), Name = nameof(ConflictFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(LimitExceededFault), Name = nameof(LimitExceededFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<SubmitOrderResponse> SubmitOrderAsync(SubmitOrderRequest request);

    /// <summary>Says what <see cref="SubmitOrderAsync"/> would do, and does nothing.</summary>
    [OperationContract(Name = "CheckOrder", Action = OrderContract.Namespace + "/CheckOrder", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(ConflictFault), Name = nameof(ConflictFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(LimitExceededFault), Name = nameof(LimitExceededFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<CheckOrderResponse> CheckOrderAsync(CheckOrderRequest request);

    /// <summary>Returns an order.</summary>
    [OperationContract(Name = "GetOrder", Action = OrderContract.Namespace + "/GetOrder", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<GetOrderResponse> GetOrderAsync(GetOrderRequest request);
}

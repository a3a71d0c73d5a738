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

    /// <summary>Replaces the content of an order of which nothing is done yet.</summary>
    [OperationContract(Name = "AmendOrder", Action = OrderContract.Namespace + "/AmendOrder", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(ConflictFault), Name = nameof(ConflictFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(LimitExceededFault), Name = nameof(LimitExceededFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<AmendOrderResponse> AmendOrderAsync(AmendOrderRequest request);

    /// <summary>Cancels an order that has not come to its end.</summary>
    [OperationContract(Name = "CancelOrder", Action = OrderContract.Namespace + "/CancelOrder", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(ConflictFault), Name = nameof(ConflictFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<CancelOrderResponse> CancelOrderAsync(CancelOrderRequest request);

    /// <summary>Tries an order again that is held, failed or was rejected.</summary>
    [OperationContract(Name = "RetryOrder", Action = OrderContract.Namespace + "/RetryOrder", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(ConflictFault), Name = nameof(ConflictFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<RetryOrderResponse> RetryOrderAsync(RetryOrderRequest request);

    /// <summary>Returns what happened to orders since a number the caller knows.</summary>
    [OperationContract(Name = "GetEvents", Action = OrderContract.Namespace + "/GetEvents", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<GetEventsResponse> GetEventsAsync(GetEventsRequest request);
}

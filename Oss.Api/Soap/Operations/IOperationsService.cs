using System.ServiceModel;
using Oss.Api.Soap.Contract;

namespace Oss.Api.Soap.Operations;

/// <summary>What those who run the mail platform do from their own tools: mail that is held back, mail that is not delivered yet, who still sends without a login, and what leaves the platform by forwards. <c>OperationsService.wsdl</c> in C#; a test holds the two together.</summary>
[ServiceContract(Name = "OperationsService", Namespace = OperationsContract.Namespace)]
[XmlSerializerFormat(SupportFaults = true)]
public interface IOperationsService
{
    /// <summary>Lists mail that is held back, the latest first.</summary>
    [OperationContract(Name = "ListQuarantine", Action = OperationsContract.Namespace + "/ListQuarantine", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<ListQuarantineResponse> ListQuarantineAsync(ListQuarantineRequest request);

    /// <summary>Shows why a message is held back, and for whom.</summary>
    [OperationContract(Name = "GetQuarantined", Action = OperationsContract.Namespace + "/GetQuarantined", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<GetQuarantinedResponse> GetQuarantinedAsync(GetQuarantinedRequest request);

    /// <summary>Shows the header of a message that is held back; the look is noted in the audit.</summary>
    [OperationContract(Name = "ReadQuarantinedHeader", Action = OperationsContract.Namespace + "/ReadQuarantinedHeader", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<ReadQuarantinedHeaderResponse> ReadQuarantinedHeaderAsync(ReadQuarantinedHeaderRequest request);

    /// <summary>Has a message delivered into the INBOX of its mailbox within seconds, past filters and scripts.</summary>
    [OperationContract(Name = "ReleaseQuarantined", Action = OperationsContract.Namespace + "/ReleaseQuarantined", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(ConflictFault), Name = nameof(ConflictFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<ReleaseQuarantinedResponse> ReleaseQuarantinedAsync(ReleaseQuarantinedRequest request);

    /// <summary>Deletes a message that is held back, for good.</summary>
    [OperationContract(Name = "DeleteQuarantined", Action = OperationsContract.Namespace + "/DeleteQuarantined", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(ConflictFault), Name = nameof(ConflictFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<DeleteQuarantinedResponse> DeleteQuarantinedAsync(DeleteQuarantinedRequest request);

    /// <summary>Counts queued messages by state, destination and reason.</summary>
    [OperationContract(Name = "DescribeQueue", Action = OperationsContract.Namespace + "/DescribeQueue", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<DescribeQueueResponse> DescribeQueueAsync(DescribeQueueRequest request);

    /// <summary>Lists queued messages, the newest first.</summary>
    [OperationContract(Name = "ListQueue", Action = OperationsContract.Namespace + "/ListQueue", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<ListQueueResponse> ListQueueAsync(ListQueueRequest request);

    /// <summary>Shows a queued message's envelope and how each recipient stands.</summary>
    [OperationContract(Name = "GetQueuedMessage", Action = OperationsContract.Namespace + "/GetQueuedMessage", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<GetQueuedMessageResponse> GetQueuedMessageAsync(GetQueuedMessageRequest request);

    /// <summary>Shows a queued message's header; the look is noted in the audit.</summary>
    [OperationContract(Name = "ReadQueuedHeader", Action = OperationsContract.Namespace + "/ReadQueuedHeader", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<ReadQueuedHeaderResponse> ReadQueuedHeaderAsync(ReadQueuedHeaderRequest request);

    /// <summary>Holds, releases, retries, requeues or deletes queued messages: those named, or all that match.</summary>
    [OperationContract(Name = "ChangeQueue", Action = OperationsContract.Namespace + "/ChangeQueue", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(ConflictFault), Name = nameof(ConflictFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<ChangeQueueResponse> ChangeQueueAsync(ChangeQueueRequest request);

    /// <summary>Lists mailboxes whose users send without a login: who could not any more if it became mandatory.</summary>
    [OperationContract(Name = "ListSendingWithoutLogin", Action = OperationsContract.Namespace + "/ListSendingWithoutLogin", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<ListSendingWithoutLoginResponse> ListSendingWithoutLoginAsync(ListSendingWithoutLoginRequest request);

    /// <summary>Lists who of a customer passes mail on to addresses outside the platform, 200 mailboxes at one time: forwards, rules, and scripts by hand.</summary>
    [OperationContract(Name = "ListExternalForwards", Action = OperationsContract.Namespace + "/ListExternalForwards", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<ListExternalForwardsResponse> ListExternalForwardsAsync(ListExternalForwardsRequest request);
}

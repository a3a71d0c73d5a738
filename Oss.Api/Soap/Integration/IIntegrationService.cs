using System.ServiceModel;
using Oss.Api.Soap.Contract;

namespace Oss.Api.Soap.Integration;

/// <summary>What ties other systems to the mail platform and keeps them in step: batches of orders, webhooks, API clients, and lists to compare with. <c>IntegrationService.wsdl</c> in C#; a test holds the two together.</summary>
[ServiceContract(Name = "IntegrationService", Namespace = IntegrationContract.Namespace)]
[XmlSerializerFormat(SupportFaults = true)]
public interface IIntegrationService
{
    /// <summary>Takes up to ten thousand orders at once, in at most 4 MB. Repeatable: the same external id with the same content returns the first result.</summary>
    [OperationContract(Name = "SubmitBatch", Action = IntegrationContract.Namespace + "/SubmitBatch", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(ConflictFault), Name = nameof(ConflictFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(LimitExceededFault), Name = nameof(LimitExceededFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<SubmitBatchResponse> SubmitBatchAsync(SubmitBatchRequest request);

    /// <summary>Says how far a batch is.</summary>
    [OperationContract(Name = "GetBatch", Action = IntegrationContract.Namespace + "/GetBatch", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<GetBatchResponse> GetBatchAsync(GetBatchRequest request);

    /// <summary>Lists batches, the newest first.</summary>
    [OperationContract(Name = "ListBatches", Action = IntegrationContract.Namespace + "/ListBatches", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<ListBatchesResponse> ListBatchesAsync(ListBatchesRequest request);

    /// <summary>Lists the orders of a batch, as they were given.</summary>
    [OperationContract(Name = "ListBatchOrders", Action = IntegrationContract.Namespace + "/ListBatchOrders", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<ListBatchOrdersResponse> ListBatchOrdersAsync(ListBatchOrdersRequest request);

    /// <summary>Registers a webhook that hears of what happens from now on; its secret is shown this once.</summary>
    [OperationContract(Name = "RegisterWebhook", Action = IntegrationContract.Namespace + "/RegisterWebhook", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(LimitExceededFault), Name = nameof(LimitExceededFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<RegisterWebhookResponse> RegisterWebhookAsync(RegisterWebhookRequest request);

    /// <summary>Lists webhooks, the oldest first.</summary>
    [OperationContract(Name = "ListWebhooks", Action = IntegrationContract.Namespace + "/ListWebhooks", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<ListWebhooksResponse> ListWebhooksAsync(ListWebhooksRequest request);

    /// <summary>Shows a webhook.</summary>
    [OperationContract(Name = "GetWebhook", Action = IntegrationContract.Namespace + "/GetWebhook", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<GetWebhookResponse> GetWebhookAsync(GetWebhookRequest request);

    /// <summary>Gives a webhook another address, stops calling it, or calls it again.</summary>
    [OperationContract(Name = "ChangeWebhook", Action = IntegrationContract.Namespace + "/ChangeWebhook", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<ChangeWebhookResponse> ChangeWebhookAsync(ChangeWebhookRequest request);

    /// <summary>Removes a webhook with its messages.</summary>
    [OperationContract(Name = "RemoveWebhook", Action = IntegrationContract.Namespace + "/RemoveWebhook", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<RemoveWebhookResponse> RemoveWebhookAsync(RemoveWebhookRequest request);

    /// <summary>Makes a new secret, shown this once; the former one signs beside it for a day.</summary>
    [OperationContract(Name = "RotateWebhookSecret", Action = IntegrationContract.Namespace + "/RotateWebhookSecret", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<RotateWebhookSecretResponse> RotateWebhookSecretAsync(RotateWebhookSecretRequest request);

    /// <summary>Sends a signed test message now and says what came back.</summary>
    [OperationContract(Name = "TestWebhook", Action = IntegrationContract.Namespace + "/TestWebhook", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<TestWebhookResponse> TestWebhookAsync(TestWebhookRequest request);

    /// <summary>Sends again what was given up, or everything after a number.</summary>
    [OperationContract(Name = "ReplayWebhook", Action = IntegrationContract.Namespace + "/ReplayWebhook", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<ReplayWebhookResponse> ReplayWebhookAsync(ReplayWebhookRequest request);

    /// <summary>Lists messages of a webhook in a state, the newest first.</summary>
    [OperationContract(Name = "ListWebhookDeliveries", Action = IntegrationContract.Namespace + "/ListWebhookDeliveries", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<ListWebhookDeliveriesResponse> ListWebhookDeliveriesAsync(ListWebhookDeliveriesRequest request);

    /// <summary>Makes an API client; its secret is shown this once.</summary>
    [OperationContract(Name = "CreateApiClient", Action = IntegrationContract.Namespace + "/CreateApiClient", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(ConflictFault), Name = nameof(ConflictFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<CreateApiClientResponse> CreateApiClientAsync(CreateApiClientRequest request);

    /// <summary>Lists API clients by name.</summary>
    [OperationContract(Name = "ListApiClients", Action = IntegrationContract.Namespace + "/ListApiClients", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<ListApiClientsResponse> ListApiClientsAsync(ListApiClientsRequest request);

    /// <summary>Shows an API client.</summary>
    [OperationContract(Name = "GetApiClient", Action = IntegrationContract.Namespace + "/GetApiClient", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<GetApiClientResponse> GetApiClientAsync(GetApiClientRequest request);

    /// <summary>Changes what a client is allowed, the certificate that it must show, or who it is at the OpenID provider.</summary>
    [OperationContract(Name = "ChangeApiClient", Action = IntegrationContract.Namespace + "/ChangeApiClient", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(ConflictFault), Name = nameof(ConflictFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<ChangeApiClientResponse> ChangeApiClientAsync(ChangeApiClientRequest request);

    /// <summary>Makes a new secret, shown this once; the former one is right beside it for a day, unless it is to end at once.</summary>
    [OperationContract(Name = "RotateApiClientSecret", Action = IntegrationContract.Namespace + "/RotateApiClientSecret", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<RotateApiClientSecretResponse> RotateApiClientSecretAsync(RotateApiClientSecretRequest request);

    /// <summary>Removes an API client; nobody signs in by it any more.</summary>
    [OperationContract(Name = "RemoveApiClient", Action = IntegrationContract.Namespace + "/RemoveApiClient", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(ConflictFault), Name = nameof(ConflictFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<RemoveApiClientResponse> RemoveApiClientAsync(RemoveApiClientRequest request);

    /// <summary>Lists orders, the newest first.</summary>
    [OperationContract(Name = "ListOrders", Action = IntegrationContract.Namespace + "/ListOrders", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<ListOrdersResponse> ListOrdersAsync(ListOrdersRequest request);

    /// <summary>Lists mail domains by name.</summary>
    [OperationContract(Name = "ListDomains", Action = IntegrationContract.Namespace + "/ListDomains", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<ListDomainsResponse> ListDomainsAsync(ListDomainsRequest request);

    /// <summary>Lists contracts by number.</summary>
    [OperationContract(Name = "ListSubscriptions", Action = IntegrationContract.Namespace + "/ListSubscriptions", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<ListSubscriptionsResponse> ListSubscriptionsAsync(ListSubscriptionsRequest request);

    /// <summary>Lists who changed what, the newest first.</summary>
    [OperationContract(Name = "ListAuditEvents", Action = IntegrationContract.Namespace + "/ListAuditEvents", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<ListAuditEventsResponse> ListAuditEventsAsync(ListAuditEventsRequest request);
}

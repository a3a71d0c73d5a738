using System.ServiceModel;
using Oss.Api.Soap.Contract;

namespace Oss.Api.Soap.Information;

/// <summary>What is on the mail platform: for first-level support and for CRM systems that look before they order; <c>InformationService.wsdl</c> in C#. A test holds the two together.</summary>
[ServiceContract(Name = "InformationService", Namespace = InformationContract.Namespace)]
[XmlSerializerFormat(SupportFaults = true)]
public interface IInformationService
{
    /// <summary>Finds whatever a caller can mean by one text.</summary>
    [OperationContract(Name = "Search", Action = InformationContract.Namespace + "/Search", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<SearchResponse> SearchAsync(SearchRequest request);

    /// <summary>Lists mailboxes by primary address, part by part.</summary>
    [OperationContract(Name = "SearchMailboxes", Action = InformationContract.Namespace + "/SearchMailboxes", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<SearchMailboxesResponse> SearchMailboxesAsync(SearchMailboxesRequest request);

    /// <summary>Lists customers by number, part by part.</summary>
    [OperationContract(Name = "SearchTenants", Action = InformationContract.Namespace + "/SearchTenants", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<SearchTenantsResponse> SearchTenantsAsync(SearchTenantsRequest request);

    /// <summary>Shows a customer with all contracts and domains.</summary>
    [OperationContract(Name = "GetTenant", Action = InformationContract.Namespace + "/GetTenant", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<GetTenantResponse> GetTenantAsync(GetTenantRequest request);

    /// <summary>Shows a contract with what it has and may have.</summary>
    [OperationContract(Name = "GetSubscription", Action = InformationContract.Namespace + "/GetSubscription", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<GetSubscriptionResponse> GetSubscriptionAsync(GetSubscriptionRequest request);

    /// <summary>Shows a mailbox, whichever of its addresses is named.</summary>
    [OperationContract(Name = "GetMailbox", Action = InformationContract.Namespace + "/GetMailbox", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<GetMailboxResponse> GetMailboxAsync(GetMailboxRequest request);

    /// <summary>Measures what a mailbox uses.</summary>
    [OperationContract(Name = "GetQuota", Action = InformationContract.Namespace + "/GetQuota", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<GetQuotaResponse> GetQuotaAsync(GetQuotaRequest request);

    /// <summary>Lists addresses of every kind, part by part.</summary>
    [OperationContract(Name = "ListAddresses", Action = InformationContract.Namespace + "/ListAddresses", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<ListAddressesResponse> ListAddressesAsync(ListAddressesRequest request);

    /// <summary>Says whether an address can be ordered, why not, and what is free instead.</summary>
    [OperationContract(Name = "CheckAddress", Action = InformationContract.Namespace + "/CheckAddress", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<CheckAddressResponse> CheckAddressAsync(CheckAddressRequest request);

    /// <summary>Shows what becomes of a mailbox's incoming mail, read back from its active script.</summary>
    [OperationContract(Name = "GetRules", Action = InformationContract.Namespace + "/GetRules", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<GetRulesResponse> GetRulesAsync(GetRulesRequest request);

    /// <summary>Lists a mailbox's scripts.</summary>
    [OperationContract(Name = "ListScripts", Action = InformationContract.Namespace + "/ListScripts", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<ListScriptsResponse> ListScriptsAsync(ListScriptsRequest request);

    /// <summary>Says what a mailbox's filters would do with a message; nothing is stored or sent.</summary>
    [OperationContract(Name = "TryRules", Action = InformationContract.Namespace + "/TryRules", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<TryRulesResponse> TryRulesAsync(TryRulesRequest request);

    /// <summary>Shows a domain with the records that its DNS should have, as they were when last looked at.</summary>
    [OperationContract(Name = "GetDomain", Action = InformationContract.Namespace + "/GetDomain", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<GetDomainResponse> GetDomainAsync(GetDomainRequest request);

    /// <summary>Finds messages by sender, recipient, message id, client and time, the newest first, part by part.</summary>
    [OperationContract(Name = "SearchTrace", Action = InformationContract.Namespace + "/SearchTrace", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<SearchTraceResponse> SearchTraceAsync(SearchTraceRequest request);

    /// <summary>Shows a message's way to each of its recipients, with all that happened on it.</summary>
    [OperationContract(Name = "GetTrace", Action = InformationContract.Namespace + "/GetTrace", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<GetTraceResponse> GetTraceAsync(GetTraceRequest request);

    /// <summary>Lists the last logins to a mailbox, the newest first.</summary>
    [OperationContract(Name = "ListLogins", Action = InformationContract.Namespace + "/ListLogins", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<ListLoginsResponse> ListLoginsAsync(ListLoginsRequest request);

    /// <summary>Shows counters of messages and logins by the hour or by the day.</summary>
    [OperationContract(Name = "GetStatistics", Action = InformationContract.Namespace + "/GetStatistics", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<GetStatisticsResponse> GetStatisticsAsync(GetStatisticsRequest request);

    /// <summary>Lists the exports of a mailbox that are being written or can be fetched, the latest first.</summary>
    [OperationContract(Name = "ListMailboxExports", Action = InformationContract.Namespace + "/ListMailboxExports", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<ListMailboxExportsResponse> ListMailboxExportsAsync(ListMailboxExportsRequest request);
}

using System.ServiceModel;
using Oss.Api.Soap.Contract;

namespace Oss.Api.Soap.Configuration;

/// <summary>Settings of mailboxes and addresses, one at a time; <c>ConfigurationService.wsdl</c> in C#. A test holds the two together.</summary>
[ServiceContract(Name = "ConfigurationService", Namespace = ConfigurationContract.Namespace)]
[XmlSerializerFormat(SupportFaults = true)]
public interface IConfigurationService
{
    /// <summary>Gives a mailbox a new password.</summary>
    [OperationContract(Name = "SetPassword", Action = ConfigurationContract.Namespace + "/SetPassword", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(ConflictFault), Name = nameof(ConflictFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(LimitExceededFault), Name = nameof(LimitExceededFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<SetPasswordResponse> SetPasswordAsync(SetPasswordRequest request);

    /// <summary>Gives a mailbox another name to show.</summary>
    [OperationContract(Name = "SetDisplayName", Action = ConfigurationContract.Namespace + "/SetDisplayName", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(ConflictFault), Name = nameof(ConflictFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(LimitExceededFault), Name = nameof(LimitExceededFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<SetDisplayNameResponse> SetDisplayNameAsync(SetDisplayNameRequest request);

    /// <summary>Gives a mailbox another storage limit.</summary>
    [OperationContract(Name = "SetQuota", Action = ConfigurationContract.Namespace + "/SetQuota", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(ConflictFault), Name = nameof(ConflictFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(LimitExceededFault), Name = nameof(LimitExceededFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<SetQuotaResponse> SetQuotaAsync(SetQuotaRequest request);

    /// <summary>Gives a mailbox another address.</summary>
    [OperationContract(Name = "AddAlias", Action = ConfigurationContract.Namespace + "/AddAlias", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(ConflictFault), Name = nameof(ConflictFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(LimitExceededFault), Name = nameof(LimitExceededFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<AddAliasResponse> AddAliasAsync(AddAliasRequest request);

    /// <summary>Takes an alias from a mailbox.</summary>
    [OperationContract(Name = "RemoveAlias", Action = ConfigurationContract.Namespace + "/RemoveAlias", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(ConflictFault), Name = nameof(ConflictFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(LimitExceededFault), Name = nameof(LimitExceededFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<RemoveAliasResponse> RemoveAliasAsync(RemoveAliasRequest request);

    /// <summary>Lets a mailbox take everything in a domain that nothing else owns.</summary>
    [OperationContract(Name = "SetCatchAll", Action = ConfigurationContract.Namespace + "/SetCatchAll", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(ConflictFault), Name = nameof(ConflictFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(LimitExceededFault), Name = nameof(LimitExceededFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<SetCatchAllResponse> SetCatchAllAsync(SetCatchAllRequest request);

    /// <summary>Ends the catch-all of a domain.</summary>
    [OperationContract(Name = "RemoveCatchAll", Action = ConfigurationContract.Namespace + "/RemoveCatchAll", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(ConflictFault), Name = nameof(ConflictFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(LimitExceededFault), Name = nameof(LimitExceededFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<RemoveCatchAllResponse> RemoveCatchAllAsync(RemoveCatchAllRequest request);

    /// <summary>Creates an address that passes mail on.</summary>
    [OperationContract(Name = "AddForward", Action = ConfigurationContract.Namespace + "/AddForward", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(ConflictFault), Name = nameof(ConflictFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(LimitExceededFault), Name = nameof(LimitExceededFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<AddForwardResponse> AddForwardAsync(AddForwardRequest request);

    /// <summary>Lets a forward lead to more addresses.</summary>
    [OperationContract(Name = "AddForwardTargets", Action = ConfigurationContract.Namespace + "/AddForwardTargets", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(ConflictFault), Name = nameof(ConflictFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(LimitExceededFault), Name = nameof(LimitExceededFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<AddForwardTargetsResponse> AddForwardTargetsAsync(AddForwardTargetsRequest request);

    /// <summary>Takes addresses from a forward.</summary>
    [OperationContract(Name = "RemoveForwardTargets", Action = ConfigurationContract.Namespace + "/RemoveForwardTargets", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(ConflictFault), Name = nameof(ConflictFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(LimitExceededFault), Name = nameof(LimitExceededFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<RemoveForwardTargetsResponse> RemoveForwardTargetsAsync(RemoveForwardTargetsRequest request);

    /// <summary>Ends a forward.</summary>
    [OperationContract(Name = "RemoveForward", Action = ConfigurationContract.Namespace + "/RemoveForward", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(ConflictFault), Name = nameof(ConflictFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(LimitExceededFault), Name = nameof(LimitExceededFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<RemoveForwardResponse> RemoveForwardAsync(RemoveForwardRequest request);

    /// <summary>Passes a mailbox's mail on, with or without keeping a copy.</summary>
    [OperationContract(Name = "SetForwarding", Action = ConfigurationContract.Namespace + "/SetForwarding", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(ConflictFault), Name = nameof(ConflictFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(LimitExceededFault), Name = nameof(LimitExceededFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<SetForwardingResponse> SetForwardingAsync(SetForwardingRequest request);

    /// <summary>Ends the forwarding of a mailbox.</summary>
    [OperationContract(Name = "RemoveForwarding", Action = ConfigurationContract.Namespace + "/RemoveForwarding", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(ConflictFault), Name = nameof(ConflictFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(LimitExceededFault), Name = nameof(LimitExceededFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<RemoveForwardingResponse> RemoveForwardingAsync(RemoveForwardingRequest request);

    /// <summary>Gives a mailbox an automatic reply.</summary>
    [OperationContract(Name = "SetAutoReply", Action = ConfigurationContract.Namespace + "/SetAutoReply", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(ConflictFault), Name = nameof(ConflictFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(LimitExceededFault), Name = nameof(LimitExceededFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<SetAutoReplyResponse> SetAutoReplyAsync(SetAutoReplyRequest request);

    /// <summary>Takes the automatic reply from a mailbox.</summary>
    [OperationContract(Name = "RemoveAutoReply", Action = ConfigurationContract.Namespace + "/RemoveAutoReply", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(ConflictFault), Name = nameof(ConflictFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(LimitExceededFault), Name = nameof(LimitExceededFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<RemoveAutoReplyResponse> RemoveAutoReplyAsync(RemoveAutoReplyRequest request);

    /// <summary>Says what becomes of a mailbox's spam.</summary>
    [OperationContract(Name = "SetSpamHandling", Action = ConfigurationContract.Namespace + "/SetSpamHandling", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(ConflictFault), Name = nameof(ConflictFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(LimitExceededFault), Name = nameof(LimitExceededFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<SetSpamHandlingResponse> SetSpamHandlingAsync(SetSpamHandlingRequest request);

    /// <summary>Gives a mailbox its rules, all of them at once.</summary>
    [OperationContract(Name = "SetRules", Action = ConfigurationContract.Namespace + "/SetRules", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(ConflictFault), Name = nameof(ConflictFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(LimitExceededFault), Name = nameof(LimitExceededFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<SetRulesResponse> SetRulesAsync(SetRulesRequest request);

    /// <summary>Looks at a domain's DNS now: whether its customer owns it, and which of the recommended records are there.</summary>
    [OperationContract(Name = "CheckDomain", Action = ConfigurationContract.Namespace + "/CheckDomain", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(ConflictFault), Name = nameof(ConflictFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(LimitExceededFault), Name = nameof(LimitExceededFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<CheckDomainResponse> CheckDomainAsync(CheckDomainRequest request);

    /// <summary>Makes the next pair of keys of a domain, RSA and Ed25519; they sign once their records are published and switched to.</summary>
    [OperationContract(Name = "CreateDkimKeys", Action = ConfigurationContract.Namespace + "/CreateDkimKeys", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(ConflictFault), Name = nameof(ConflictFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(LimitExceededFault), Name = nameof(LimitExceededFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<CreateDkimKeysResponse> CreateDkimKeysAsync(CreateDkimKeysRequest request);

    /// <summary>Lets a domain's new keys sign, once their records are seen in DNS; the former ones retire after an overlap.</summary>
    [OperationContract(Name = "SwitchDkimKeys", Action = ConfigurationContract.Namespace + "/SwitchDkimKeys", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(ConflictFault), Name = nameof(ConflictFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(LimitExceededFault), Name = nameof(LimitExceededFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<SwitchDkimKeysResponse> SwitchDkimKeysAsync(SwitchDkimKeysRequest request);

    /// <summary>Deletes a key of a domain with its private half.</summary>
    [OperationContract(Name = "RemoveDkimKey", Action = ConfigurationContract.Namespace + "/RemoveDkimKey", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(ConflictFault), Name = nameof(ConflictFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(LimitExceededFault), Name = nameof(LimitExceededFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<RemoveDkimKeyResponse> RemoveDkimKeyAsync(RemoveDkimKeyRequest request);

    /// <summary>Brings a script of Horde's Ingo, of Open-Xchange or of a Cyrus server over, as rules, when rules say all of it.</summary>
    [OperationContract(Name = "ImportRules", Action = ConfigurationContract.Namespace + "/ImportRules", ReplyAction = "*")]
    [FaultContract(typeof(ValidationFault), Name = nameof(ValidationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(NotFoundFault), Name = nameof(NotFoundFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(ConflictFault), Name = nameof(ConflictFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(LimitExceededFault), Name = nameof(LimitExceededFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(AuthorizationFault), Name = nameof(AuthorizationFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(UnavailableFault), Name = nameof(UnavailableFault), Namespace = ContractNames.Common)]
    [FaultContract(typeof(InternalFault), Name = nameof(InternalFault), Namespace = ContractNames.Common)]
    Task<ImportRulesResponse> ImportRulesAsync(ImportRulesRequest request);
}

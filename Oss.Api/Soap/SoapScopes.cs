using Oss.Domain.Access;

namespace Oss.Api.Soap;

/// <summary>What a client must be allowed for an operation; the same as for what REST calls it. A test sees that none is missing and none is another.</summary>
internal static class SoapScopes
{
    private static readonly Dictionary<string, string> Scopes = new[]
    {
        (ApiScopes.ReadOrders, "GetOrder GetEvents ListOrders GetBatch ListBatches ListBatchOrders"),
        (ApiScopes.WriteOrders, "SubmitOrder CheckOrder AmendOrder CancelOrder RetryOrder SubmitBatch"),
        (ApiScopes.ReadCatalog, "ListProducts GetProduct"),
        (ApiScopes.WriteCatalog, "PreviewProduct"),
        (ApiScopes.ReadCustomers, "Search SearchTenants GetTenant GetSubscription ListSubscriptions GetStatistics ListExternalForwards"),
        (ApiScopes.ReadMailboxes, "SearchMailboxes GetMailbox GetQuota GetRules ListScripts TryRules ListAddresses CheckAddress ListLogins ListSendingWithoutLogin"),
        (ApiScopes.WriteMailboxes, """
            ListMailboxExports
            SetPassword SetDisplayName SetQuota AddAlias RemoveAlias SetCatchAll RemoveCatchAll AddForward AddForwardTargets RemoveForwardTargets RemoveForward
            SetForwarding RemoveForwarding SetAutoReply RemoveAutoReply SetSpamHandling SetRules ImportRules
            """),
        (ApiScopes.ReadQueue, "DescribeQueue ListQueue GetQueuedMessage ReadQueuedHeader ListQuarantine GetQuarantined ReadQuarantinedHeader"),
        (ApiScopes.WriteQueue, "ChangeQueue ReleaseQuarantined DeleteQuarantined"),
        (ApiScopes.ReadTrace, "SearchTrace GetTrace"),
        (ApiScopes.ReadDomains, "GetDomain ListDomains"),
        (ApiScopes.WriteDomains, "CheckDomain CreateDkimKeys SwitchDkimKeys RemoveDkimKey"),
        (ApiScopes.ReadAudit, "ListAuditEvents"),
        (ApiScopes.ReadWebhooks, "ListWebhooks GetWebhook ListWebhookDeliveries"),
        (ApiScopes.WriteWebhooks, "RegisterWebhook ChangeWebhook RemoveWebhook RotateWebhookSecret TestWebhook ReplayWebhook"),
        (ApiScopes.ReadClients, "ListApiClients GetApiClient"),
        (ApiScopes.WriteClients, "CreateApiClient ChangeApiClient RotateApiClientSecret RemoveApiClient"),
    }.SelectMany(one => one.Item2.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries), (one, operation) => (operation, one.Item1)).ToDictionary(one => one.operation, one => one.Item2, StringComparer.Ordinal);

    /// <summary>The scope of an operation.</summary>
    public static string Of(string operation) => Scopes[operation];
}

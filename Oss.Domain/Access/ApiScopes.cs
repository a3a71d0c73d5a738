namespace Oss.Domain.Access;

/// <summary>What an API client may be allowed, operation by operation; within it its role and its tenant decide. A client without any scope of its own has all.</summary>
public static class ApiScopes
{
    /// <summary>Look at orders, batches and events.</summary>
    public const string ReadOrders = "orders:read";

    /// <summary>Submit, amend, cancel and retry orders of any kind.</summary>
    public const string WriteOrders = "orders:write";

    /// <summary>Look at products.</summary>
    public const string ReadCatalog = "catalog:read";

    /// <summary>Change products, and see whom that meets.</summary>
    public const string WriteCatalog = "catalog:write";

    /// <summary>Look at customers and contracts, and search by anything.</summary>
    public const string ReadCustomers = "customers:read";

    /// <summary>Change contracts.</summary>
    public const string WriteCustomers = "customers:write";

    /// <summary>Look at mailboxes and addresses.</summary>
    public const string ReadMailboxes = "mailboxes:read";

    /// <summary>Change mailboxes and addresses.</summary>
    public const string WriteMailboxes = "mailboxes:write";

    /// <summary>Look at what became of messages.</summary>
    public const string ReadTrace = "trace:read";

    /// <summary>Look at domains.</summary>
    public const string ReadDomains = "domains:read";

    /// <summary>Change domains.</summary>
    public const string WriteDomains = "domains:write";

    /// <summary>Look at who changed what.</summary>
    public const string ReadAudit = "audit:read";

    /// <summary>Look at webhooks and what they were sent.</summary>
    public const string ReadWebhooks = "webhooks:read";

    /// <summary>Register, change and remove webhooks.</summary>
    public const string WriteWebhooks = "webhooks:write";

    /// <summary>Look at API clients.</summary>
    public const string ReadClients = "clients:read";

    /// <summary>Create, change and remove API clients.</summary>
    public const string WriteClients = "clients:write";

    /// <summary>Look at mail that is not delivered yet, or is held back.</summary>
    public const string ReadQueue = "queue:read";

    /// <summary>Hold, release, retry and delete such mail.</summary>
    public const string WriteQueue = "queue:write";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        ReadOrders, WriteOrders, ReadCatalog, WriteCatalog, ReadCustomers, WriteCustomers, ReadMailboxes, WriteMailboxes, ReadTrace, ReadDomains, WriteDomains, ReadAudit,
        ReadWebhooks, WriteWebhooks, ReadClients, WriteClients, ReadQueue, WriteQueue,
    ];
}

using Oss.Domain.Orders;

namespace Oss.Tests.Domain;

/// <summary>Orders in few words.</summary>
internal static class An
{
    public const string Password = "Grüße aus Köln";

    private static int _keys;

    /// <summary>A key nobody else uses: for domains, contracts, tenants, orders.</summary>
    public static string Key(string prefix = "k") => $"{prefix}{Interlocked.Increment(ref _keys)}";

    public static OrderRequest Order(params OrderItemRequest[] items) => new("crm-koeln", Key("order-"), items);

    public static OrderRequest[] Two() => [Order(Customer(Key() + ".example")), Order(Customer(Key() + ".example"))];

    /// <summary>A tenant with a subscription and a domain of that name; tenant and contract are called after the domain.</summary>
    public static OrderItemRequest[] Customer(string domain, string product = "customer-domain") =>
    [
        new SubscriptionItemRequest(OrderAction.Provide, domain, "T-" + domain, "Tenant of " + domain, product),
        new DomainItemRequest(OrderAction.Provide, domain, domain),
    ];

    public static MailboxItemRequest Mailbox(string address, string? contract = null) => new(
        OrderAction.Provide, address, contract ?? address[(address.LastIndexOf('@') + 1)..], new PasswordChange(Hash, IsHash: true));

    public static AliasItemRequest Alias(string address, string target) => new(OrderAction.Provide, address, [target], AliasKind.Alias);

    public static AliasItemRequest Forward(string address, params string[] targets) => new(OrderAction.Provide, address, targets, AliasKind.Forward);

    public static AliasItemRequest CatchAll(string domain, string target) => new(OrderAction.Provide, "@" + domain, [target], AliasKind.CatchAll);

    public static MailboxItemRequest TerminateMailbox(string address) => new(OrderAction.Terminate, address);

    /// <summary>Of <see cref="Password"/>, by openssl passwd -6.</summary>
    public const string Hash = "{SHA512-CRYPT}$6$saltsalt$M5D.oAbIXcwR2RD.bvgv9MQo6IGQwNekTzHo4oWWWoFacKG/cMv2ql4/1.rrnsOp0SU4n2xqYrrtlOg/9l3BP1";
}

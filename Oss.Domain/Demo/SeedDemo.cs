using Oss.Domain.Access;
using Oss.Domain.Orders;

namespace Oss.Domain.Demo;

/// <summary>A tenant to look around with: a domain, mailboxes with one well-known password, aliases. One order, so a second start changes nothing.</summary>
public sealed class SeedDemo(SubmitOrder submit)
{
    /// <summary>The password of every demo mailbox.</summary>
    public const string Password = "demo-mailbox";

    /// <summary>Primary addresses of the demo mailboxes.</summary>
    public static IReadOnlyList<string> Mailboxes { get; } = ["anna@demo.example", "jörg@demo.example", "support@demo.example"];

    /// <summary>Submits the demo order.</summary>
    /// <returns>True when it was the first time.</returns>
    public async Task<bool> ExecuteAsync(CancellationToken cancellationToken)
    {
        var result = await submit.ExecuteAsync(new OrderRequest("demo", "demo-1",
        [
            new SubscriptionItemRequest(OrderAction.Provide, "DEMO-1", "DEMO", "Bäckerei Müller", "customer-domain"),
            new DomainItemRequest(OrderAction.Provide, "demo.example", "DEMO-1"),
            Mailbox(Mailboxes[0], "Anna Müller"),
            Mailbox(Mailboxes[1], "Jörg Weiß"),
            Mailbox(Mailboxes[2], "Support"),
            new AliasItemRequest(OrderAction.Provide, "info@demo.example", [Mailboxes[2]], AliasKind.Alias),
            new AliasItemRequest(OrderAction.Provide, "anna.mueller@demo.example", [Mailboxes[0]], AliasKind.Alias),
        ]), Actor.System, cancellationToken);
        return !result.Replayed;
    }

    private static MailboxItemRequest Mailbox(string address, string name) =>
        new(OrderAction.Provide, address, "DEMO-1", new PasswordChange(Password, IsHash: false), name);
}

using Oss.Domain;
using Oss.Domain.Orders;
using Oss.Domain.Quotas;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Orders;

public sealed class OrderValidatorTests
{
    [Fact]
    public void Every_broken_rule_is_found_at_once_with_its_place()
    {
        var order = new OrderRequest("crm", " ",
        [
            new SubscriptionItemRequest(OrderAction.Provide, "C-1"),
            new DomainItemRequest(OrderAction.Provide, "not a domain", "C-1"),
            new MailboxItemRequest(OrderAction.Provide, "erika", "C-1", new PasswordChange("{MD5}x", IsHash: true), Quota: Quota.Unlimited),
            new AliasItemRequest(OrderAction.Provide, "info@example.org", ["erika@"], AliasKind.CatchAll),
        ]);

        new OrderValidator().Findings(order).Select(finding => (finding.Path, finding.Code)).ShouldBe(
        [
            ("externalId", ErrorCodes.Length),
            ("items[0].subscription.tenantNumber", ErrorCodes.Required),
            ("items[0].subscription.product", ErrorCodes.Required),
            ("items[1].domain.name", ErrorCodes.InvalidDomain),
            ("items[2].mailbox.address", ErrorCodes.InvalidAddress),
            ("items[2].mailbox.password", ErrorCodes.InvalidPasswordHash),
            ("items[3].alias.kind", ErrorCodes.NotApplicable),
            ("items[3].alias.targets[0]", ErrorCodes.InvalidAddress),
        ], ignoreOrder: true);
    }

    [Fact]
    public void An_order_without_items_or_with_too_many_is_refused()
    {
        Validate([]).ShouldHaveSingleItem().Path.ShouldBe("items");
        Validate([.. Enumerable.Repeat(An.TerminateMailbox("a@example.org"), OrderLimits.Items)]).ShouldBeEmpty();
        Validate([.. Enumerable.Repeat(An.TerminateMailbox("a@example.org"), OrderLimits.Items + 1)]).ShouldHaveSingleItem().Path.ShouldBe("items");
    }

    [Fact]
    public void Finding_texts_never_repeat_a_password()
    {
        var findings = Validate([An.Mailbox("erika@example.org") with { Password = new PasswordChange("{MD5}geheim", IsHash: true) }]);

        findings.ShouldHaveSingleItem().Text.ShouldNotContain("geheim");
    }

    private static IReadOnlyList<Finding> Validate(OrderItemRequest[] items) => new OrderValidator().Findings(An.Order(items));
}

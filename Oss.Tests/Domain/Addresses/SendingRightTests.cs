using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Mailboxes;
using Oss.Domain.MailPlatform;
using Oss.Domain.Orders;
using Oss.Domain.Packages;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Addresses;

/// <summary>Who may send by the address of another, and which logins hold.</summary>
public sealed class SendingRightTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    [Theory, EachDatabase]
    public async Task A_right_to_send_is_given_and_taken_by_order_and_ends_with_the_address(DatabaseProvider provider)
    {
        var (node, domain, anna) = await CustomerAsync(provider);
        var (chef, list) = ("chef@" + domain, "team@" + domain);
        await node.SubmitAsync(An.Forward(list, chef));
        foreach (var address in new[] { chef, list })
            (await node.SubmitAsync(new SendingRightItemRequest(OrderAction.Provide, address.ToUpperInvariant(), "anna@" + domain))).Order.State.ShouldBe(OrderState.Completed);

        (await MayAsync(node, anna, chef), await MayAsync(node, anna, list), await MayAsync(node, anna, "nobody@" + domain)).ShouldBe((true, true, false));
        (await node.RefusalOfAsync(An.Order(new SendingRightItemRequest(OrderAction.Provide, chef, "anna@" + domain)))).Code.ShouldBe(ErrorCodes.AlreadyExists);
        (await node.RefusalOfAsync(An.Order(new SendingRightItemRequest(OrderAction.Provide, "anna@" + domain, "anna@" + domain)))).ShouldBeOfType<DomainError.Validation>();
        var shown = await node.Get<GetMailbox>().ExecuteAsync(anna, DomainNode.Crm, CancellationToken.None);
        shown.SendsAs.ShouldBe([chef, list]);

        await node.SubmitAsync(new SendingRightItemRequest(OrderAction.Terminate, chef, "anna@" + domain));
        await node.SubmitAsync(new AliasItemRequest(OrderAction.Terminate, list));
        await node.SubmitAsync(An.Forward(list, chef));
        (await MayAsync(node, anna, chef), await MayAsync(node, anna, list)).ShouldBe((false, false), "an address made again is another");
        (await node.RefusalOfAsync(An.Order(new SendingRightItemRequest(OrderAction.Terminate, chef, "anna@" + domain)))).ShouldBeOfType<DomainError.NotFound>();
    }

    [Theory, EachDatabase]
    public async Task No_right_crosses_the_border_of_tenants_and_one_of_an_order_that_fails_is_taken_back(DatabaseProvider provider)
    {
        var (node, domain, anna) = await CustomerAsync(provider);
        var (_, foreign, stranger) = await CustomerAsync(provider);
        (await node.RefusalOfAsync(An.Order(new SendingRightItemRequest(OrderAction.Provide, "chef@" + domain, "anna@" + foreign)))).ShouldBeOfType<DomainError.Validation>();
        var tenant = await node.QueryAsync(db => Task.FromResult(db.Tenants.Single(t => t.Number == "T-" + foreign).Id));
        (await node.RefusalOfAsync(An.Order(new SendingRightItemRequest(OrderAction.Provide, "chef@" + domain, "anna@" + foreign)), new Actor(ActorKind.ConsoleUser, "admin", Role.TenantAdmin, tenant)))
            .ShouldBeOfType<DomainError.NotFound>();
        (await MayAsync(node, stranger, "chef@" + domain)).ShouldBeFalse();

        node.Platform.BeforeCreate = _ => throw new MailPlatformRefusedException("No.");
        (await node.SubmitAsync(new SendingRightItemRequest(OrderAction.Provide, "chef@" + domain, "anna@" + domain), An.Mailbox("new@" + domain))).Order.State.ShouldBe(OrderState.Failed);
        (await MayAsync(node, anna, "chef@" + domain)).ShouldBeFalse();
    }

    [Theory, EachDatabase]
    public async Task Logins_hold_until_access_is_taken_or_the_password_is_another(DatabaseProvider provider)
    {
        var (node, domain, anna) = await CustomerAsync(provider);
        async Task<MailboxLogin.Accepted> LogInAsync() =>
            (await node.Get<AuthenticateMailbox>().ExecuteAsync("anna@" + domain, An.Password, ProductFeatures.Imap, CancellationToken.None)).ShouldBeOfType<MailboxLogin.Accepted>();
        var stamp = (await LogInAsync()).Stamp;
        LoginInUse[] all = [new(anna, ProductFeatures.Imap, stamp), new(anna, ProductFeatures.SmtpAuth, stamp), new(anna, ProductFeatures.Imap, MailboxLogin.MasterStamp), new(anna, ProductFeatures.Pop3, "another"), new(Guid.NewGuid(), ProductFeatures.Imap, null)];
        Task<IReadOnlyCollection<LoginInUse>> RevokedAsync() => node.Get<FindRevokedLogins>().ExecuteAsync(all, CancellationToken.None);

        (await RevokedAsync()).ShouldBe(all[3..]);
        await node.SubmitAsync(new MailboxItemRequest(OrderAction.Suspend, "anna@" + domain, Suspension: new SuspensionChange(Login: true)));
        (await RevokedAsync()).ShouldBe([all[0], .. all[3..]]);
        await node.SubmitAsync(new MailboxItemRequest(OrderAction.Resume, "anna@" + domain), new SubscriptionItemRequest(OrderAction.Suspend, domain, Suspension: new SuspensionChange(Send: true)));
        (await RevokedAsync()).ShouldBe([all[1], .. all[3..]]);
        await node.SubmitAsync(new SubscriptionItemRequest(OrderAction.Resume, domain), new MailboxItemRequest(OrderAction.Modify, "anna@" + domain, Password: new PasswordChange("a new password", IsHash: false)));
        (await RevokedAsync()).ShouldBe([all[0], all[1], .. all[3..]]);
        await node.SubmitAsync(An.TerminateMailbox("anna@" + domain));
        (await RevokedAsync()).ShouldBe(all);
    }

    [Theory, EachDatabase]
    public async Task The_mail_side_hears_a_contracts_own_limits_before_its_products(DatabaseProvider provider)
    {
        var (node, domain, _) = await CustomerAsync(provider);
        await node.SubmitAsync(new SubscriptionItemRequest(OrderAction.Modify, domain, Limits: [new LimitOverride(ProductLimit.MessageSize, 4711), new LimitOverride(ProductLimit.MessagesPerHour), new LimitOverride(ProductLimit.StoredMessages, 7)]));

        var product = await node.Get<ListProducts>().ByCodeAsync("customer-domain", CancellationToken.None);
        var expected = new MailboxAllowance(7, product.Limits[ProductLimit.TrashExtra]!.Value, 4711, null);
        (await node.Get<ResolveAddress>().ExecuteAsync("anna@" + domain, CancellationToken.None)).ShouldBeOfType<AddressResolution.ToMailbox>().Allowance.ShouldBe(expected);
        (await node.Get<AuthenticateMailbox>().ExecuteAsync("anna@" + domain, An.Password, ProductFeatures.Imap, CancellationToken.None)).ShouldBeOfType<MailboxLogin.Accepted>().Allowance.ShouldBe(expected);
    }

    private static Task<bool> MayAsync(DomainNode node, Guid mailbox, string address) => node.Get<MaySendAs>().ExecuteAsync(mailbox, address, CancellationToken.None);

    private async Task<(DomainNode Node, string Domain, Guid Anna)> CustomerAsync(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("anna@" + domain), An.Mailbox("chef@" + domain)]);
        return (node, domain, await node.QueryAsync(db => Task.FromResult(db.Mailboxes.Single(m => m.PrimaryAddress == "anna@" + domain).Id)));
    }
}

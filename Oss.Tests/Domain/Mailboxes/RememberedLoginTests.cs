using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;
using Oss.Domain.Packages;
using Oss.Domain.Persistence;
using Oss.Domain.Quotas;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Mailboxes;

/// <summary>A client that logs in again within a second is let in by what is remembered; never by what is no longer so.</summary>
public sealed class RememberedLoginTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    private const string NewPassword = "Nächste Woche";
    private static readonly Actor Operator = new(ActorKind.ConsoleUser, "operator", Role.Operator, null);

    [Theory, EachDatabase]
    public async Task Who_logged_in_a_moment_ago_is_looked_up_again_after_a_second(DatabaseProvider provider)
    {
        using var questions = new Questions();
        var (node, erika) = await MailboxAsync(provider);
        (await LogInAsync(node, erika)).ShouldBeOfType<MailboxLogin.Accepted>();

        var before = questions.Count;
        (await LogInAsync(node, erika)).ShouldBeOfType<MailboxLogin.Accepted>();
        questions.Count.ShouldBe(before);
        node.Time.Advance(TimeSpan.FromSeconds(1));
        (await LogInAsync(node, erika)).ShouldBeOfType<MailboxLogin.Accepted>();
        questions.Count.ShouldBe(before + 1);
    }

    [Theory, EachDatabase]
    public async Task What_is_ordered_here_holds_for_the_next_login(DatabaseProvider provider)
    {
        var (node, erika) = await MailboxAsync(provider);
        var contract = erika[(erika.IndexOf('@', StringComparison.Ordinal) + 1)..];
        var product = An.Key("product-");
        await node.SubmitAsync(An.Order(new ProductItemRequest(OrderAction.Provide, product, product, AddFeatures: [ProductFeatures.Pop3])), Operator);
        await AfterAsync<MailboxLogin.Denied>(new MailboxItemRequest(OrderAction.Suspend, erika, Suspension: new SuspensionChange(Login: true)));
        await AfterAsync<MailboxLogin.Accepted>(new MailboxItemRequest(OrderAction.Resume, erika));
        await AfterAsync<MailboxLogin.Denied>(new SubscriptionItemRequest(OrderAction.Suspend, contract));
        await AfterAsync<MailboxLogin.Accepted>(new SubscriptionItemRequest(OrderAction.Resume, contract));
        (await AfterAsync<MailboxLogin.Accepted>(new MailboxItemRequest(OrderAction.Modify, erika, Quota: Quota.OfBytes(4711)))).QuotaBytes.ShouldBe(4711);
        await AfterAsync<MailboxLogin.Denied>(new SubscriptionItemRequest(OrderAction.Modify, contract, Product: product));
        await AfterAsync<MailboxLogin.Accepted>(new ProductItemRequest(OrderAction.Modify, product, AddFeatures: [ProductFeatures.Imap]));
        await AfterAsync<MailboxLogin.Rejected>(new MailboxItemRequest(OrderAction.Modify, erika, Password: new PasswordChange(NewPassword, IsHash: false)));
        (await LogInAsync(node, erika, NewPassword)).ShouldBeOfType<MailboxLogin.Accepted>();

        async Task<T> AfterAsync<T>(OrderItemRequest item)
            where T : MailboxLogin
        {
            await LogInAsync(node, erika);
            (await node.SubmitAsync(An.Order(item), item is ProductItemRequest ? Operator : null)).Order.State.ShouldBe(OrderState.Completed, item.ToString());
            return (await LogInAsync(node, erika)).ShouldBeOfType<T>(item.ToString());
        }
    }

    [Theory, EachDatabase]
    public async Task An_alias_that_is_gone_lets_nobody_in_and_one_that_is_another_mailboxs_lets_in_there(DatabaseProvider provider)
    {
        var (node, erika) = await MailboxAsync(provider);
        var domain = erika[(erika.IndexOf('@', StringComparison.Ordinal) + 1)..];
        await node.SubmitAsync(An.Mailbox("max@" + domain), An.Alias("info@" + domain, erika));
        var first = (await LogInAsync(node, "info@" + domain)).ShouldBeOfType<MailboxLogin.Accepted>();

        await node.SubmitAsync(new AliasItemRequest(OrderAction.Terminate, "info@" + domain));
        (await LogInAsync(node, "info@" + domain)).ShouldBeOfType<MailboxLogin.Rejected>();
        await node.SubmitAsync(An.Alias("info@" + domain, "max@" + domain));
        (await LogInAsync(node, "info@" + domain)).ShouldBeOfType<MailboxLogin.Accepted>().Id.ShouldNotBe(first.Id);
    }

    [Theory, EachDatabase]
    public async Task What_another_node_ordered_holds_here_within_a_second_and_a_new_password_at_once(DatabaseProvider provider)
    {
        var (node, erika) = await MailboxAsync(provider);
        var other = await databases.NodeOnAsync(provider);
        (await LogInAsync(node, erika)).ShouldBeOfType<MailboxLogin.Accepted>();

        await other.SubmitAsync(new MailboxItemRequest(OrderAction.Modify, erika, Password: new PasswordChange(NewPassword, IsHash: false)));
        (await LogInAsync(node, erika, NewPassword)).ShouldBeOfType<MailboxLogin.Accepted>();
        (await LogInAsync(node, erika)).ShouldBeOfType<MailboxLogin.Rejected>("who used the new one is known by it");
        (await LogInAsync(node, erika, NewPassword)).ShouldBeOfType<MailboxLogin.Accepted>();

        await other.SubmitAsync(new MailboxItemRequest(OrderAction.Suspend, erika));
        node.Time.Advance(TimeSpan.FromSeconds(1));
        (await LogInAsync(node, erika, NewPassword)).ShouldBeOfType<MailboxLogin.Denied>();
    }

    [Theory, EachDatabase]
    public async Task A_domain_that_was_foreign_is_served_once_it_is_ordered(DatabaseProvider provider)
    {
        using var questions = new Questions();
        var node = await databases.NodeOnAsync(provider);
        var other = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        (await ResolveAsync(node)).ShouldBeOfType<AddressResolution.UnknownDomain>();
        (await ResolveAsync(other)).ShouldBeOfType<AddressResolution.UnknownDomain>();
        var before = questions.Count;
        (await ResolveAsync(node)).ShouldBeOfType<AddressResolution.UnknownDomain>();
        questions.Count.ShouldBe(before);

        await node.SubmitAsync([.. An.Customer(domain)]);
        (await ResolveAsync(node)).ShouldBeOfType<AddressResolution.UnknownUser>();
        await node.SubmitAsync(An.Mailbox("erika@" + domain));
        (await ResolveAsync(node)).ShouldBeOfType<AddressResolution.ToMailbox>("nobody is remembered as unknown");
        other.Time.Advance(TimeSpan.FromSeconds(1));
        (await ResolveAsync(other)).ShouldBeOfType<AddressResolution.ToMailbox>();

        Task<AddressResolution> ResolveAsync(DomainNode at) => at.Get<ResolveAddress>().ExecuteAsync("erika@" + domain, TestContext.Current.CancellationToken);
    }

    private async Task<(DomainNode Node, string Mailbox)> MailboxAsync(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("erika@" + domain)]);
        return (node, "erika@" + domain);
    }

    private static Task<MailboxLogin> LogInAsync(DomainNode node, string name, string password = An.Password) =>
        node.Get<AuthenticateMailbox>().ExecuteAsync(name, password, ProductFeatures.Imap, TestContext.Current.CancellationToken);
}

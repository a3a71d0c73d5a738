using Oss.Domain.Addresses;
using Oss.Domain.Mailboxes;
using Oss.Domain.MailPlatform;
using Oss.Domain.Orders;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Addresses;

public sealed class ResolveAddressTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    [Theory, EachDatabase]
    public async Task An_address_leads_where_its_row_says_and_the_exact_row_comes_first(DatabaseProvider provider)
    {
        var (node, domain) = await CustomerAsync(provider);

        (await MailboxAsync(node, "Erika@" + domain.ToUpperInvariant())).ShouldBe("erika@" + domain);
        (await MailboxAsync(node, "info@" + domain)).ShouldBe("erika@" + domain);
        (await MailboxAsync(node, "erika+listen@" + domain)).ShouldBe("erika@" + domain);
        (await MailboxAsync(node, "info+listen@" + domain)).ShouldBe("erika@" + domain);
        (await MailboxAsync(node, "max+privat@" + domain)).ShouldBe("max+privat@" + domain);
        (await ResolveAsync(node, "alle@" + domain)).ShouldBeOfType<AddressResolution.ToAddresses>().Targets.ShouldBe(["erika@" + domain, "info@" + domain]);
    }

    [Theory, EachDatabase]
    public async Task Unknown_users_and_unknown_domains_are_told_apart(DatabaseProvider provider)
    {
        var (node, domain) = await CustomerAsync(provider);

        (await ResolveAsync(node, "niemand@" + domain)).ShouldBeOfType<AddressResolution.UnknownUser>();
        (await ResolveAsync(node, "erika@anderswo.example")).ShouldBeOfType<AddressResolution.UnknownDomain>();
    }

    [Theory, EachDatabase]
    public async Task A_catch_all_takes_what_nothing_else_owns_and_only_that(DatabaseProvider provider)
    {
        var (node, domain) = await CustomerAsync(provider);
        await node.SubmitAsync(An.CatchAll(domain, "max+privat@" + domain));

        (await MailboxAsync(node, "niemand@" + domain)).ShouldBe("max+privat@" + domain);
        (await MailboxAsync(node, "erika+x@" + domain)).ShouldBe("erika@" + domain);

        // The same under another name of the domain.
        var alias = An.Key() + ".example";
        await node.SubmitAsync(new DomainItemRequest(OrderAction.Provide, alias, domain, AliasOf: domain));
        (await MailboxAsync(node, "niemand@" + alias)).ShouldBe("max+privat@" + domain);
        (await MailboxAsync(node, "erika+x@" + alias)).ShouldBe("erika@" + domain);
    }

    [Theory, EachDatabase]
    public async Task A_mailbox_that_is_still_being_made_says_so(DatabaseProvider provider)
    {
        var platform = new FakeMailPlatform { BeforeCreate = _ => throw new MailPlatformUnavailableException() };
        var node = await databases.NodeOnAsync(provider, platform);
        var domain = An.Key() + ".example";
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("erika@" + domain)]);

        (await ResolveAsync(node, "erika@" + domain)).ShouldBeOfType<AddressResolution.ToMailbox>().State.ShouldBe(MailboxState.Provisioning);
    }

    private async Task<(DomainNode Node, string Domain)> CustomerAsync(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        await node.SubmitAsync(
        [
            .. An.Customer(domain), An.Mailbox("erika@" + domain), An.Mailbox("max+privat@" + domain), An.Alias("info@" + domain, "erika@" + domain),
            An.Forward("alle@" + domain, "erika@" + domain, "info@" + domain),
        ]);
        return (node, domain);
    }

    private static Task<AddressResolution> ResolveAsync(DomainNode node, string address) =>
        node.Get<ResolveAddress>().ExecuteAsync(address, TestContext.Current.CancellationToken);

    private static async Task<string> MailboxAsync(DomainNode node, string address) =>
        (await ResolveAsync(node, address)).ShouldBeOfType<AddressResolution.ToMailbox>().CanonicalName;
}

using Microsoft.EntityFrameworkCore;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.MailPlatform;
using Oss.Domain.Orders;
using Oss.Domain.Packages;
using Oss.Domain.Persistence;
using Oss.Domain.Relaying;
using Oss.Domain.Rules;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Relaying;

/// <summary>Where the mail of domains and mailboxes goes on to: what is ordered, what stands against it, what an address then leads to.</summary>
public sealed class RelayTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    private const string Route = "smtp:mail.customer.example:25";

    [Theory]
    [InlineData("SMTP:Mail.Example.org:25", "smtp:mail.example.org:25")]
    [InlineData("smtps:mail.example.org:465", "smtps:mail.example.org:465")]
    [InlineData("lmtp:[2001:DB8::1]:24", "lmtp:[2001:db8::1]:24")]
    [InlineData("lmtp:mailstore21:24", "lmtp:mailstore21:24")]
    [InlineData("smtp:192.0.2.7:2525", "smtp:192.0.2.7:2525")]
    [InlineData("mx", "mx")]
    [InlineData("mx:Köln.example", "mx:xn--kln-sna.example")]
    [InlineData("smtp:mail.example.org", null)]
    [InlineData("smtp:mail.example.org:0", null)]
    [InlineData("smtp:mail.example.org:70000", null)]
    [InlineData("smtp::25", null)]
    [InlineData("smtp:2001:db8::1:25", null)]
    [InlineData("smtp:mail example.org:25", null)]
    [InlineData("smtp:mail.example.org\r\n:25", null)]
    [InlineData("http:mail.example.org:80", null)]
    [InlineData("mx:", null)]
    [InlineData("", null)]
    public void A_route_has_one_written_form_and_the_engine_reads_it(string text, string? written)
    {
        var route = MailRoute.TryParse(text);

        (route?.ToString()).ShouldBe(written);
        if (route is null or { IsOwnExchangers: true })
            return;
        route.ShouldBe(MailRoute.TryParse(route.ToString()));
        Oss.MailEngine.Directory.MailTransport.TryParse(route.ToString()).ShouldNotBeNull().ToString().ShouldBe(written);
    }

    [Theory, EachDatabase]
    public async Task Mail_of_a_domain_goes_on_for_whom_nothing_here_owns_as_the_order_says(DatabaseProvider provider)
    {
        var (node, domain) = await CustomerAsync(provider);
        var alias = An.Key() + ".example";
        await node.SubmitAsync(new DomainItemRequest(OrderAction.Provide, alias, domain, AliasOf: domain));

        await SetAsync(node, domain, Route);
        (await ToAsync(node, "Somebody@" + domain)).ShouldBe((Route, "Somebody@" + domain, false));
        (await ToAsync(node, "somebody+detail@" + domain)).ShouldBe((Route, "somebody+detail@" + domain, false));
        (await ToAsync(node, "somebody@" + alias)).ShouldBe((Route, "somebody@" + domain, false));
        (await MailboxAsync(node, "erika+detail@" + domain)).ShouldBe("erika@" + domain);

        await SetAsync(node, domain, "mx", RelayRecipients.Verified);
        (await ToAsync(node, "somebody@" + domain)).ShouldBe(("mx", "somebody@" + domain, true));

        await SetAsync(node, domain, Route, RelayRecipients.Listed);
        (await ResolveAsync(node, "somebody@" + domain)).ShouldBeOfType<AddressResolution.UnknownUser>();
        await node.SubmitAsync(Relayed("known@" + domain));
        (await ToAsync(node, "known@" + domain)).ShouldBe((Route, "known@" + domain, false));
        (await ToAsync(node, "known+detail@" + domain)).ShouldBe((Route, "known+detail@" + domain, false));
        (await ToAsync(node, "known@" + alias)).ShouldBe((Route, "known@" + domain, false));
        await node.SubmitAsync(An.CatchAll(domain, "erika@" + domain));
        (await MailboxAsync(node, "somebody@" + domain)).ShouldBe("erika@" + domain);
        (await node.Get<GetDomain>().ExecuteAsync(domain, DomainNode.Crm, CancellationToken.None)).RelayTo.ShouldBe(Route);

        (await node.RefusalOfAsync(An.Order(new RelayItemRequest(OrderAction.Terminate, domain)))).Code.ShouldBe(ErrorCodes.NotEmpty);
        await node.SubmitAsync(new RelayItemRequest(OrderAction.Terminate, domain), new AliasItemRequest(OrderAction.Terminate, "known@" + domain), new AliasItemRequest(OrderAction.Terminate, "@" + domain));
        (await ResolveAsync(node, "known@" + domain)).ShouldBeOfType<AddressResolution.UnknownUser>();
        (await node.RefusalOfAsync(An.Order(new RelayItemRequest(OrderAction.Terminate, domain)))).ShouldBeOfType<DomainError.NotFound>();
    }

    [Theory, EachDatabase]
    public async Task Mail_of_a_mailbox_goes_on_by_its_name_there_and_its_user_reads_nothing_here_meanwhile(DatabaseProvider provider)
    {
        var (node, domain) = await CustomerAsync(provider);
        await node.SubmitAsync(An.Alias("info@" + domain, "erika@" + domain), An.CatchAll(domain, "erika@" + domain));
        var store = "lmtp:mailstore21:24";

        await SetAsync(node, "erika@" + domain, store, knownAs: "erika@mailstore21.example");
        foreach (var name in (string[])["erika", "info", "erika+detail", "whoever"])
            (await ResolveAsync(node, $"{name}@{domain}")).ShouldBeOfType<AddressResolution.ToMailbox>().ShouldSatisfyAllConditions(
                m => m.RelayTo!.ToString().ShouldBe(store), m => m.RelayAs.ShouldBe("erika@mailstore21.example"));
        foreach (var service in (ProductFeatures[])[ProductFeatures.Imap, ProductFeatures.Pop3])
        {
            (await LogInAsync(node, "info@" + domain, service)).ShouldBeOfType<MailboxLogin.Elsewhere>().Route.ToString().ShouldBe(store);
            (await LogInAsync(node, "info@" + domain, service, "wrong")).ShouldBeOfType<MailboxLogin.Rejected>();
        }

        (await LogInAsync(node, "erika@" + domain, ProductFeatures.SmtpAuth)).ShouldBeOfType<MailboxLogin.Accepted>();
        await SetAsync(node, "erika@" + domain, store);
        (await ResolveAsync(node, "info@" + domain)).ShouldBeOfType<AddressResolution.ToMailbox>().RelayAs.ShouldBe("erika@" + domain);

        await node.SubmitAsync(new RelayItemRequest(OrderAction.Terminate, "erika@" + domain));
        (await ResolveAsync(node, "info@" + domain)).ShouldBeOfType<AddressResolution.ToMailbox>().RelayTo.ShouldBeNull();
        (await LogInAsync(node, "erika@" + domain, ProductFeatures.Imap)).ShouldBeOfType<MailboxLogin.Accepted>();
        var entries = await node.QueryAsync(db => db.AuditEntries.Where(e => e.Subject == "erika@" + domain && e.Action.StartsWith("relay.")).OrderBy(e => e.Id).ToListAsync());
        entries.Select(e => e.Action).ShouldBe(["relay.provide", "relay.provide", "relay.terminate"], ignoreOrder: true);
        entries.First(e => e.Action == "relay.provide").After.ShouldNotBeNull().ShouldContain(store);
    }

    [Theory, EachDatabase]
    public async Task What_would_break_is_found_before_anything_is_changed(DatabaseProvider provider)
    {
        var (node, domain) = await CustomerAsync(provider);
        await node.SubmitAsync(An.CatchAll(domain, "erika@" + domain));
        var alias = An.Key() + ".example";
        await node.SubmitAsync(new DomainItemRequest(OrderAction.Provide, alias, domain, AliasOf: domain));

        (await FindingAsync(node, new RelayItemRequest(OrderAction.Provide, domain, Route))).ShouldBe(("items[0].relay.recipients", ErrorCodes.NotApplicable));
        (await FindingAsync(node, new RelayItemRequest(OrderAction.Provide, alias, Route))).ShouldBe(("items[0].relay.name", ErrorCodes.NotApplicable));
        (await FindingAsync(node, new RelayItemRequest(OrderAction.Provide, domain, Route, RelayRecipients.Listed, As: "a@b.example"))).ShouldBe(("items[0].relay.as", ErrorCodes.NotApplicable));
        (await FindingAsync(node, new RelayItemRequest(OrderAction.Provide, "erika@" + domain, "mx"))).ShouldBe(("items[0].relay.to", ErrorCodes.NotApplicable));
        (await FindingAsync(node, new RelayItemRequest(OrderAction.Provide, "erika@" + domain, Route, RelayRecipients.Any))).ShouldBe(("items[0].relay.recipients", ErrorCodes.NotApplicable));
        (await FindingAsync(node, new RelayItemRequest(OrderAction.Provide, "erika@" + domain, "telnet:there:23"))).ShouldBe(("items[0].relay.to", ErrorCodes.InvalidRoute));
        (await FindingAsync(node, new RelayItemRequest(OrderAction.Provide, "erika@" + domain))).ShouldBe(("items[0].relay.to", ErrorCodes.Required));
        (await FindingAsync(node, new RelayItemRequest(OrderAction.Provide, "no name", Route))).ShouldBe(("items[0].relay.name", ErrorCodes.InvalidAddress));
        (await FindingAsync(node, Relayed("somebody@" + domain))).ShouldBe(("items[0].alias.kind", ErrorCodes.NotApplicable));
        (await node.RefusalOfAsync(An.Order(new RelayItemRequest(OrderAction.Provide, "niemand@" + domain, Route)))).ShouldBeOfType<DomainError.NotFound>();

        var used = new RelayItemRequest(OrderAction.Provide, "erika@" + domain, Route);
        (await FindingAsync(node, used)).ShouldBe(("items[0].relay.evenIfInUse", ErrorCodes.NotEmpty), "the platform says that it holds three messages");
        node.Platform.HeldMessages = 0;
        var id = (await ResolveAsync(node, "erika@" + domain)).ShouldBeOfType<AddressResolution.ToMailbox>().Id;
        node.Platform.Sheets[id] = new RuleSheet.FromRules(MailboxRules.None with { Forwarding = new Forwarding(["max@" + domain], true) });
        (await FindingAsync(node, used)).ShouldBe(("items[0].relay.evenIfInUse", ErrorCodes.NotEmpty), "its forwarding would not work");
        (await node.CheckAsync(An.Order(used with { EvenIfInUse = true }))).Acceptable.ShouldBeTrue();

        await SetAsync(node, domain, Route, RelayRecipients.Listed);
        await node.SubmitAsync(new AliasItemRequest(OrderAction.Terminate, "@" + domain));
        await SetAsync(node, domain, Route);
        (await FindingAsync(node, An.CatchAll(domain, "erika@" + domain))).ShouldBe(("items[0].alias.address", ErrorCodes.NotApplicable));
        await node.SubmitAsync(An.Forward("team@" + domain, "somebody@" + domain));
        (await ResolveAsync(node, "team@" + domain)).ShouldBeOfType<AddressResolution.ToAddresses>().Targets.ShouldBe(["somebody@" + domain]);
    }

    [Theory, EachDatabase]
    public async Task Only_the_provider_opens_a_way_out_and_what_an_order_did_is_undone_with_it(DatabaseProvider provider)
    {
        var (node, domain) = await CustomerAsync(provider);
        var tenant = await node.QueryAsync(db => db.MailDomains.Where(d => d.Name == domain).Select(d => d.Subscription.TenantId).SingleAsync());
        foreach (var actor in (Actor[])
            [
                new(ActorKind.ConsoleUser, "support", Role.Support, null), new(ActorKind.ConsoleUser, "admin", Role.TenantAdmin, tenant), new(ActorKind.ApiClient, "reseller", Role.Crm, tenant),
                new(ActorKind.ConsoleUser, "auditor", Role.Auditor, null),
            ])
            (await node.RefusalOfAsync(An.Order(new RelayItemRequest(OrderAction.Provide, domain, Route)), actor)).ShouldBeOfType<DomainError.Forbidden>(actor.Name);

        await SetAsync(node, domain, Route);
        await SetAsync(node, "erika@" + domain, Route);
        node.Platform.BeforeCreate = _ => throw new MailPlatformRefusedException("No.");
        var failed = await node.SubmitAsync(
            new RelayItemRequest(OrderAction.Provide, domain, "mx:other.example"), new RelayItemRequest(OrderAction.Terminate, "erika@" + domain), An.Mailbox("new@" + domain));

        failed.Order.State.ShouldBe(OrderState.Failed);
        (await ToAsync(node, "somebody@" + domain)).Route.ShouldBe(Route);
        (await ResolveAsync(node, "erika@" + domain)).ShouldBeOfType<AddressResolution.ToMailbox>().RelayTo!.ToString().ShouldBe(Route);
    }

    [Theory, EachDatabase]
    public async Task A_domain_with_another_name_keeps_its_way_and_a_suspended_mailbox_goes_nowhere(DatabaseProvider provider)
    {
        var (node, domain) = await CustomerAsync(provider);
        var newName = An.Key() + ".example";
        await SetAsync(node, domain, Route);
        await node.SubmitAsync(new DomainItemRequest(OrderAction.Modify, domain, NewName: newName));

        (await ToAsync(node, "somebody@" + newName)).ShouldBe((Route, "somebody@" + newName, false));
        (await ToAsync(node, "somebody@" + domain)).ShouldBe((Route, "somebody@" + newName, false));
        await SetAsync(node, "erika@" + newName, Route);
        await node.SubmitAsync(new MailboxItemRequest(OrderAction.Suspend, "erika@" + newName));
        (await ResolveAsync(node, "erika@" + newName)).ShouldBeOfType<AddressResolution.ToMailbox>().Receive.ShouldBe(ReceivePolicy.Defer);
        (await LogInAsync(node, "erika@" + newName, ProductFeatures.Imap)).ShouldBeOfType<MailboxLogin.Denied>();
    }

    private static AliasItemRequest Relayed(string address) => new(OrderAction.Provide, address, Kind: AliasKind.Relayed);

    private static async Task SetAsync(DomainNode node, string name, string route, RelayRecipients? recipients = null, string? knownAs = null) =>
        (await node.SubmitAsync(new RelayItemRequest(OrderAction.Provide, name, route, recipients, knownAs, EvenIfInUse: true))).Order.State.ShouldBe(OrderState.Completed);

    private static async Task<(string Path, string Code)> FindingAsync(DomainNode node, OrderItemRequest item)
    {
        var finding = (await node.RefusalOfAsync(An.Order(item))).ShouldBeOfType<DomainError.Validation>().Findings.ShouldHaveSingleItem();
        return (finding.Path, finding.Code);
    }

    private static Task<MailboxLogin> LogInAsync(DomainNode node, string name, ProductFeatures service, string password = An.Password) =>
        node.Get<AuthenticateMailbox>().ExecuteAsync(name, password, service, TestContext.Current.CancellationToken);

    private static Task<AddressResolution> ResolveAsync(DomainNode node, string address) => node.Get<ResolveAddress>().ExecuteAsync(address, TestContext.Current.CancellationToken);

    private static async Task<string> MailboxAsync(DomainNode node, string address) => (await ResolveAsync(node, address)).ShouldBeOfType<AddressResolution.ToMailbox>().CanonicalName;

    private static async Task<(string Route, string Address, bool Verify)> ToAsync(DomainNode node, string address)
    {
        var to = (await ResolveAsync(node, address)).ShouldBeOfType<AddressResolution.ToServer>();
        return (to.Route.ToString(), to.Address, to.Verify);
    }

    private async Task<(DomainNode Node, string Domain)> CustomerAsync(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider, new FakeMailPlatform());
        var domain = An.Key() + ".example";
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("erika@" + domain), An.Mailbox("max@" + domain)]);
        return (node, domain);
    }
}

using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.Packages;
using Oss.Domain.Persistence;
using Oss.Domain.Search;
using Oss.Domain.Subscriptions;
using Oss.Domain.Tenants;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Reading;

/// <summary>What CRM and support tools read, part by part, and never across the border of a tenant.</summary>
public sealed class LookUpTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task Every_list_comes_whole_in_parts_and_no_row_twice(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key("parts") + ".example";
        await node.SubmitAsync([.. An.Customer(domain), .. Enumerable.Range(0, 7).Select(number => An.Mailbox($"m{number}@{domain}")), An.Alias("a@" + domain, "m0@" + domain)]);

        var mailboxes = await AllAsync(cut => node.Get<SearchMailboxes>().ExecuteAsync(new MailboxFilter(ContractNumber: domain), cut with { Limit = 3 }, DomainNode.Crm, Ct), row => row.Address);
        var addresses = await AllAsync(cut => node.Get<GetAddress>().ListAsync(new AddressFilter(Domain: domain), cut with { Limit = 3 }, DomainNode.Crm, Ct), row => row.Value);
        var tenants = await AllAsync(cut => node.Get<SearchTenants>().ExecuteAsync("T-" + domain, cut with { Limit = 1 }, DomainNode.Crm, Ct), row => row.Number);
        var domains = await AllAsync(cut => node.Get<GetDomain>().ListAsync("parts", null, cut with { Limit = 1 }, DomainNode.Crm, Ct), row => row.Name);

        mailboxes.ShouldBe(Enumerable.Range(0, 7).Select(number => $"m{number}@{domain}"));
        addresses.ShouldBe([$"a@{domain}", .. mailboxes]);
        tenants.ShouldBe([$"T-{domain}"]);
        domains.ShouldContain(domain);
        domains.ShouldBeUnique();
    }

    [Theory, EachDatabase]
    public async Task A_customer_shows_its_contracts_with_what_they_have(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("m@" + domain), An.Alias("a@" + domain, "m@" + domain)]);

        var tenant = await node.Get<GetTenant>().ExecuteAsync("T-" + domain, DomainNode.Crm, Ct);

        tenant.Domains.ShouldBe([domain]);
        var subscription = tenant.Subscriptions.ShouldHaveSingleItem();
        (subscription.Product.Code, subscription.Domains, subscription.Mailboxes, subscription.Aliases).ShouldBe(("customer-domain", 1, 1, 1));
        (await node.Get<GetSubscription>().ExecuteAsync(domain, DomainNode.Crm, Ct)).ShouldBeEquivalentTo(subscription);
    }

    [Theory, EachDatabase]
    public async Task An_address_tells_what_it_is_and_which_mailbox_it_leads_to(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("m@" + domain), An.Alias("ä@" + domain, "m@" + domain), An.Forward("f@" + domain, "m@" + domain), An.CatchAll(domain, "m@" + domain)]);
        var get = node.Get<GetAddress>();

        var alias = await get.ExecuteAsync("Ä@" + domain, DomainNode.Crm, Ct);
        var forward = await get.ExecuteAsync("f@" + domain, DomainNode.Crm, Ct);
        var catchAll = await get.ExecuteAsync("@" + domain.ToUpperInvariant(), DomainNode.Crm, Ct);

        (alias.Kind, alias.Mailbox).ShouldBe((AddressKind.Alias, "m@" + domain));
        (forward.Kind, forward.Mailbox).ShouldBe((AddressKind.Forward, null));
        forward.Targets.ShouldBe(["m@" + domain]);
        catchAll.Kind.ShouldBe(AddressKind.CatchAll);
        (await get.MailboxAsync("ä@" + domain, DomainNode.Crm, Ct)).ShouldBe(alias.MailboxId!.Value);
        (await Should.ThrowAsync<DomainException>(() => get.MailboxAsync("f@" + domain, DomainNode.Crm, Ct))).Error.ShouldBe(new DomainError.NotFound("mailbox", "f@" + domain));
    }

    [Theory, EachDatabase]
    public async Task A_taken_address_comes_with_what_is_free_instead(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("müller@" + domain), An.Mailbox("anna.müller@" + domain)]);
        var check = node.Get<CheckAddress>();

        var free = await check.ExecuteAsync("Neu@" + domain, null, DomainNode.Crm, Ct);
        var taken = await check.ExecuteAsync("Müller@" + domain, "Anna Müller", DomainNode.Crm, Ct);
        var foreign = await check.ExecuteAsync("a@elsewhere.example", null, DomainNode.Crm, Ct);
        var invalid = await check.ExecuteAsync("no address", null, DomainNode.Crm, Ct);

        (free.Address, free.Available).ShouldBe(("neu@" + domain, true));
        (taken.Available, taken.Code).ShouldBe((false, ErrorCodes.AddressTaken));
        taken.Suggestions.ShouldNotBeEmpty();
        foreach (var suggestion in taken.Suggestions)
            (await check.ExecuteAsync(suggestion, null, DomainNode.Crm, Ct)).Available.ShouldBeTrue(suggestion);
        (foreign.Available, foreign.Code).ShouldBe((false, ErrorCodes.NotFound));
        (invalid.Available, invalid.Code).ShouldBe((false, ErrorCodes.InvalidAddress));
    }

    [Theory, EachDatabase]
    public async Task One_text_finds_things_of_every_kind(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        var order = An.Order([.. An.Customer(domain), An.Mailbox("m@" + domain), An.Forward("f@" + domain, "m@" + domain)]);
        var id = (await node.SubmitAsync(order)).Order.Id;

        (await KindsAsync(domain)).ShouldBe([HitKind.Tenant, HitKind.Subscription, HitKind.Domain, HitKind.Mailbox]);
        (await KindsAsync("T-" + domain)).ShouldBe([HitKind.Tenant, HitKind.Mailbox]);
        (await KindsAsync("f@" + domain)).ShouldBe([HitKind.Forward]);
        (await KindsAsync(id.ToString())).ShouldBe([HitKind.Order]);
        (await KindsAsync("crm-koeln/" + order.ExternalId)).ShouldBe([HitKind.Order]);
        (await KindsAsync("")).ShouldBeEmpty();

        async Task<List<HitKind>> KindsAsync(string text) =>
            [.. (await node.Get<SearchAnything>().ExecuteAsync(text, DomainNode.Crm, Ct)).Select(hit => hit.Kind).Distinct()];
    }

    [Theory, EachDatabase]
    public async Task Nothing_of_another_tenant_is_seen(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var (own, other) = (An.Key() + ".example", An.Key() + ".example");
        await node.SubmitAsync([.. An.Customer(own), An.Mailbox("m@" + own)]);
        await node.SubmitAsync([.. An.Customer(other), An.Mailbox("m@" + other)]);
        var id = (await node.QueryAsync(db => Task.FromResult(db.Tenants.Single(t => t.Number == "T-" + own)))).Id;
        var admin = new Actor(ActorKind.ConsoleUser, "admin", Role.TenantAdmin, id);

        (await node.Get<SearchAnything>().ExecuteAsync(other, admin, Ct)).ShouldBeEmpty();
        (await node.Get<SearchAnything>().ExecuteAsync("m@" + other, admin, Ct)).ShouldBeEmpty();
        (await node.Get<SearchTenants>().ExecuteAsync("", new Cut(Limit: 200), admin, Ct)).Items.Select(row => row.Number).ShouldBe(["T-" + own]);
        (await node.Get<GetDomain>().ListAsync("", null, new Cut(Limit: 200), admin, Ct)).Items.Select(row => row.Name).ShouldBe([own]);
        (await node.Get<GetAddress>().ListAsync(new AddressFilter(), new Cut(Limit: 200), admin, Ct)).Items.Select(row => row.Value).ShouldBe(["m@" + own]);
        (await node.Get<SearchMailboxes>().ExecuteAsync(new MailboxFilter(), new Cut(Limit: 200), admin, Ct)).Items.Select(row => row.Address).ShouldBe(["m@" + own]);
        (await node.Get<CheckAddress>().ExecuteAsync("m@" + other, null, admin, Ct)).Code.ShouldBe(ErrorCodes.NotFound);
        await Should.ThrowAsync<DomainException>(() => node.Get<GetTenant>().ExecuteAsync("T-" + other, admin, Ct));
        await Should.ThrowAsync<DomainException>(() => node.Get<GetSubscription>().ExecuteAsync(other, admin, Ct));
        await Should.ThrowAsync<DomainException>(() => node.Get<GetDomain>().ExecuteAsync(other, admin, Ct));
        await Should.ThrowAsync<DomainException>(() => node.Get<GetAddress>().ExecuteAsync("m@" + other, admin, Ct));
    }

    [Theory, EachDatabase]
    public async Task The_catalogue_says_limits_and_features(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);

        var products = await node.Get<ListProducts>().ExecuteAsync(Ct);
        var residential = await node.Get<ListProducts>().ByCodeAsync("residential", Ct);

        products.Select(product => product.Code).ShouldContain("premium");
        residential.MailboxQuota.Bytes.ShouldBe(1L << 30);
        residential.Features.ShouldContain(ProductFeatures.Imap);
        residential.Features.ShouldNotContain(ProductFeatures.Sieve);
        (await Should.ThrowAsync<DomainException>(() => node.Get<ListProducts>().ByCodeAsync("gold", Ct))).Error.ShouldBe(new DomainError.NotFound("product", "gold"));
    }

    // Forwards from the beginning and backwards from the end: the same rows.
    private static async Task<List<string>> AllAsync<T>(Func<Cut, Task<Slice<T>>> read, Func<T, string> key)
    {
        var all = new List<string>();
        for (var cut = new Cut(); ;)
        {
            var part = await read(cut);
            (part.Previous is null).ShouldBe(cut.After is null);
            all.AddRange(part.Items.Select(key));
            if (part.Next is not { } next)
                break;
            cut = new Cut(After: next);
        }

        var reversed = new List<string>();
        for (var cut = new Cut(Last: true); ;)
        {
            var part = await read(cut);
            (part.Next is null).ShouldBe(cut.Last);
            reversed.InsertRange(0, part.Items.Select(key));
            if (part.Previous is not { } previous)
                break;
            cut = new Cut(Before: previous);
        }

        reversed.ShouldBe(all);
        return all;
    }
}

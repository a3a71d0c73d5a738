using Oss.Domain;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Mailboxes;

/// <summary>An agent finds the customer by whatever the caller says.</summary>
public sealed class SearchMailboxesTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    [Theory, EachDatabase]
    public async Task Whatever_the_caller_says_finds_the_mailbox(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var key = An.Key("bäcker");
        var domain = key + ".example";
        await node.SubmitAsync(
            new SubscriptionItemRequest(OrderAction.Provide, "V-" + key, "K-" + key, "Bäckerei Groß " + key, "customer-domain"),
            new DomainItemRequest(OrderAction.Provide, domain, "V-" + key),
            An.Mailbox("müller@" + domain, "V-" + key) with { DisplayName = "Jörg Weiß-" + key },
            An.Alias("bestellung@" + domain, "müller@" + domain));

        string[] sayings =
        [
            "müller@" + domain, "Mueller@" + domain, "MULLER@" + domain, "müller@" + key, "bestellung@" + domain, "@" + domain, domain,
            "V-" + key, "K-" + key, "Bäckerei Groß " + key, "baeckerei gross " + key, "GROSS " + key, "Jörg Weiss-" + key, "joerg weiß-" + key, "weiss-" + key,
            "müller@" + Oss.Domain.Addresses.DomainName.TryParse(domain)!.Value, $"  {domain} ",
        ];
        foreach (var saying in sayings)
            (await FindAsync(node, saying)).ShouldContain("müller@" + Oss.Domain.Addresses.DomainName.TryParse(domain)!.Value, saying);
    }

    [Theory, EachDatabase]
    public async Task Whatever_is_found_is_shown_once_forwards_and_backwards_however_many_ways_lead_to_it(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var key = An.Key();
        var (domain, second, third) = (key + ".example", key + "-2.example", key + "-3.example");
        // Customers, contracts, domains, names and addresses that begin alike, so that each way finds some that another finds too.
        await node.SubmitAsync(
        [
            .. An.Customer(domain), .. Enumerable.Range(0, 5).Select(i => An.Mailbox($"m{i}@{domain}")), An.Mailbox($"{key}@{domain}"), An.Alias($"{key}.a@{domain}", $"m0@{domain}"),
            An.Alias($"{key}.b@{domain}", $"m0@{domain}"), An.Alias($"{key}.c@{domain}", $"{key}@{domain}"),
        ]);
        await node.SubmitAsync(
            new SubscriptionItemRequest(OrderAction.Provide, key + "-2", "2-" + key, $"Erste {key}", "customer-domain"), new DomainItemRequest(OrderAction.Provide, second, key + "-2"),
            An.Mailbox("x@" + second, key + "-2"), An.Mailbox("y@" + second, key + "-2") with { DisplayName = $"Anna {key}-{key}" });
        await node.SubmitAsync(
        [
            new SubscriptionItemRequest(OrderAction.Provide, "C3-" + key, key + "-3", $"{key} & {key} Zweite", "customer-domain"), new DomainItemRequest(OrderAction.Provide, "d3" + third, "C3-" + key),
            .. Enumerable.Range(0, 4).Select(i => An.Mailbox($"n{i}@d3{third}", "C3-" + key) with { DisplayName = i == 1 ? $"Zoë {key}" : null }),
        ]);
        await node.SubmitAsync(
        [
            new SubscriptionItemRequest(OrderAction.Provide, "C4-" + key, "4-" + key, $"Vierte {key}", "customer-domain"), new DomainItemRequest(OrderAction.Provide, "d4" + domain, "C4-" + key),
            .. Enumerable.Range(0, 3).Select(i => An.Mailbox($"o{i}@d4{domain}", "C4-" + key)),
        ]);

        foreach (var limit in new[] { 1, 2, 3, 50 })
        {
            var forwards = await AllAsync(node, key, limit, last: false);
            forwards.ShouldBeUnique();
            forwards.ShouldBe(
            [
                // By address: at the primary one where that begins so, else at the first of its aliases.
                $"m0@{domain}", $"{key}@{domain}",
                // By domain, the first first.
                $"x@{second}", $"y@{second}", .. Enumerable.Range(1, 4).Select(i => $"m{i}@{domain}"),
                // By its own name; by the customer's number; by the customer's name.
                $"n1@d3{third}", $"n0@d3{third}", $"n2@d3{third}", $"n3@d3{third}", .. Enumerable.Range(0, 3).Select(i => $"o{i}@d4{domain}"),
            ], ignoreOrder: true);
            (await AllAsync(node, key, limit, last: true)).ShouldBe(forwards);
        }
    }

    [Theory, EachDatabase]
    public async Task A_word_inside_a_name_is_found_and_no_longer_when_the_name_has_changed(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var (key, domain) = (An.Key(), An.Key() + ".example");
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("a@" + domain) with { DisplayName = $"Dr. Jörg Schmidt-Groß{key}" }]);

        foreach (var saying in new[] { "gross" + key, "Groß" + key, "schmidt-gross" + key, "schmidt gross" + key, "jörg schmidt-groß" + key })
            (await FindAsync(node, saying)).ShouldBe(["a@" + domain], saying);
        await node.SubmitAsync(new MailboxItemRequest(OrderAction.Modify, "a@" + domain, DisplayName: $"Jörg Klein{key}"));
        (await FindAsync(node, "gross" + key)).ShouldBeEmpty();
        (await FindAsync(node, "klein" + key)).ShouldBe(["a@" + domain]);
        await node.SubmitAsync(new SubscriptionItemRequest(OrderAction.Modify, domain, TenantName: $"Brauhaus Früh{key}"));
        (await FindAsync(node, "fruh" + key)).ShouldBe(["a@" + domain]);
    }

    [Theory, EachDatabase]
    public async Task A_cursor_that_is_none_begins_at_the_beginning(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("a@" + domain)]);
        foreach (var cursor in new[] { "", "x", "%", "MQ", "OQphCmI", new string('A', 5000), "\0" })
        {
            foreach (var cut in new[] { new Cut(After: cursor), new Cut(Before: cursor) })
                (await node.Get<SearchMailboxes>().ExecuteAsync(new MailboxFilter("@" + domain), cut, DomainNode.Crm, TestContext.Current.CancellationToken)).Items.Count.ShouldBe(1);
        }
    }

    [Theory, EachDatabase]
    public async Task Signs_that_mean_something_to_a_database_mean_nothing_here(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("a_b%c@" + domain), An.Mailbox("axbyc@" + domain)]);

        (await FindAsync(node, "a_b%c@" + domain)).ShouldBe(["a_b%c@" + domain]);
        foreach (var text in new[] { "%", "_", "'", "\\", "\";--", new string('x', 5000), "\0", "%@" + domain })
            (await FindAsync(node, text)).ShouldBeEmpty(text);
    }

    [Theory, EachDatabase]
    public async Task Ended_mailboxes_are_not_found(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("erika@" + domain)]);
        await node.SubmitAsync(An.TerminateMailbox("erika@" + domain));

        (await FindAsync(node, domain)).ShouldBeEmpty();
    }

    [Theory, EachDatabase]
    public async Task The_end_of_a_list_has_somebody_though_hundreds_of_customers_are_found_by_their_own_name_already(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var key = An.Key();
        foreach (var customers in Enumerable.Range(0, 280).Chunk(40))
        {
            await node.SubmitAsync([.. customers.SelectMany(i => (OrderItemRequest[])[
                new SubscriptionItemRequest(OrderAction.Provide, $"V{i}-{key}", $"K{i}-{key}", $"{key} {i}", "customer-domain"), new DomainItemRequest(OrderAction.Provide, $"d{i}-{key}.example", $"V{i}-{key}"),
                An.Mailbox($"a@d{i}-{key}.example", $"V{i}-{key}") with { DisplayName = key }])]);
        }

        var end = await node.Get<SearchMailboxes>().ExecuteAsync(new MailboxFilter(key), new Cut(Last: true, Limit: 10), DomainNode.Crm, TestContext.Current.CancellationToken);

        end.Items.Count.ShouldBe(10);
        end.Previous.ShouldNotBeNull();
        // Not all of what is behind was looked at: it is looked at by whoever goes on, and has nobody who is not shown already.
        for (var next = end.Next; next is not null;)
        {
            var further = await node.Get<SearchMailboxes>().ExecuteAsync(new MailboxFilter(key), new Cut(After: next, Limit: 10), DomainNode.Crm, TestContext.Current.CancellationToken);
            further.Items.ShouldBeEmpty();
            next = further.Next;
        }

        (await AllAsync(node, key, 100, last: true)).ShouldBe(await AllAsync(node, key, 100, last: false));
    }

    [Theory, EachDatabase]
    public async Task Those_whose_primary_address_is_meant_come_before_those_who_have_another_such_address_and_each_is_there_once(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var (here, there) = (An.Key("x") + ".example", An.Key("y") + ".example");
        await node.SubmitAsync([
            .. An.Customer(here), new DomainItemRequest(OrderAction.Provide, there, here), An.Mailbox("zoe@" + here), An.Mailbox("max@" + here), An.Mailbox("erika@" + there, here),
            An.Alias("a@" + here, "erika@" + there), An.Alias("b@" + here, "erika@" + there), An.Alias("c@" + here, "zoe@" + here)]);

        string[] all = ["max@" + here, "zoe@" + here, "erika@" + there];
        foreach (var text in (string[])["@" + here, here])
        {
            (await AllAsync(node, text, 1, last: false)).ShouldBe(all);
            (await AllAsync(node, text, 1, last: true)).ShouldBe(all);
        }

        (await FindAsync(node, "b@" + here)).ShouldBe(["erika@" + there]);
        (await FindAsync(node, "c@" + here)).ShouldBe(["zoe@" + here]);
    }

    private static async Task<List<string>> AllAsync(DomainNode node, string text, int limit, bool last)
    {
        var all = new List<string>();
        for (var cut = new Cut(Last: last, Limit: limit); ;)
        {
            var part = await node.Get<SearchMailboxes>().ExecuteAsync(new MailboxFilter(text), cut, DomainNode.Crm, TestContext.Current.CancellationToken);
            all.InsertRange(last ? 0 : all.Count, part.Items.Select(row => row.Address));
            if ((last ? part.Previous : part.Next) is not { } further)
                return all;
            cut = last ? new Cut(Before: further, Limit: limit) : new Cut(After: further, Limit: limit);
        }
    }

    private static async Task<IReadOnlyList<string>> FindAsync(DomainNode node, string text)
    {
        var part = await node.Get<SearchMailboxes>().ExecuteAsync(new MailboxFilter(text), new Cut(), DomainNode.Crm, TestContext.Current.CancellationToken);
        part.Items.Select(row => row.Id).ShouldBeUnique();
        return [.. part.Items.Select(row => row.Address)];
    }
}

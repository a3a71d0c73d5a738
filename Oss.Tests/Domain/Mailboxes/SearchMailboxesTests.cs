using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
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
    public async Task Pages_do_not_overlap_and_the_total_counts_all(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        await node.SubmitAsync([.. An.Customer(domain), .. Enumerable.Range(0, 7).Select(number => An.Mailbox($"m{number}@{domain}"))]);

        var pages = new List<string>();
        for (var offset = 0; offset < 9; offset += 3)
        {
            var page = await node.Get<SearchMailboxes>().ExecuteAsync(new MailboxSearch("@" + domain, offset, 3), DomainNode.Crm, TestContext.Current.CancellationToken);
            page.Total.ShouldBe(7);
            pages.AddRange(page.Items.Select(row => row.Address));
        }

        pages.ShouldBe(Enumerable.Range(0, 7).Select(number => $"m{number}@{domain}"));
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

    [Fact]
    public async Task A_search_by_address_reads_the_index_and_not_the_tables()
    {
        var node = await databases.NodeOnAsync(DatabaseProvider.Sqlite);
        var plan = await node.QueryAsync(async db =>
        {
            await db.Database.OpenConnectionAsync();
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = "EXPLAIN QUERY PLAN " + WithoutParameters(SearchMailboxes.Matching(db, "erika@k", DomainNode.Crm).ToQueryString());
            var lines = new List<string>();
            await using DbDataReader reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                lines.Add(reader.GetString(3));
            return lines;
        });

        plan.ShouldContain(line => line.StartsWith("SEARCH") && line.Contains("IX_Addresses_Search"), string.Join('\n', plan));
        plan.ShouldNotContain(line => line.StartsWith("SCAN ") && line != "SCAN a0", "a0 is what the index found:\n" + string.Join('\n', plan));
    }

    // ToQueryString gives parameters as the shell's ".param set", which only the shell understands.
    private static string WithoutParameters(string sql) => Regex.Replace(
        string.Join('\n', sql.Split('\n').Where(line => !line.StartsWith(".param"))), "@[A-Za-z_0-9]+", "'erika'");

    private static async Task<IReadOnlyList<string>> FindAsync(DomainNode node, string text)
    {
        var page = await node.Get<SearchMailboxes>().ExecuteAsync(new MailboxSearch(text), DomainNode.Crm, TestContext.Current.CancellationToken);
        page.Items.Select(row => row.Id).ShouldBeUnique();
        return [.. page.Items.Select(row => row.Address)];
    }
}

using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using MySqlConnector;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Audit;
using Oss.Domain.Demo;
using Oss.Domain.Demo.Sample;
using Oss.Domain.Domains;
using Oss.Domain.Events;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;
using Oss.Domain.Persistence;
using Oss.Domain.Subscriptions;
using Oss.Domain.Tenants;
using Oss.Tests.Domain;
using Shouldly;
using Xunit;

namespace Oss.Tests.Databases;

/// <summary>
/// Every part of every list costs what its rows cost, however long the list is: each statement that a list sends to MariaDB is looked at there. None reads a table from one end to the other,
/// and none reads many more rows than it shows, be the part the first, the last or one between.
/// </summary>
public sealed class ListPlanTests
{
    // The tables hold thousands; a part has 50 rows, each looked up in a handful of tables, and each of those told apart from its likes.
    private const int Limit = 50;
    private const long MostRead = 2500;

    // A table of so few rows is read through in no time, and the optimiser does.
    private const long Small = 2000;
    private static readonly string[] Large =
        ["Mailboxes", "Addresses", "Tenants", "Subscriptions", "MailDomains", "Orders", "OrderItem", "OrderEvents", "AuditEntries", "MailboxNameStarts", "TenantNameStarts"];

    [Fact]
    public async Task No_part_of_any_list_reads_a_table_through()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var databases = new DomainFixture();
        var node = await databases.NodeOnAsync(DatabaseProvider.MySql);
        await node.Get<SeedSample>().ExecuteAsync(new SampleSize(5000, 20_000, 5000), null, ct);
        var connection = await node.QueryAsync(db => Task.FromResult(db.Database.GetConnectionString()!));
        await CountAsync(connection);
        var giant = await node.QueryAsync(db => db.Tenants.Where(t => t.Name == SampleNames.Institutions[0]).SingleAsync(ct));
        var household = await node.QueryAsync(db => db.Tenants.OrderByDescending(t => t.Id).FirstAsync(ct));
        var mailbox = await node.QueryAsync(db => db.Mailboxes.OrderBy(m => m.Id).Skip(2000).Select(m => new { m.Id, m.PrimaryAddress }).FirstAsync(ct));
        var contract = giant.Number.Replace('K', 'V');
        Actor[] actors = [DomainNode.Crm, AdminOf(giant.Id), AdminOf(household.Id)];

        using var statements = new Statements(new MySqlConnectionStringBuilder(connection).Database);
        var findings = new List<string>();
        foreach (var actor in actors)
        {
            var mailboxes = node.Get<SearchMailboxes>();
            var texts = actor.TenantId is not null ? ["", "m", "muller", contract, mailbox.PrimaryAddress]
                : (string[])["", "m", "muller", "muller@", "@netcologne.de", "netcologne.de", "V0000", contract, giant.Number, "K", "backerei", "NetCologne", "Universität", mailbox.PrimaryAddress, "gibtesnicht"];
            foreach (var text in texts)
                await LookAsync($"mailboxes '{text}'", cut => mailboxes.ExecuteAsync(new MailboxFilter(text), cut, actor, ct));
            foreach (var filter in (MailboxFilter[])[new("", giant.Number), new("", null, contract), new("", household.Number), new(State: MailboxState.Active), new(State: MailboxState.Provisioning)])
                await LookAsync($"{filter}", cut => mailboxes.ExecuteAsync(filter, cut, actor, ct));

            var addresses = node.Get<GetAddress>();
            foreach (var filter in (AddressFilter[])[new(), new(AddressKind.CatchAll), new(AddressKind.Alias), new(Mailbox: mailbox.PrimaryAddress), new(ContractNumber: contract), new(Domain: "netcologne.de")])
                await LookAsync($"{filter}", cut => addresses.ListAsync(filter, cut, actor, ct));

            foreach (var text in (string[])["", "K", "muller", "K0000100", "NetCologne"])
            {
                await LookAsync($"customers by number '{text}'", cut => node.Get<SearchTenants>().ExecuteAsync(text, cut, actor, ct));
                await LookAsync($"customers by name '{text}'", cut => node.Get<SearchTenants>().ListAsync(text, cut, actor, ct));
            }

            foreach (var tenant in (string?[])[null, giant.Number])
                await LookAsync($"contracts of {tenant}", cut => node.Get<GetSubscription>().ListAsync(tenant, cut, actor, ct));
            foreach (var (text, of) in ((string, string?)[])[("", null), ("backerei", null), ("", contract)])
                await LookAsync($"domains '{text}' of {of}", cut => node.Get<GetDomain>().ListAsync(text, of, cut, actor, ct));
            foreach (var search in (OrderSearch[])[
                new(), new(OrderState.Completed), new(OrderState.Held), new(ExternalSystem: "crm"), new(ExternalId: "00000100"), new(TenantNumber: giant.Number), new(MailboxId: mailbox.Id), new(OrderState.Completed, "crm")])
                await LookAsync($"{search}", cut => node.Get<SearchOrders>().ExecuteAsync(search, cut, actor, ct));
            foreach (var search in (AuditSearch[])[
                new(), new(Actor: "anna"), new(Actor: "ApiClient crm"), new(Action: "mailbox.provide"), new(Subject: mailbox.PrimaryAddress), new(TenantNumber: giant.Number), new(From: new DateTime(2021, 1, 2, 0, 0, 0, DateTimeKind.Utc))])
                await LookAsync($"{search}", cut => node.Get<SearchAudit>().ExecuteAsync(search, cut, actor, ct));

            async Task LookAsync<T>(string what, Func<Cut, Task<Slice<T>>> read)
            {
                var first = await ReadAsync("first", new Cut(Limit: Limit));
                if (first.Next is { } next)
                    await ReadAsync("next", new Cut(After: next, Limit: Limit));
                var last = await ReadAsync("last", new Cut(Last: true, Limit: Limit));
                if (last.Previous is { } previous)
                    await ReadAsync("previous", new Cut(Before: previous, Limit: Limit));

                async Task<Slice<T>> ReadAsync(string part, Cut cut)
                {
                    statements.Taken.Clear();
                    var slice = await read(cut);
                    // Whoever may see one customer alone reads at most what that one has.
                    findings.AddRange((await FindingsAsync(connection, [.. statements.Taken], actor.TenantId is null ? MostRead : 2 * MostRead)).Select(finding => $"{what}, {part} part, for {actor.Name}: {finding}"));
                    return slice;
                }
            }
        }

        foreach (var system in (string?[])[null, "nobody"])
        {
            statements.Taken.Clear();
            await node.Get<GetEvents>().ExecuteAsync(0, Limit, system, DomainNode.Crm, ct);
            findings.AddRange((await FindingsAsync(connection, [.. statements.Taken], GetEvents.Window + MostRead)).Select(finding => $"events of {system}: {finding}"));
        }

        statements.Taken.Clear();
        await node.Get<GetMailbox>().ExecuteAsync(mailbox.Id, Actor.System, ct);
        findings.AddRange((await FindingsAsync(connection, [.. statements.Taken])).Select(finding => $"one mailbox: {finding}"));

        findings.ShouldBeEmpty(string.Join("\n\n", findings.Take(20)));
    }

    private static Actor AdminOf(Guid tenant) => new(ActorKind.ConsoleUser, $"the admin of {tenant}", Role.TenantAdmin, tenant);

    // The server guesses how many rows there are of a kind from a few pages taken at random, and anew some seconds after a table has grown: whatever it guesses a plan must be good, but a test
    // must meet the same one each time. So it reads every page.
    private static async Task CountAsync(string connectionString)
    {
        await using var connection = new MySqlConnection(connectionString);
        await connection.OpenAsync();
        foreach (var table in Large)
            await RowsAsync(connection, $"ALTER TABLE `{table}` STATS_SAMPLE_PAGES = 60000, STATS_AUTO_RECALC = 0", null);
        await RowsAsync(connection, $"ANALYZE TABLE {string.Join(", ", Large.Select(table => $"`{table}`"))}", null);
    }

    private static async Task<List<string>> FindingsAsync(string connectionString, IReadOnlyList<MySqlCommand> commands, long mostRead = MostRead)
    {
        await using var connection = new MySqlConnection(connectionString);
        await connection.OpenAsync();
        var findings = new List<string>();
        foreach (var command in commands.Where(command => command.CommandText.StartsWith("SELECT", StringComparison.Ordinal) || command.CommandText.StartsWith('(')))
        {
            var tables = Regex.Matches(command.CommandText, "`(\\w+)` AS `(\\w+)`").ToLookup(match => match.Groups[2].Value, match => match.Groups[1].Value);
            var plan = await RowsAsync(connection, "EXPLAIN " + command.CommandText, command);
            var scanned = plan.Where(row => row["type"] == "ALL" && tables[row["table"]].Any(Large.Contains) && RowsOf(row) > Small).ToList();
            await RowsAsync(connection, "FLUSH STATUS", null);
            await RowsAsync(connection, command.CommandText, command);
            var read = (await RowsAsync(connection, "SHOW SESSION STATUS LIKE 'Handler_read%'", null)).Sum(row => long.Parse(row["Value"], System.Globalization.CultureInfo.InvariantCulture));
            if (scanned.Count > 0 || read > mostRead)
                findings.Add($"{read} rows read; {string.Join("; ", plan.Select(row => $"{row["table"]} {row["type"]} {row["key"]} {row["rows"]} {row["Extra"]}"))}\n{command.CommandText}");
        }

        return findings;
    }

    private static long RowsOf(Dictionary<string, string> row) => long.TryParse(row["rows"], System.Globalization.CultureInfo.InvariantCulture, out var rows) ? rows : 0;

    private static async Task<List<Dictionary<string, string>>> RowsAsync(MySqlConnection connection, string sql, MySqlCommand? like)
    {
        await using var command = new MySqlCommand(sql, connection);
        foreach (MySqlParameter parameter in like?.Parameters.Cast<MySqlParameter>() ?? [])
            command.Parameters.Add(parameter.Clone());
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<Dictionary<string, string>>();
        while (await reader.ReadAsync())
            rows.Add(Enumerable.Range(0, reader.FieldCount).GroupBy(reader.GetName).ToDictionary(column => column.Key, column => $"{reader.GetValue(column.First())}"));
        return rows;
    }

    /// <summary>What is sent to one database, as EF tells whoever listens.</summary>
    private sealed class Statements : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private readonly List<IDisposable> _subscriptions = [];
        private readonly string _database;

        public Statements(string database)
        {
            _database = database;
            _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
        }

        public List<MySqlCommand> Taken { get; } = [];

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == DbLoggerCategory.Name)
                _subscriptions.Add(value.Subscribe(this, (name, _, _) => name == RelationalEventId.CommandExecuting.Name));
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Value is not CommandEventData { Command: MySqlCommand sent } || sent.Connection?.Database != _database)
                return;

            var copy = new MySqlCommand(sent.CommandText);
            foreach (MySqlParameter parameter in sent.Parameters)
                copy.Parameters.Add(parameter.Clone());
            Taken.Add(copy);
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void Dispose() => _subscriptions.ForEach(subscription => subscription.Dispose());
    }
}

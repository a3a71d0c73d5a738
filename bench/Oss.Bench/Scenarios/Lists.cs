using System.Text.Json;
using MySqlConnector;
using Oss.Bench.Measure;
using Oss.Bench.Peers;

namespace Oss.Bench.Scenarios;

/// <summary>Searches and lists by REST, first part and last, with 500,000 mailboxes: beside the one indexed query by a raw client that finds the same rows, and beside a platform of a thousand.</summary>
internal sealed class Lists : IScenario
{
    private const int Few = 1000;
    private const int Times = 30;

    private const string Mailboxes = "SELECT STRAIGHT_JOIN m.Id, m.PrimaryAddress, m.DisplayName, m.State, t.Number, t.Name, s.ContractNumber, p.Name FROM";
    private const string Owners = "JOIN Subscriptions s ON s.Id = m.SubscriptionId JOIN Tenants t ON t.Id = s.TenantId JOIN Products p ON p.Id = s.ProductId";
    private const string OfContract = "FROM Mailboxes FORCE INDEX (IX_Mailboxes_SubscriptionId_PrimaryAddress) WHERE State NOT IN ('Terminated', 'Purged') AND SubscriptionId";

    // What the caller says or looks at, and the query for as many rows of the same kind with the same columns, told which index to walk, and to take the part before it looks anything else up: left to
    // itself, the optimiser sorts all of some.
    private static readonly (string Path, string Query)[] All =
    [
        ("mailboxes?", $"{Mailboxes} (SELECT * FROM Mailboxes FORCE INDEX (IX_Mailboxes_PrimaryAddress) WHERE State NOT IN ('Terminated', 'Purged') ORDER BY PrimaryAddress @order LIMIT 51) m {Owners}"),
        ("mailboxes?search=muller", $"{Mailboxes} (SELECT * FROM Addresses FORCE INDEX (IX_Addresses_Kind_Search) WHERE Kind = 'Mailbox' AND Search >= 'muller' AND Search < 'muller\U0010FFFF' AND MailboxId IS NOT NULL ORDER BY Search @order, Id @order LIMIT 51) a JOIN Mailboxes m ON m.Id = a.MailboxId {Owners}"),
        ("mailboxes?search=@netcologne.de",
            $"{Mailboxes} (SELECT * FROM Addresses FORCE INDEX (IX_Addresses_DomainId_Kind_Value) WHERE DomainId = (SELECT Id FROM MailDomains WHERE Name = 'netcologne.de') AND Kind = 'Mailbox' ORDER BY Value @order LIMIT 51) a JOIN Mailboxes m ON m.Id = a.MailboxId {Owners}"),
        ("mailboxes?search=K0000002", $"{Mailboxes} (SELECT * {OfContract} = (SELECT s.Id FROM Tenants t JOIN Subscriptions s ON s.TenantId = t.Id WHERE t.Number = 'K0000002' LIMIT 1) ORDER BY PrimaryAddress @order LIMIT 51) m {Owners}"),
        ("mailboxes?search=universitat", $"{Mailboxes} (SELECT * {OfContract} = (SELECT s.Id FROM TenantNameStarts n JOIN Subscriptions s ON s.TenantId = n.TenantId WHERE n.Start >= 'universitat' AND n.Start < 'universitat\U0010FFFF' ORDER BY n.Start LIMIT 1) ORDER BY PrimaryAddress @order LIMIT 51) m {Owners}"),
        ("addresses?", "SELECT STRAIGHT_JOIN a.Value, a.Kind, m.PrimaryAddress, a.Targets, s.ContractNumber, a.MailboxId FROM Addresses a FORCE INDEX (IX_Addresses_Value) LEFT JOIN Mailboxes m ON m.Id = a.MailboxId JOIN Subscriptions s ON s.Id = a.SubscriptionId ORDER BY a.Value @order LIMIT 51"),
        ("tenants?", "SELECT Id, Number, Name FROM Tenants ORDER BY Number @order LIMIT 51"),
        ("subscriptions?", "SELECT STRAIGHT_JOIN s.*, t.*, p.* FROM (SELECT * FROM Subscriptions FORCE INDEX (IX_Subscriptions_ContractNumber) ORDER BY ContractNumber @order LIMIT 51) s JOIN Tenants t ON t.Id = s.TenantId JOIN Products p ON p.Id = s.ProductId"),
        ("domains?", "SELECT STRAIGHT_JOIN d.*, s.ContractNumber, t.Number FROM MailDomains d JOIN Subscriptions s ON s.Id = d.SubscriptionId JOIN Tenants t ON t.Id = s.TenantId ORDER BY d.Name @order LIMIT 51"),
        ("orders?", "SELECT STRAIGHT_JOIN o.*, i.* FROM (SELECT * FROM Orders ORDER BY SubmittedAt @order, Id @order LIMIT 51) o JOIN OrderItem i ON i.OrderId = o.Id"),
        ("audit-events?", "SELECT * FROM AuditEntries ORDER BY At @order, Id @order LIMIT 51"),
    ];

    public string Name => "lists";

    public string Says => "every list and search on MariaDB with 500,000 mailboxes, first part and last, beside the single query by a raw client, and beside a thousand mailboxes";

    public async Task RunAsync()
    {
        var (large, small) = (await SamplePlatform.OfAsync(SamplePlatform.Large), await SamplePlatform.OfAsync(Few));
        using var many = large.Crm();
        using var few = small.Crm();
        await using var raw = new MySqlConnection(large.Connection);
        await raw.OpenAsync();
        var (queries, sizes) = (new RatioTable("REST, ms", "raw query, ms"), new RatioTable("500,000, ms", "1,000, ms"));
        foreach (var (path, query) in All)
        {
            foreach (var part in (string[])["first", "last"])
            {
                var what = $"{path.TrimEnd('?')}, {part}";
                var address = "/api/v1/" + path + (part == "last" ? "&part=last" : "");
                var falls = (part == "last") != (path is "orders?" or "audit-events?");
                await using var command = new MySqlCommand(query.Replace("@order", falls ? "DESC" : "ASC", StringComparison.Ordinal), raw);
                await command.PrepareAsync();
                for (var i = 0; i < Times; i++)
                {
                    var (ours, other, theirs) = (await Work.MillisecondsAsync(() => many.GetStringAsync(address)), await Work.MillisecondsAsync(() => few.GetStringAsync(address)),
                        await Work.MillisecondsAsync(() => ReadAsync(command)));
                    if (i < Times / 3)
                        continue;

                    queries.Note(what, true, ours, "≤ 3");
                    queries.Note(what, false, theirs);
                    sizes.Note(what, true, ours, "≤ 3");
                    sizes.Note(what, false, other);
                }

                using var listed = JsonDocument.Parse(await many.GetStringAsync(address));
                if (listed.RootElement.GetProperty("items").GetArrayLength() == 0)
                    throw new InvalidOperationException($"{what} has nothing.");
            }
        }

        queries.Print();
        Console.WriteLine();
        sizes.Print();
    }

    private static async Task ReadAsync(MySqlCommand command)
    {
        await using var reader = await command.ExecuteReaderAsync();
        var row = new object[reader.FieldCount];
        while (await reader.ReadAsync())
            reader.GetValues(row);
    }
}

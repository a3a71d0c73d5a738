using System.Diagnostics;
using System.Globalization;
using Oss.Bench.Load;
using Oss.Bench.Measure;
using Oss.Bench.Peers;

namespace Oss.Bench.Scenarios;

/// <summary>RCPT against a directory of a thousand recipients, and of a million.</summary>
internal sealed class LargeDirectory : IScenario
{
    private const int Clients = 20;
    private const int Many = 1_000_000;
    private const int Few = 1000;

    public string Name => "directory";

    public string Says => "recipients asked for by RCPT, at random, with a million in the directory, beside a thousand";

    public async Task RunAsync()
    {
        await using var large = await OssServer.StartAsync(1);
        await using var small = await OssServer.StartAsync(1);
        await FillAsync(large, Many);
        await FillAsync(small, Few);
        var table = new RatioTable("a million", "a thousand");
        foreach (var (server, known) in ((OssServer, int)[])[(large, Many), (small, Few)])
            await AskAsync(server, known);
        for (var round = 0; round < 3; round++)
        {
            foreach (var (server, known) in ((OssServer, int)[])[(large, Many), (small, Few)])
            {
                var work = await AskAsync(server, known);
                table.Note("RCPT/s", server == large, work.Rate, "≥ 0.9");
                table.Note("server CPU ms per RCPT", server == large, work.ServerMilliseconds, "≤ 1.1");
            }
        }

        table.Print();
    }

    private static Task<Work> AskAsync(OssServer server, int known) => Work.ForAsync(server, TimeSpan.FromSeconds(5), Clients, number =>
    {
        LmtpClient? client = null;
        var random = new Random(number);
        return async () =>
        {
            client ??= await LmtpClient.OpenAsync(server.Smtp, "EHLO");
            await client.AskAsync(string.Create(CultureInfo.InvariantCulture, $"alias{random.Next(known)}@{Users.Domain}"));
            return 1;
        };
    });

    // Rows of their own rather than a million orders, which would take half an hour: each is a copy of a mailbox's own address, as an alias of it.
    private static async Task FillAsync(OssServer server, int count)
    {
        var insert = string.Create(CultureInfo.InvariantCulture, $"""
            CREATE TEMP TABLE one AS SELECT * FROM Addresses WHERE Value = '{Users.Name(0)}';
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {count - 1})
            INSERT INTO Addresses (Id, Value, Search, Kind, DomainId, SubscriptionId, MailboxId)
            SELECT upper(printf('%08x-0000-7000-8000-%012x', i, i)), 'alias' || i || '@{Users.Domain}', 'alias' || i || '@{Users.Domain}', 'Alias', DomainId, SubscriptionId, MailboxId FROM n, one;
            """);
        using var process = Process.Start(new ProcessStartInfo("sqlite3", [server.DatabasePath]) { RedirectStandardInput = true })!;
        await process.StandardInput.WriteAsync("PRAGMA busy_timeout=60000;\n" + insert);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException("The directory could not be filled.");
    }
}

using Oss.Bench.Load;
using Oss.Bench.Measure;
using Oss.Bench.Peers;

namespace Oss.Bench.Scenarios;

/// <summary>Memory of connections that wait in IDLE with INBOX selected.</summary>
internal sealed class IdleConnections : IScenario
{
    private const int Accounts = 50;

    public string Name => "idle";

    public string Says => "memory of 2,000 clients in IDLE, and of 10,000 on this platform";

    public async Task RunAsync()
    {
        await using var pair = await Pair.StartAsync(Accounts);
        for (var user = 0; user < Accounts; user++)
            pair.Fill(user, 50, _ => 2000);
        await pair.InTurnAsync(1, async (server, ours) => pair.Table.Note("KB PSS per idle connection", ours, await PerConnectionAsync(server, 2000) / 1024, "≤ 0.05"));
        var clients = await ConnectAsync(pair.Ours, 10_000);
        pair.Table.Note("MB in all with 10,000 idle", true, ProcessTree.ProportionalSet(pair.Ours.ProcessIds) / 1024.0 / 1024, "< 500");
        await CloseAsync(clients);
        pair.Table.Print();
    }

    private static async Task<double> PerConnectionAsync(IMailServer server, int count)
    {
        var few = await ConnectAsync(server, Accounts);
        await Task.Delay(1000);
        var before = ProcessTree.ProportionalSet(server.ProcessIds);
        var many = await ConnectAsync(server, count - Accounts);
        await Task.Delay(3000);
        var after = ProcessTree.ProportionalSet(server.ProcessIds);
        await CloseAsync([.. few, .. many]);
        return (after - before) / (double)(count - Accounts);
    }

    private static async Task<List<ImapClient>> ConnectAsync(IMailServer server, int count)
    {
        var clients = new List<ImapClient>(count);
        foreach (var chunk in Enumerable.Range(0, count).Chunk(50))
        {
            clients.AddRange(await Task.WhenAll(chunk.Select(async number =>
            {
                var client = await ImapClient.LoginAsync(server.Imap, Users.Name(number % Accounts), Users.Password);
                await client.CommandAsync("SELECT INBOX");
                await client.IdleAsync();
                return client;
            })));
        }

        return clients;
    }

    private static async Task CloseAsync(List<ImapClient> clients)
    {
        foreach (var client in clients)
            await client.DisposeAsync();
    }
}

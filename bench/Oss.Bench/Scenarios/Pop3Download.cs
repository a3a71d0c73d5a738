using Oss.Bench.Load;
using Oss.Bench.Measure;
using Oss.Bench.Peers;

namespace Oss.Bench.Scenarios;

/// <summary>A POP3 client fetches 50 MB.</summary>
internal sealed class Pop3Download : IScenario
{
    public string Name => "pop3";

    public string Says => "POP3 download of 50 MB in 1,000 messages, one client and four";

    public async Task RunAsync()
    {
        await using var pair = await Pair.StartAsync(4);
        for (var user = 0; user < 4; user++)
            pair.Fill(user, 1000, _ => 50_000);
        for (var round = 0; round < 3; round++)
            await pair.WarmUpAsync(server => DownloadAsync(server, 4));
        foreach (var clients in (int[])[1, 4])
        {
            await pair.InTurnAsync(5, async (server, ours) =>
            {
                long octets = 0;
                var time = await Work.MillisecondsAsync(async () => octets = await DownloadAsync(server, clients));
                pair.Table.Note($"MB/s, {clients} at once", ours, octets / 1000.0 / time, "≥ 1");
            });
        }

        pair.Table.Print();
    }

    private static async Task<long> DownloadAsync(IMailServer server, int clients) =>
        (await Task.WhenAll(Enumerable.Range(0, clients).Select(user => Task.Run(() => Pop3Client.DownloadAsync(server.Pop3, Users.Name(user), Users.Password))))).Sum();
}

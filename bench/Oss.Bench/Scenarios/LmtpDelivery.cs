using System.Collections.Concurrent;
using Oss.Bench.Load;
using Oss.Bench.Measure;
using Oss.Bench.Peers;

namespace Oss.Bench.Scenarios;

/// <summary>Messages delivered by LMTP into mailboxes, each on disk before its 250.</summary>
internal sealed class LmtpDelivery : IScenario
{
    private const int Clients = 20;

    public string Name => "lmtp";

    public string Says => "LMTP delivery of 4 KB and 100 KB messages over 20 connections, every message fsynced";

    public async Task RunAsync()
    {
        await using var pair = await Pair.StartAsync(Clients);
        foreach (var (label, octets) in (IEnumerable<(string, int)>)[("4 KB", 4000), ("100 KB", 100_000)])
        {
            var message = Messages.Make(1, octets);
            await pair.InTurnAsync(3, async (server, ours) =>
            {
                var times = new ConcurrentBag<double>();
                var work = await Work.ForAsync(server, TimeSpan.FromSeconds(6), Clients, number =>
                {
                    LmtpClient? client = null;
                    return async () =>
                    {
                        client ??= await LmtpClient.OpenAsync(server.Lmtp);
                        times.Add(await Work.MillisecondsAsync(() => client.DeliverAsync(Users.Name(number), message)));
                        return 1;
                    };
                });
                pair.Table.Note($"{label}: messages/s", ours, work.Rate, "≥ 2");
                pair.Table.Note($"{label}: p99 of the 250, ms", ours, times.Order().ElementAt((int)(times.Count * 0.99)), "≤ 1");
                pair.Table.Note($"{label}: server CPU ms per message", ours, work.ServerMilliseconds);
            });
        }

        pair.Table.Print();
    }
}

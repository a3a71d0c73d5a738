using System.Collections.Concurrent;
using Oss.Bench.Load;
using Oss.Bench.Measure;
using Oss.Bench.Peers;

namespace Oss.Bench.Scenarios;

/// <summary>What the trace costs: the same deliveries to this platform with it and without it, in turn.</summary>
internal sealed class TraceCost : IScenario
{
    private const int Clients = 20;

    public string Name => "trace";

    public string Says => "LMTP delivery of 4 KB messages over 20 connections, every message fsynced: with the trace, and without";

    public async Task RunAsync()
    {
        await using var with = await OssServer.StartAsync(Clients);
        await using var without = await OssServer.StartAsync(Clients, "--Oss:Trace:KeepDays=0");
        var table = new RatioTable("with", "without");
        await MeasureAsync(with, null, true);
        await MeasureAsync(without, null, false);
        for (var i = 0; i < 5; i++)
        {
            await MeasureAsync(with, table, true);
            // What is still to be written is written in its own time, not in the other's.
            await Task.Delay(TimeSpan.FromSeconds(3));
            await MeasureAsync(without, table, false);
        }

        table.Print();
    }

    private static async Task MeasureAsync(OssServer server, RatioTable? table, bool isTraced)
    {
        var message = Messages.Make(1, 4000);
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
        table?.Note("messages/s", isTraced, work.Rate, "≥ 0.95");
        table?.Note("p99 of the 250, ms", isTraced, times.Order().ElementAt((int)(times.Count * 0.99)), "≤ 1.1");
        table?.Note("server CPU ms per message", isTraced, work.ServerMilliseconds);
    }
}

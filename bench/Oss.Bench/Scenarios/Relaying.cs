using System.Collections.Concurrent;
using System.Globalization;
using Oss.Bench.Load;
using Oss.Bench.Measure;
using Oss.Bench.Peers;

namespace Oss.Bench.Scenarios;

/// <summary>Mail through the queue to the next server, which takes everything at once.</summary>
internal sealed class Relaying : IScenario
{
    private const int Clients = 20;

    public string Name => "relay";

    public string Says => "SMTP over 20 connections, through the queue, to smtp-sink over at most 40 connections, until it has the last message, every message fsynced, beside Postfix";

    public async Task RunAsync()
    {
        await using var sink = await SmtpSink.StartAsync();
        var port = sink.EndPoint.Port.ToString(CultureInfo.InvariantCulture);
        await using var ours = await OssServer.StartAsync(
            1, $"--Oss:Outbound:SmartHost=smtp:127.0.0.1:{port}", "--Oss:Outbound:RelayNetworks=127.0.0.0/8", "--Oss:Outbound:ConnectionsPerDestination=40");
        await using var theirs = await PostfixServer.StartAsync($"relayhost = [127.0.0.1]:{port}");
        var table = new RatioTable(ours.Name, theirs.Name);
        foreach (var (label, octets, count) in (IEnumerable<(string, int, int)>)[("4 KB", 4000, 3000), ("100 KB", 100_000, 1500)])
        {
            var message = Messages.Make(1, octets);
            foreach (var server in (ISmtpServer[])[ours, theirs])
                await Work.WarmUpAsync(() => SendAsync(server, sink, message, 1000, []));
            for (var round = 0; round < 3; round++)
            {
                foreach (var server in (ISmtpServer[])[ours, theirs])
                {
                    var times = new ConcurrentBag<double>();
                    var work = await SendAsync(server, sink, message, count, times);
                    table.Note($"{label}: messages/s", server == ours, work.Rate, "≥ 2");
                    table.Note($"{label}: p99 of the 250, ms", server == ours, times.Order().ElementAt((int)(times.Count * 0.99)), "≤ 1");
                    table.Note($"{label}: server CPU ms per message", server == ours, work.ServerMilliseconds);
                }
            }
        }

        table.Print();
    }

    private static async Task<Work> SendAsync(ISmtpServer server, SmtpSink sink, ReadOnlyMemory<byte> message, int count, ConcurrentBag<double> times)
    {
        var before = sink.Messages;
        return await Work.ManyAsync(server, count, Clients, number =>
        {
            LmtpClient? client = null;
            return async thing =>
            {
                client ??= await LmtpClient.OpenAsync(server.Smtp, "EHLO");
                times.Add(await Work.MillisecondsAsync(() => client.DeliverAsync($"somebody{thing}@remote.example", message)));
            };
        }, () => sink.ReachAsync(before + count));
    }
}

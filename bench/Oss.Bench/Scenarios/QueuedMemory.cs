using System.Globalization;
using Oss.Bench.Load;
using Oss.Bench.Measure;
using Oss.Bench.Peers;

namespace Oss.Bench.Scenarios;

/// <summary>Mail to a server that does not answer piles up on disk, and costs no memory.</summary>
internal sealed class QueuedMemory : IScenario
{
    private const int Clients = 20;

    public string Name => "queued";

    public string Says => "memory with 100,000 messages in the queue, beside what it is with 2,000";

    public async Task RunAsync()
    {
        var nobody = Ports.Free();
        await using var server = await OssServer.StartAsync(
            1, string.Create(CultureInfo.InvariantCulture, $"--Oss:Outbound:SmartHost=smtp:127.0.0.1:{nobody}"), "--Oss:Outbound:RelayNetworks=127.0.0.0/8");
        var message = Messages.Make(1, 2000);
        await FillAsync(server, message, 2000);
        var before = await SettledAsync(server);
        var work = await FillAsync(server, message, 98_000);
        var after = await SettledAsync(server);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{server.Queued:N0} queued, the last 98,000 at {work.Rate:0}/s: {before:0} MB (PSS) with 2,000, {after:0} MB with all; {after / before:0.00} (goal ≤ 1.5)"));
    }

    private static Task<Work> FillAsync(OssServer server, ReadOnlyMemory<byte> message, int count) => Work.ManyAsync(server, count, Clients, _ =>
    {
        LmtpClient? client = null;
        return async thing => await (client ??= await LmtpClient.OpenAsync(server.Smtp, "EHLO")).DeliverAsync($"somebody@d{thing % 1000}.example", message);
    }, () => Task.CompletedTask);

    // The lowest of a while: what was used once and is free by now is not what the queue needs.
    private static async Task<double> SettledAsync(OssServer server)
    {
        var lowest = double.MaxValue;
        for (var second = 0; second < 20; second++)
        {
            await Task.Delay(1000);
            lowest = Math.Min(lowest, ProcessTree.ProportionalSet(server.ProcessIds) / 1024.0 / 1024);
        }

        return lowest;
    }
}

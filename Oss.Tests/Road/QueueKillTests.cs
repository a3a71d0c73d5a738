using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Oss.Tests.Hosting;
using Oss.Tests.MailEngine.Queue;
using Shouldly;
using Xunit;

namespace Oss.Tests.Road;

/// <summary>Mail on its way out survives kills at any moment: each message that was answered 250 reaches the next server, and nearly all of them once.</summary>
public sealed class QueueKillTests
{
    private const int Messages = 400;
    private const int Connections = 4;
    private static readonly int[] Kills = [90, 180, 270];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Nothing_acknowledged_is_lost_on_its_way_out_when_the_program_is_killed_again_and_again()
    {
        var data = Directory.CreateTempSubdirectory("oss-queue-kill-");
        await using var sink = new SmtpSink();
        try
        {
            var acknowledged = new ConcurrentDictionary<int, bool>();
            foreach (var kill in Kills)
            {
                await using var oss = await StartAsync(data.FullName, sink);
                var enough = new TaskCompletionSource();
                var sending = Enumerable.Range(0, Connections).Select(i => SendAsync(oss.Port("SMTP"), i, acknowledged, kill, enough)).ToList();
                await enough.Task.WaitAsync(Patience);
                await oss.KillAsync();
                await Task.WhenAll(sending);
            }

            await using (await StartAsync(data.FullName, sink))
            {
                using var deadline = new CancellationTokenSource(Patience);
                while (Arrived(sink).Count < acknowledged.Count || !acknowledged.Keys.All(Arrived(sink).ContainsKey))
                    await Task.Delay(TimeSpan.FromMilliseconds(200), deadline.Token);
            }

            acknowledged.Count.ShouldBeGreaterThanOrEqualTo(Kills[^1]);
            // Twice is only what the far side had accepted and the queue had not noted at the moment of a kill: one for each connection at most.
            Arrived(sink).Values.Sum(count => count - 1).ShouldBeLessThanOrEqualTo(Kills.Length * 10);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static Task<RunningOss> StartAsync(string data, SmtpSink sink) =>
        RunningOss.StartAsync(data, $"--Oss:Outbound:SmartHost=smtp:127.0.0.1:{sink.Port}", "--Oss:Outbound:RelayNetworks=127.0.0.0/8");

    private static Dictionary<int, int> Arrived(SmtpSink sink) =>
        sink.Messages.GroupBy(m => int.Parse(m.Recipients.Single().Split('<', '@')[1])).ToDictionary(g => g.Key, g => g.Count());

    private static async Task SendAsync(int port, int first, ConcurrentDictionary<int, bool> acknowledged, int enough, TaskCompletionSource reached)
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", port);
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
            await reader.ReadLineAsync();
            await SayAsync("HELO test\r\n");
            // What was not acknowledged is not sent again here: its fate is open, and counting it would blur the count of copies.
            for (var id = first + (acknowledged.IsEmpty ? 0 : Messages * (1 + acknowledged.Count)); ; id += Connections)
            {
                await SayAsync("MAIL FROM:<a@other.example>\r\n");
                await SayAsync($"RCPT TO:<{id}@remote.example>\r\n");
                await SayAsync("DATA\r\n");
                if ((await SayAsync($"Subject: {id}\r\n\r\nx\r\n.\r\n"))?.StartsWith("250", StringComparison.Ordinal) == true)
                    acknowledged[id] = true;
                if (acknowledged.Count >= enough)
                    reached.TrySetResult();
            }

            async Task<string?> SayAsync(string text)
            {
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));
                return await reader.ReadLineAsync() ?? throw new IOException("Hung up.");
            }
        }
        catch (IOException)
        {
            // The program was killed; what it had not answered was never promised.
        }
    }
}

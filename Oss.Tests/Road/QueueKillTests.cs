using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Oss.MailEngine;
using Oss.Tests.Hosting;
using Oss.Tests.MailEngine.Queue;
using Shouldly;
using Xunit;

namespace Oss.Tests.Road;

/// <summary>Mail on its way in and out survives kills at any moment: each message that was answered 250 is in its mailbox once, or reaches the next server, and nearly all of them once.
/// The suite sends a few hundred; <c>OSS_TEST_KILL_MESSAGES=5000</c> says how many.</summary>
public sealed class QueueKillTests
{
    private const int Connections = 4;
    private static readonly int Messages = Environment.GetEnvironmentVariable("OSS_TEST_KILL_MESSAGES") is { Length: > 0 } wanted ? int.Parse(wanted) / 2 * 2 : 400;
    private static readonly int[] Kills = [.. Points(Messages)];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3 + (Messages / 1000.0));

    [Fact]
    public async Task Nothing_acknowledged_is_lost_on_its_way_in_or_out_when_the_program_is_killed_again_and_again()
    {
        var data = Directory.CreateTempSubdirectory("oss-queue-kill-");
        await using var sink = new SmtpSink();
        try
        {
            var acknowledged = new ConcurrentDictionary<int, bool>();
            foreach (var kill in Kills)
            {
                await using var oss = await StartAsync(data.FullName, sink);
                if (kill == Kills[0])
                    await Client.RunAsync("/usr/bin/python3", RoadTests.OrderScript, oss.Web, "kill", oss.CrmSecret);
                var enough = new TaskCompletionSource();
                var sending = Enumerable.Range(0, Connections).Select(i => SendAsync(oss.Port("SMTP"), i, acknowledged, kill, enough)).ToList();
                await enough.Task.WaitAsync(Patience);
                await oss.KillAsync();
                await Task.WhenAll(sending);
            }

            await using (await StartAsync(data.FullName, sink))
            {
                using var deadline = new CancellationTokenSource(Patience);
                while (Arrived(sink) is var arrived && !acknowledged.Keys.All(id => IsInbound(id) || arrived.ContainsKey(id)))
                    await Task.Delay(TimeSpan.FromMilliseconds(200), deadline.Token);
            }

            acknowledged.Count.ShouldBeGreaterThanOrEqualTo(Kills[^1]);
            var stored = Stored(data.FullName);
            acknowledged.Keys.Where(IsInbound).ShouldAllBe(id => stored.GetValueOrDefault(id) == 1);
            stored.Values.ShouldAllBe(count => count == 1);
            // Twice is only what the far side had accepted and the queue had not noted at the moment of a kill: one for each connection at most.
            Arrived(sink).Values.Sum(count => count - 1).ShouldBeLessThanOrEqualTo(Kills.Length * new OutboundOptions().ConnectionsPerDestination);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static Task<RunningOss> StartAsync(string data, SmtpSink sink) =>
        RunningOss.StartAsync(data, $"--Oss:Outbound:SmartHost=smtp:127.0.0.1:{sink.Port}", "--Oss:Outbound:RelayNetworks=127.0.0.0/8");

    // As many kills as there are 125 messages, each somewhere in its own stretch.
    private static IEnumerable<int> Points(int messages)
    {
        var random = new Random(messages);
        return Enumerable.Range(0, messages / 125).Select(stretch => (125 * stretch) + random.Next(40, 125));
    }

    private static bool IsInbound(int id) => id % 2 == 0;

    private static Dictionary<int, int> Stored(string data) => Directory.EnumerateFiles(Path.Combine(data, "volumes"), "*", SearchOption.AllDirectories)
        .Where(file => file.Contains("/anna@kill.example/Maildir/new/", StringComparison.Ordinal))
        .GroupBy(file => int.Parse(File.ReadLines(file).First(line => line.StartsWith("Subject: ", StringComparison.Ordinal))["Subject: ".Length..])).ToDictionary(g => g.Key, g => g.Count());

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
                await SayAsync(IsInbound(id) ? "RCPT TO:<anna@kill.example>\r\n" : $"RCPT TO:<{id}@remote.example>\r\n");
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

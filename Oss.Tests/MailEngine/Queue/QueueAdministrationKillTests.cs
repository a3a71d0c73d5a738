using System.Diagnostics;
using Oss.MailEngine.Queue.Administration;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Queue;

/// <summary>A node is killed while it sends and operators hold, release, delete, requeue and retry, again and again on one queue; then every message is counted.</summary>
public sealed class QueueAdministrationKillTests
{
    private const int Rounds = 5;

    [Fact]
    public async Task What_was_done_to_a_message_is_done_and_no_message_is_lost_or_comes_twice()
    {
        var root = Directory.CreateTempSubdirectory("oss-queue-admin-kill-").FullName;
        var isOpen = false;
        await using var sink = new SmtpSink { Reply = command => command.StartsWith("RCPT", StringComparison.Ordinal) && command.Contains(KilledQueueNode.Later, StringComparison.Ordinal) && !isOpen ? "450 4.2.0 Later" : null };
        try
        {
            var said = new List<string[]>();
            for (var round = 0; round < Rounds; round++)
                said.AddRange(await RunUntilKilledAsync(root, sink.Port, round, lines: 300 + (round * 47)));
            var lines = said.Select((words, at) => (At: at, Word: words[0], Id: Guid.Parse(words[1]))).ToLookup(line => line.Id);
            lines.Count.ShouldBeGreaterThan(Rounds * 10);

            var isTaken = sink.Messages.Select(Recipient).ToLookup(id => id);
            using var engine = KilledQueueNode.NewEngine(root, sink.Port);
            var (acknowledged, deleted, held) = (0, 0, 0);
            foreach (var message in lines.Where(m => m.Any(line => line.Word == "added")))
            {
                var details = await engine.Queue.FindAsync(message.Key, default);
                var last = message.MaxBy(line => line.At);
                acknowledged++;
                if (message.Any(line => line.Word == "Delete"))
                {
                    deleted++;
                    details.ShouldBeNull($"{message.Key:N} was deleted");
                }
                else if (!message.Any(line => line.Word is "?Delete" or "none"))
                {
                    (details is not null || isTaken.Contains(message.Key)).ShouldBeTrue($"{message.Key:N} is lost");
                    // What the kill left without an answer may have been done or not.
                    if (details is not null && last.Word is "Hold" or "Release" or "Requeue")
                        (details!.State == QueueState.Held).ShouldBe(last.Word == "Hold", message.Key.ToString("N"));
                    held += details is { State: QueueState.Held } ? 1 : 0;
                }
            }

            // Something of each was there to be lost.
            (acknowledged > 50 && deleted > 0 && held > 0).ShouldBeTrue($"{acknowledged} acknowledged, {deleted} deleted, {held} held");
            Directory.GetFiles(root, "*.damaged", SearchOption.AllDirectories).ShouldBeEmpty();
            var left = engine.Outbound.Store.All().Select(m => m.Id).ToHashSet();

            isOpen = true;
            await engine.Queue.ApplyAsync(QueueAction.Release, QueueFilter.All, default);
            await engine.Queue.ApplyAsync(QueueAction.Requeue, QueueFilter.All, default);
            await engine.Outbound.Queue.RunOnceAsync(TestContext.Current.CancellationToken);

            engine.Outbound.Store.All().ShouldBeEmpty();
            var arrived = sink.Messages.GroupBy(Recipient).ToDictionary(group => group.Key, group => group.Count());
            foreach (var message in lines.Where(m => m.Any(line => line.Word == "added") && !m.Any(line => line.Word is "Delete" or "?Delete" or "none")))
                arrived.GetValueOrDefault(message.Key).ShouldBeGreaterThanOrEqualTo(1, $"{message.Key:N} is lost");
            // What waited all the time was never accepted by anybody before: it comes once. What was accepted and not noted at a kill may come again, one for each connection.
            foreach (var message in sink.Messages.Where(m => m.Recipients[0].Contains(KilledQueueNode.Later, StringComparison.Ordinal)))
            {
                arrived[Recipient(message)].ShouldBe(1);
                left.ShouldContain(Recipient(message), "a deleted message came back");
            }

            arrived.Values.Sum(count => count - 1).ShouldBeLessThanOrEqualTo(Rounds * KilledQueueNode.Connections);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static Guid Recipient(SunkMessage message) => Guid.Parse(message.Recipients.Single().Split('<', '@')[1]);

    private static async Task<List<string[]>> RunUntilKilledAsync(string root, int port, int round, int lines)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(QueueAdministrationKillTests).Assembly.Location);
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(QueueAdministrationKillTests).Assembly.Location;
        start.Environment[KilledQueueNode.Variable] = $"{root}|{port}|{round}";
        using var process = Process.Start(start)!;
        var said = new List<string[]>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            said.Add(line.Split(' '));
            // What it still says before it dies counts as well.
            if (said.Count == lines)
                process.Kill();
        }

        await process.WaitForExitAsync();
        said.Count.ShouldBeGreaterThanOrEqualTo(lines);
        // A line that the kill cut off says nothing.
        return [.. said.Where(words => words.Length == 2 && Guid.TryParse(words[1], out _))];
    }
}

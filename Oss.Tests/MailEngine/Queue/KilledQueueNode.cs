using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Oss.MailEngine;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Queue;
using Oss.MailEngine.Queue.Administration;
using Engine = Oss.MailEngine.MailEngine;

namespace Oss.Tests.MailEngine.Queue;

/// <summary>The node that <see cref="QueueAdministrationKillTests"/> starts as a process of its own and kills while it takes messages, sends them, and an operator does things to them. It writes
/// <c>added ID</c> once a message is in the queue, <c>?Hold ID</c> before something is done to one and <c>Hold ID</c> once it is done, <c>none ID</c> when there was none. What is done to one message is done
/// in the order of the lines.</summary>
internal static class KilledQueueNode
{
    public const string Variable = "OSS_TEST_KILLED_QUEUE_NODE";
    public const int Connections = 4;

    /// <summary>Of a message that the next server takes at once.</summary>
    public const string Now = "now.example";

    /// <summary>Of one that it takes later only.</summary>
    public const string Later = "later.example";

    private const int Operators = 3;

    public static void RunWhenTold()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } told)
            return;
        var words = told.Split('|');
        RunAsync(words[0], int.Parse(words[1], CultureInfo.InvariantCulture), int.Parse(words[2], CultureInfo.InvariantCulture)).GetAwaiter().GetResult();
    }

    /// <summary>An engine whose mail goes to a port of this machine.</summary>
    public static Engine NewEngine(string root, int port) => new(
        new MailEngineOptions
        {
            HostName = "killed.example",
            Volumes = [new VolumeOptions("vol1", Path.Combine(root, "vol1"))],
            SpoolDirectory = Path.Combine(root, "spool"),
            Certificate = () => throw new InvalidOperationException(),
            Outbound = new OutboundOptions
            {
                SmartHost = MailTransport.TryParse(string.Create(CultureInfo.InvariantCulture, $"smtp:127.0.0.1:{port}")), ConnectionsPerDestination = Connections, SrsSecret = "test", MayReachLoopback = true,
            },
        },
        new TestDirectory(), TimeProvider.System, NullLoggerFactory.Instance);

    private static async Task RunAsync(string root, int port, int round)
    {
        var engine = NewEngine(root, port);
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        var known = engine.Outbound.Store.All().Select(m => m.Id).ToList();
        await Task.WhenAll([engine.RunQueueAsync(CancellationToken.None), .. Enumerable.Range(0, Operators).Select(number => Task.Run(() => OperateAsync(number)))]);

        async Task OperateAsync(int number)
        {
            var random = new Random((100 * round) + number);
            var mine = known.Where(id => id.ToByteArray()[^1] % Operators == number).ToList();
            while (true)
            {
                var id = Guid.CreateVersion7();
                if (id.ToByteArray()[^1] % Operators == number)
                {
                    var envelope = new QueuedEnvelope("sender@other.example", [new QueuedRecipient($"{id:N}@{(random.Next(3) == 0 ? Now : Later)}")]) { Arrived = DateTimeOffset.UtcNow };
                    await engine.Outbound.Store.AddAsync(id, envelope, target => target.WriteAsync("Subject: x\r\n\r\nbody\r\n"u8.ToArray()).AsTask());
                    Say($"added {id:N}");
                    engine.Outbound.Queue.Wake(id);
                    mine.Add(id);
                }

                for (var i = 0; i < 3 && mine.Count > 0; i++)
                {
                    var one = mine[random.Next(mine.Count)];
                    // Few are deleted, else none is left to lose.
                    var action = random.Next(30) == 0 ? QueueAction.Delete : (QueueAction[])[QueueAction.Hold, QueueAction.Release, QueueAction.Retry, QueueAction.Requeue] is var others ? others[random.Next(4)] : default;
                    Say($"?{action} {one:N}");
                    var change = await engine.Queue.ApplyAsync(action, [one], CancellationToken.None);
                    Say($"{(change.Gone == 1 ? "none" : action)} {one:N}");
                }
            }
        }

        void Say(string line)
        {
            lock (output)
                output.WriteLine(line);
        }
    }
}

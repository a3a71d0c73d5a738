using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Oss.MailEngine.Queue.Administration;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Queue;

/// <summary>
/// The whole engine is killed at moments that chance chooses, again and again, while clients send it 5,000 messages by SMTP and LMTP, to mailboxes, to another server, and to both; then both sides are counted.
/// What was promised by a 250 is there, whole, and in a mailbox once; nothing is there that nobody sent. At the other server, what it took at the moment of a kill may come again, one for each connection.
/// </summary>
public sealed partial class EngineKillTests
{
    private const int Messages = 5000;
    private const int Kills = 20;
    private const int Clients = 8;

    [Fact]
    public async Task Of_5000_messages_in_and_out_none_that_was_promised_is_lost_whenever_the_engine_is_killed()
    {
        var root = Directory.CreateTempSubdirectory("oss-engine-kill-").FullName;
        await using var sink = new SmtpSink();
        try
        {
            using (var engine = KilledEngine.NewEngine(root, sink.Port))
                await KilledEngine.CreateMailboxesAsync(engine);
            var sent = new Sent();
            var random = new Random();
            for (var round = 0; round <= Kills; round++)
            {
                using var process = Start(root, sink.Port);
                var ports = (await process.StandardOutput.ReadLineAsync())!.Split(' ').Select(port => int.Parse(port, CultureInfo.InvariantCulture)).ToList();
                var clients = Enumerable.Range(0, Clients).Select(_ => Task.Run(() => SendAsync(ports[0], ports[1], sent))).ToList();
                if (round < Kills)
                {
                    // Somewhere in the next so many messages, and at no moment that has to do with any of them.
                    var goal = (Messages * round / Kills) + random.Next(1, Messages / Kills);
                    while (sent.Acknowledged.Count < goal)
                        await Task.Delay(1, TestContext.Current.CancellationToken);
                    SpinWait.SpinUntil(() => false, TimeSpan.FromMicroseconds(random.Next(20_000)));
                    process.Kill();
                }

                await Task.WhenAll(clients);
                if (round == Kills)
                    process.Kill();
                await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            }

            using var last = KilledEngine.NewEngine(root, sink.Port);
            // Some are due later only: their promise had not been given yet, or too many waited for the other server.
            for (var left = int.MaxValue; last.Outbound.Store.All().Count() is > 0 and var now; left = now)
            {
                now.ShouldBeLessThan(left, "nothing goes on");
                await last.Queue.ApplyAsync(QueueAction.Requeue, QueueFilter.All, TestContext.Current.CancellationToken);
                await last.Outbound.Queue.RunOnceAsync(TestContext.Current.CancellationToken);
            }

            Directory.GetFiles(root, "*.damaged", SearchOption.AllDirectories).ShouldBeEmpty();
            Count(root, sink, sent);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static void Count(string root, SmtpSink sink, Sent sent)
    {
        var stored = Directory.GetFiles(Path.Combine(root, "vol1"), "*", SearchOption.AllDirectories).Where(file => file.Contains("/new/", StringComparison.Ordinal))
            .Select(file => NumberOf(File.ReadAllText(file, Encoding.Latin1))).GroupBy(number => number).ToDictionary(group => group.Key, group => group.Count());
        var taken = sink.Messages.Select(message => NumberOf(message.Content)).GroupBy(number => number).ToDictionary(group => group.Key, group => group.Count());
        sent.Acknowledged.Count.ShouldBeGreaterThanOrEqualTo(Messages);
        foreach (var number in sent.Acknowledged)
        {
            stored.GetValueOrDefault(number).ShouldBe(IsForMailbox(number) ? 1 : 0, $"message {number} in its mailbox");
            taken.GetValueOrDefault(number).ShouldBeGreaterThanOrEqualTo(IsForOthers(number) ? 1 : 0, $"message {number} at the other server");
        }

        // What was sent and not answered before the kill is there once or not at all; nothing else is there.
        var maybe = sent.Unanswered.ToHashSet();
        stored.Where(copies => copies.Value > 1).ShouldBeEmpty();
        stored.Keys.Concat(taken.Keys).Except(sent.Acknowledged).ShouldBeSubsetOf(maybe);
        taken.Values.Sum(copies => copies - 1).ShouldBeLessThanOrEqualTo(Kills * KilledEngine.Connections);
        TestContext.Current.SendDiagnosticMessage($"{sent.Acknowledged.Count} promised, {maybe.Count} unanswered, {stored.Count} in mailboxes, {taken.Count} taken by the other server, {taken.Values.Sum(copies => copies - 1)} of them again");
    }

    // A message that is not whole has no number.
    private static int NumberOf(string message)
    {
        var number = int.Parse(NumberField().Match(message).Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        message.ShouldEndWith(Text(number));
        return number;
    }

    private static bool IsForMailbox(int number) => number % 4 != 0;

    private static bool IsForOthers(int number) => number % 4 is 0 or 1;

    private static bool IsLmtp(int number) => number % 4 == 3;

    // Most are small; some go through a file of their own before they are promised.
    private static string Text(int number) => string.Concat(Enumerable.Repeat($"This is message {number}.\r\n", number % 20 == 7 ? 8000 : 10)) + $"End of {number}\r\n";

    private static async Task SendAsync(int smtp, int lmtp, Sent sent)
    {
        using var connections = new Connections(smtp, lmtp);
        while (sent.Acknowledged.Count < Messages)
        {
            var number = sent.Next();
            var isOnItsWay = false;
            try
            {
                var connection = await connections.ToAsync(IsLmtp(number));
                await connection.AskAsync("MAIL FROM:<>", "250");
                if (IsForMailbox(number))
                    await connection.AskAsync($"RCPT TO:<{KilledEngine.NameOf(number / 4 % KilledEngine.Mailboxes)}>", "250");
                if (IsForOthers(number))
                    await connection.AskAsync($"RCPT TO:<m{number}@remote.example>", "250");
                await connection.AskAsync("DATA", "354");
                isOnItsWay = true;
                await connection.AskAsync($"X-Number: {number}\r\n\r\n{Text(number)}.", "250");
                sent.Acknowledged.Enqueue(number);
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                if (isOnItsWay)
                    sent.Unanswered.Enqueue(number);
                return;
            }
        }
    }

    private static Process Start(string root, int port)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(EngineKillTests).Assembly.Location);
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(EngineKillTests).Assembly.Location;
        start.Environment[KilledEngine.Variable] = $"{root}|{port}";
        return Process.Start(start)!;
    }

    [GeneratedRegex(@"X-Number: (\d+)\r\n")]
    private static partial Regex NumberField();

    private sealed class Sent
    {
        private int _last;

        public ConcurrentQueue<int> Acknowledged { get; } = new();

        public ConcurrentQueue<int> Unanswered { get; } = new();

        public int Next() => Interlocked.Increment(ref _last);
    }

    /// <summary>One client's connection to each port, once it needs it.</summary>
    private sealed class Connections(int smtp, int lmtp) : IDisposable
    {
        private readonly Dictionary<bool, Connection> _open = [];

        public async Task<Connection> ToAsync(bool isLmtp)
        {
            if (_open.TryGetValue(isLmtp, out var connection))
                return connection;
            var client = new TcpClient { NoDelay = true };
            await client.ConnectAsync(IPAddress.Loopback, isLmtp ? lmtp : smtp);
            _open[isLmtp] = connection = new Connection(client);
            await connection.ReadAsync("220");
            await connection.AskAsync(isLmtp ? "LHLO client.example" : "EHLO client.example", "250");
            return connection;
        }

        public void Dispose()
        {
            foreach (var connection in _open.Values)
                connection.Dispose();
        }
    }

    private sealed class Connection(TcpClient client) : IDisposable
    {
        private readonly StreamReader _reader = new(client.GetStream(), Encoding.ASCII);

        public async Task AskAsync(string command, string expected)
        {
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"));
            await ReadAsync(expected);
        }

        public async Task ReadAsync(string expected)
        {
            string line;
            do
                line = await _reader.ReadLineAsync() ?? throw new IOException("The engine is gone.");
            while (line.Length > 3 && line[3] == '-');
            line.ShouldStartWith(expected);
        }

        public void Dispose()
        {
            _reader.Dispose();
            client.Dispose();
        }
    }
}

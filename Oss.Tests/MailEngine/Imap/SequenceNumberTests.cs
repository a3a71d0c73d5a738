using System.Globalization;
using System.Text.RegularExpressions;
using Oss.MailEngine;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Imap;

/// <summary>Ten sessions change one folder at once; each believes only what it is told, and what it believes is right.</summary>
public sealed partial class SequenceNumberTests
{
    private const int Sessions = 10;
    private const int Commands = 25;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Numbers_mean_the_same_message_to_the_client_and_the_server(int seed)
    {
        await using var node = new MailNode(options => options with { MaxConnectionsPerAddress = 100 });
        await node.AddMailboxAsync(Replay.User);
        for (var i = 0; i < 20; i++)
            await node.DeliverAsync(Replay.User, $"Subject: {i}\r\n\r\nx\r\n");

        var clients = new List<Believer>();
        for (var i = 0; i < Sessions; i++)
            clients.Add(await Believer.OpenAsync(node, new Random((seed * 100) + i)));
        await Task.WhenAll(clients.Select(client => Task.Run(async () =>
        {
            for (var i = 0; i < Commands; i++)
                await client.ActAsync();
        })));

        var believed = new List<string>();
        foreach (var client in clients)
        {
            await client.AskAsync("NOOP");
            await client.AskAsync("FETCH 1:* (UID)");
            believed.Add(string.Join(' ', client.Uids));
        }

        believed.Distinct().Count().ShouldBe(1, string.Join('\n', believed.Distinct()));
    }

    /// <summary>A client that keeps numbers as it is told.</summary>
    private sealed partial class Believer(MailClient client, Random random)
    {
        private int _tag;

        /// <summary>UIDs by number; 0 where it was not told yet.</summary>
        public List<uint> Uids { get; } = [];

        public static async Task<Believer> OpenAsync(MailNode node, Random random)
        {
            var believer = new Believer(node.Connect(MailListener.Imap, "127.0.0.1"), random);
            await believer.AskAsync($"LOGIN {Replay.User} secret");
            await believer.AskAsync("SELECT INBOX");
            return believer;
        }

        public Task ActAsync()
        {
            var any = Uids.Count == 0 ? 1 : random.Next(1, Uids.Count + 1);
            return random.Next(8) switch
            {
                0 => AskAsync("APPEND INBOX {14+}\r\nSubject: x\r\n\r\n"),
                1 => AskAsync($"STORE {any} +FLAGS (\\Deleted)"),
                2 => AskAsync("EXPUNGE"),
                3 => AskAsync("NOOP"),
                4 => AskAsync($"FETCH {any} (UID FLAGS)"),
                5 => AskAsync("UID FETCH 1:* (FLAGS)"),
                6 => AskAsync($"COPY {any} INBOX"),
                _ => AskAsync("SEARCH SEEN"),
            };
        }

        public async Task AskAsync(string command)
        {
            var tag = $"t{++_tag}";
            var holds = command.StartsWith("FETCH", StringComparison.Ordinal) || command.StartsWith("STORE", StringComparison.Ordinal) || command.StartsWith("SEARCH", StringComparison.Ordinal);
            await client.SendAsync($"{tag} {command}\r\n");
            while (await client.ReadLineAsync() is { } line && !line.StartsWith(tag + " ", StringComparison.Ordinal))
            {
                var told = Told().Match(line);
                if (!told.Success)
                    continue;
                var number = int.Parse(told.Groups[1].Value, CultureInfo.InvariantCulture);
                switch (told.Groups[2].Value)
                {
                    case "EXISTS":
                        number.ShouldBeGreaterThanOrEqualTo(Uids.Count, line);
                        Uids.AddRange(Enumerable.Repeat(0u, number - Uids.Count));
                        break;
                    case "EXPUNGE":
                        holds.ShouldBeFalse($"{command}: {line}");
                        number.ShouldBeLessThanOrEqualTo(Uids.Count, line);
                        Uids.RemoveAt(number - 1);
                        break;
                    default:
                        var uid = uint.Parse(told.Groups[3].Value, CultureInfo.InvariantCulture);
                        number.ShouldBeLessThanOrEqualTo(Uids.Count, line);
                        Uids[number - 1].ShouldBeOneOf([0u, uid], $"{command}: {line}");
                        Uids[number - 1] = uid;
                        break;
                }
            }
        }

        [GeneratedRegex(@"^\* ([0-9]+) (?:(EXISTS|EXPUNGE)$|FETCH \(.*UID ([0-9]+))")]
        private static partial Regex Told();
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Oss.MailEngine;
using Oss.Tests.MailEngine.Imap;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Storage;

/// <summary>A mailbox moved between volumes while clients and deliveries are at it: whatever was acknowledged is there afterwards, under its UID, with its flags.</summary>
public sealed partial class VolumeMoveTests
{
    private const string User = "bert@example.org";
    private const int Moves = 4;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_when_a_mailbox_moves_under_clients()
    {
        await using var node = new MailNode();
        var account = await node.AddMailboxAsync(User);
        Directory.CreateDirectory(Path.Combine(node.Root, "vol2"));
        node.Engine.ReplaceVolumes([new VolumeOptions("vol1", Path.Combine(node.Root, "vol1")), new VolumeOptions("vol2", Path.Combine(node.Root, "vol2"))]);
        var port = await node.ListenAsync(MailListener.Imap);
        using (var first = await RawImap.LogInAsync(port, User))
        {
            await first.AskAsync("CREATE Work");
            await first.AskAsync("SUBSCRIBE Work");
        }

        var (appended, flagged, expunged) = (new ConcurrentDictionary<string, string>(), new ConcurrentBag<string>(), new ConcurrentBag<string>());
        using var ending = new CancellationTokenSource();
        var acknowledged = new SemaphoreSlim(0);
        var delivered = new ConcurrentBag<string>();
        var clients = new[] { "INBOX", "Work", "INBOX" }.Select((folder, i) => Task.Run(() => HammerAsync(folder, $"c{i}")))
            .Concat(new[] { "l0", "l1" }.Select(name => (Name: name, Client: node.Connect(MailListener.Lmtp, "127.0.0.1"))).ToList().Select(lmtp => Task.Run(() => DeliverAsync(lmtp.Client, lmtp.Name)))).ToList();

        var volume = account.Volume;
        for (var move = 0; move < Moves; move++)
        {
            for (var i = 0; i < 60; i++)
                (await acknowledged.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBeTrue();
            var next = await node.Engine.MoveMailboxAsync(account.Id, User, volume, CancellationToken.None);
            next.ShouldNotBe(volume);
            // The directory hears of it later, and once not at all: it is found all the same.
            volume = next;
            if (move != 1)
                node.Mail.Mailboxes[User] = account with { Volume = volume };
        }

        for (var i = 0; i < 20; i++)
            (await acknowledged.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBeTrue();
        await ending.CancelAsync();
        await Task.WhenAll(clients);

        using var last = await RawImap.LogInAsync(port, User);
        var found = new Dictionary<string, (string Uid, string Flags)>();
        foreach (var folder in (string[])["INBOX", "Work"])
        {
            (await last.AskAsync($"SELECT {folder}"))[^1].ShouldStartWith("OK");
            foreach (var answer in await last.AskAsync("UID FETCH 1:* (UID FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])"))
            {
                if (Fetched().Match(answer) is { Success: true } match)
                    found.TryAdd(match.Groups["subject"].Value, ($"{folder} {match.Groups["uid"].Value}", match.Groups["flags"].Value)).ShouldBeTrue($"{match.Groups["subject"].Value} is there twice");
            }
        }

        var gone = expunged.ToHashSet();
        foreach (var (subject, uid) in appended.Where(pair => !gone.Contains(pair.Key)))
            found.GetValueOrDefault(subject).Uid.ShouldBe(uid, subject);
        foreach (var subject in flagged.Where(appended.ContainsKey))
            found[subject].Flags.ShouldContain("\\Flagged");
        found.Keys.Where(gone.Contains).ShouldBeEmpty();
        delivered.Count.ShouldBeGreaterThan(0);
        delivered.Where(subject => !found.ContainsKey(subject)).ShouldBeEmpty();
        (await last.AskAsync("LSUB \"\" *"))[0].ShouldContain("Work");
        Directory.EnumerateFileSystemEntries(Path.Combine(node.Root, "vol1", ".moving")).ShouldBeEmpty();
        Directory.EnumerateFileSystemEntries(Path.Combine(node.Root, "vol2", ".moving")).ShouldBeEmpty();

        async Task HammerAsync(string folder, string name)
        {
            for (var i = 0; !ending.IsCancellationRequested;)
            {
                try
                {
                    using var client = await RawImap.LogInAsync(port, User);
                    if (!(await client.AskAsync($"SELECT {folder}"))[^1].StartsWith("OK", StringComparison.Ordinal))
                        continue;
                    // One that began while the mailbox was on its way is told when it asks for something.
                    while (!ending.IsCancellationRequested)
                        await OneAsync(client, folder, $"{name}-{i++}");
                }
                catch (Exception e) when (e is IOException or SocketException or NotSupportedException)
                {
                    // The session ended, as those of a moved mailbox do; a BYE that nobody asked for is not read.
                }
            }
        }

        // A 250 is a promise wherever the mailbox is just then; anything else tells the sender to come again.
        async Task DeliverAsync(MailClient client, string name)
        {
            await client.GreetAsync("LHLO");
            for (var i = 0; !ending.IsCancellationRequested; i++)
            {
                (await client.AskAsync("MAIL FROM:<sender@elsewhere.example>")).ShouldStartWith("250 ");
                var answer = await client.AskAsync($"RCPT TO:<{User}>");
                if (answer.StartsWith("250 ", StringComparison.Ordinal))
                {
                    (await client.AskAsync("DATA")).ShouldStartWith("354 ");
                    answer = await client.AskAsync($"Subject: {name}-{i}\r\n\r\nbody\r\n.");
                    if (answer.StartsWith("250 ", StringComparison.Ordinal))
                    {
                        delivered.Add($"{name}-{i}");
                        acknowledged.Release();
                        continue;
                    }
                }

                answer.ShouldStartWith("4");
                await client.AskAsync("RSET");
            }
        }

        async Task OneAsync(RawImap client, string folder, string subject)
        {
            if (Appended().Match((await client.AppendAsync(folder, $"Subject: {subject}\r\n\r\nbody\r\n"))[^1]) is not { Success: true } ok)
                return;
            var uid = ok.Groups[1].Value;
            appended[subject] = $"{folder} {uid}";
            acknowledged.Release();
            if ((await client.AskAsync($"UID STORE {uid} +FLAGS (\\Flagged)"))[^1].StartsWith("OK", StringComparison.Ordinal))
                flagged.Add(subject);
            if (int.Parse(uid, CultureInfo.InvariantCulture) % 5 != 0)
                return;
            // Begun is as good as done: what became of it is not told when the session ends.
            appended.TryRemove(subject, out _);
            await client.AskAsync($"UID STORE {uid} +FLAGS (\\Deleted)");
            if ((await client.AskAsync($"UID EXPUNGE {uid}")) is [_, .., var told] && told.StartsWith("OK", StringComparison.Ordinal))
                expunged.Add(subject);
        }
    }

    [Fact]
    public async Task A_move_that_is_killed_is_taken_back_by_whoever_comes_next_or_gone_on_with()
    {
        using var tree = new StorageTree();
        var said = await KilledNode.RunUntilKilledAsync(tree, "move", rounds: 4, lines: 250, awaited: "moved");

        var storage = tree.NewNode(configure: options => options with { Volumes = [.. options.Volumes, new VolumeOptions("vol2", Path.Combine(tree.Root, "vol2"))] });
        var inbox = storage.Open(tree.Account).Inbox;
        foreach (var appended in said.Where(words => words[0] == "appended"))
            (await inbox.ReadAsync(uint.Parse(appended[1], CultureInfo.InvariantCulture))).ShouldBe(KilledNode.Text(appended[2]));
        said.Where(words => words[0] == "appended").Select(words => words[1]).ShouldBeUnique();
        var texts = new List<string>();
        foreach (var message in (await inbox.SyncAsync(CancellationToken.None)).Messages)
            texts.Add((await inbox.ReadAsync(message.Uid)).ShouldNotBeNull());
        texts.ShouldBeUnique();
        var delivered = said.Where(words => words[0] == "delivered").Select(words => KilledNode.Text(words[1])).ToList();
        delivered.Count.ShouldBeGreaterThan(0);
        delivered.Except(texts).ShouldBeEmpty();
        said.Count(words => words[0] == "moved").ShouldBeGreaterThan(0);

        // Wherever it is, it can be moved, and then nothing is left of those that were killed.
        foreach (var volume in (string[])["vol1", "vol2", "vol1"])
            (await storage.MoveAsync(tree.Account.Id, StorageTree.User, volume, CancellationToken.None)).ShouldNotBe(volume);
        Directory.EnumerateDirectories(tree.Root, StorageTree.User, SearchOption.AllDirectories).ShouldHaveSingleItem();
        Directory.EnumerateFileSystemEntries(Path.Combine(tree.Root, "vol1", ".moving")).ShouldBeEmpty();
    }

    [GeneratedRegex(@"OK \[APPENDUID [0-9]+ ([0-9]+)\]")]
    private static partial Regex Appended();

    [GeneratedRegex(@"UID (?<uid>[0-9]+).*FLAGS \((?<flags>[^)]*)\).*Subject: (?<subject>\S+)", RegexOptions.Singleline)]
    private static partial Regex Fetched();
}

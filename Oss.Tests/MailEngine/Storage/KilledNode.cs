using System.Diagnostics;
using System.Globalization;
using Oss.MailEngine;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Storage;
using Shouldly;

namespace Oss.Tests.MailEngine.Storage;

/// <summary>The node that <see cref="KillTests"/> starts as a process of its own and kills: this program, which works instead of testing when it is told to by its environment. Every line it
/// writes is something that it has acknowledged, or, with a question mark, something that it is about to begin.</summary>
internal static class KilledNode
{
    public const string Variable = "OSS_TEST_KILLED_NODE";

    private const int MaxLines = 20_000;

    public static void RunWhenTold()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } told)
            return;
        var words = told.Split('|');
        var (root, id, round) = (words[0], Guid.Parse(words[1]), int.Parse(words[2], CultureInfo.InvariantCulture));
        (words[3] == "move" ? MoveAsync(root, id, round) : RunAsync(root, id, round)).GetAwaiter().GetResult();
    }

    /// <summary>Starts it, and kills it when it has said so many lines; again so many times. What it said.</summary>
    /// <param name="tree">The tree it works on.</param>
    /// <param name="work">What it does: <c>use</c> or <c>move</c>.</param>
    /// <param name="rounds">How often.</param>
    /// <param name="lines">Lines of the first; each further round has 37 more.</param>
    /// <param name="awaited">A word that the first round says before it is killed, however many lines that takes.</param>
    public static async Task<List<string[]>> RunUntilKilledAsync(StorageTree tree, string work, int rounds, int lines, string? awaited = null)
    {
        var all = new List<string[]>();
        for (var round = 0; round < rounds; round++)
            all.AddRange(await RunOnceAsync(tree, work, round, lines: lines + (round * 37), round == 0 ? awaited : null));
        return all;
    }

    private static async Task<List<string[]>> RunOnceAsync(StorageTree tree, string work, int round, int lines, string? awaited)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(KilledNode).Assembly.Location);
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(KilledNode).Assembly.Location;
        start.Environment[Variable] = $"{tree.Root}|{tree.Account.Id}|{round}|{work}";
        using var process = Process.Start(start)!;
        var (said, isKilled) = (new List<string[]>(), false);
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            said.Add(line.Split(' '));
            if (said[^1][0] == awaited)
                awaited = null;
            // What it still says before it dies counts as well.
            if (isKilled || said.Count < lines || (awaited is not null && said.Count < MaxLines))
                continue;
            process.Kill();
            isKilled = true;
        }

        await process.WaitForExitAsync();
        said.Count.ShouldBeGreaterThanOrEqualTo(lines);
        return said;
    }

    // Two append and two deliver while the mailbox goes to and fro; where it is, is not told to anybody.
    private static async Task MoveAsync(string root, Guid id, int round)
    {
        Directory.CreateDirectory(Path.Combine(root, "vol2"));
        var storage = NewStorage(root, "vol1", "vol2");
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        await Task.WhenAll(AppendAsync("a"), AppendAsync("b"), DeliverAsync("d"), DeliverAsync("e"), GoAsync());

        async Task AppendAsync(string worker)
        {
            for (var i = 0; ; i++)
            {
                try
                {
                    var name = $"{round}-{worker}{i}";
                    var uid = (await storage.AppendAsync(storage.Open(new MailboxAccount(id, StorageTree.User, "vol1", null)).Inbox, Text(name))).Uid;
                    Say($"appended {uid} {name}");
                }
                catch (IOException)
                {
                    // On its way.
                }
            }
        }

        async Task DeliverAsync(string worker)
        {
            for (var i = 0; ; i++)
            {
                try
                {
                    var name = $"{round}-{worker}{i}";
                    await storage.DeliverAsync(storage.Open(new MailboxAccount(id, StorageTree.User, "vol1", null)).Inbox, Text(name));
                    Say($"delivered {name}");
                }
                catch (IOException)
                {
                    // On its way: its sender comes again.
                }
            }
        }

        async Task GoAsync()
        {
            for (var from = "vol1"; ; Say($"moved {from}"))
                from = await storage.MoveAsync(id, StorageTree.User, from, CancellationToken.None);
        }

        void Say(string line)
        {
            lock (output)
                output.WriteLine(line);
        }
    }

    private static MailStorage NewStorage(string root, params string[] volumes) => new(
        new MailEngineOptions
        {
            HostName = "killed.example",
            Volumes = [.. volumes.Select(volume => new VolumeOptions(volume, Path.Combine(root, volume)))],
            SpoolDirectory = Path.Combine(root, "spool"),
            DerivedDirectory = Path.Combine(root, "derived"),
            Certificate = () => throw new InvalidOperationException(),
        },
        TimeProvider.System);

    private static async Task RunAsync(string root, Guid id, int round)
    {
        var storage = NewStorage(root, "vol1");
        var mailbox = storage.Open(new MailboxAccount(id, StorageTree.User, "vol1", null));
        var work = FolderName.TryParse("Work")!.Value;
        mailbox.CreateFolder(work);
        var (inbox, target) = (mailbox.Inbox, mailbox.FindFolder(work)!);
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        await Task.WhenAll(DeliverAsync(), AppendAsync("a"), AppendAsync("b"));

        async Task DeliverAsync()
        {
            for (var i = 0; ; i++)
            {
                await storage.DeliverAsync(inbox, Text($"{round}-d{i}"));
                await SayAsync($"delivered {round}-d{i}");
            }
        }

        async Task AppendAsync(string worker)
        {
            for (var i = 0; ; i++)
            {
                var name = $"{round}-{worker}{i}";
                var uid = (await storage.AppendAsync(inbox, Text(name))).Uid;
                await SayAsync($"appended {uid} {name}");
                await inbox.StoreFlagsAsync([uid], FlagChange.Add, MessageFlags.Flagged, [], CancellationToken.None);
                await SayAsync($"flagged {uid} {name}");
                var copy = (await inbox.CopyToAsync([uid], target, CancellationToken.None))!.Single().Target;
                await SayAsync($"copied {copy} {name}");
                if (i % 3 != 0)
                    continue;
                await SayAsync($"?expunge {uid} {name}");
                await inbox.ExpungeAsync([uid], CancellationToken.None);
                await SayAsync($"expunged {uid} {name}");
            }
        }

        Task SayAsync(string line)
        {
            lock (output)
                output.WriteLine(line);
            return Task.CompletedTask;
        }
    }

    public static string Text(string name) => $"Subject: {name}\r\n\r\nbody of {name}\r\n";
}

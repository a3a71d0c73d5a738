using System.Globalization;
using Oss.MailEngine;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Storage;

namespace Oss.Tests.MailEngine.Storage;

/// <summary>The node that <see cref="KillTests"/> starts as a process of its own and kills: this program, which works instead of testing when it is told to by its environment. Every line it
/// writes is something that it has acknowledged, or, with a question mark, something that it is about to begin.</summary>
internal static class KilledNode
{
    public const string Variable = "OSS_TEST_KILLED_NODE";

    public static void RunWhenTold()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } told)
            return;
        var words = told.Split('|');
        RunAsync(words[0], Guid.Parse(words[1]), int.Parse(words[2], CultureInfo.InvariantCulture)).GetAwaiter().GetResult();
    }

    private static async Task RunAsync(string root, Guid id, int round)
    {
        var storage = new MailStorage(
            new MailEngineOptions
            {
                HostName = "killed.example",
                Volumes = [new VolumeOptions("vol1", Path.Combine(root, "vol1"))],
                SpoolDirectory = Path.Combine(root, "spool"),
                DerivedDirectory = Path.Combine(root, "derived"),
                Certificate = () => throw new InvalidOperationException(),
            },
            TimeProvider.System);
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

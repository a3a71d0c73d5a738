using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Oss.MailEngine.Queue;
using Oss.MailEngine.Sieve.Scripts;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Sieve;

/// <summary>A node is killed in the middle of delivering by a script that files, files a copy, sends on and keeps, again and again on one tree; then every copy is counted.</summary>
public sealed class FilteredKillTests
{
    private const string Anna = "anna@example.org";
    private const int Rounds = 4;

    [Fact]
    public async Task What_was_accepted_is_everywhere_the_script_put_it_and_sent_on_once()
    {
        await using var node = new MailNode();
        var account = await node.AddMailboxAsync(Anna);
        var home = Path.GetDirectoryName(node.Maildir(Anna))!;
        Directory.CreateDirectory(Path.Combine(home, "sieve"));
        await File.WriteAllTextAsync(Path.Combine(home, "sieve", "main.sieve"), $$"""
            require ["fileinto", "copy", "mailbox", "imap4flags"];
            fileinto :copy :create "Work";
            fileinto :copy :create :flags "\\Seen" "Copies";
            redirect :copy "{{KilledFilterNode.Outside}}";
            keep;
            """);
        File.CreateSymbolicLink(Path.Combine(home, ".dovecot.sieve"), "sieve/main.sieve");

        var (sends, accepted) = (new List<string>(), new HashSet<string>());
        for (var round = 0; round < Rounds; round++)
        {
            var again = sends.Distinct().Where(name => !accepted.Contains(name)).ToList();
            foreach (var words in await RunUntilKilledAsync(node.Root, account.Id, round, again, lines: 40 + (round * 23)))
            {
                if (words[0] == "accepted")
                    accepted.Add(words[1]);
                else
                    sends.Add(words[1]);
            }
        }

        accepted.Count.ShouldBeGreaterThan(Rounds * 5);
        var (inbox, work, copies, outside) = (Stored(node, "."), Stored(node, ".Work"), Stored(node, ".Copies"), Queued(node.Root));
        var memory = new SieveMemory(home, node.Time);
        foreach (var name in accepted)
        {
            var attempts = sends.Count(sent => sent == name);
            inbox.GetValueOrDefault(name).ShouldBeInRange(1, attempts, name);
            work.GetValueOrDefault(name).ShouldBeInRange(1, attempts, name);
            copies.GetValueOrDefault(name).ShouldBeInRange(1, attempts, name);
            outside.GetValueOrDefault(name).ShouldBe(1, name);
            memory.Contains($"redirect\n{KilledFilterNode.Outside}\n<{name}@elsewhere.example>").ShouldBeTrue(name);
        }

        outside.Values.ShouldAllBe(count => count == 1);
        node.Messages(Anna).ShouldAllBe(message => Encoding.UTF8.GetString(message).Contains("\r\n\r\nbody of ", StringComparison.Ordinal));
    }

    private static Dictionary<string, int> Stored(MailNode node, string folder) => Names(
        ((string[])["new", "cur"]).Select(part => Path.Combine(node.Maildir(Anna), folder, part)).Where(Directory.Exists).SelectMany(Directory.GetFiles));

    // Only what has its journal is in the queue.
    private static Dictionary<string, int> Queued(string root)
    {
        var store = new QueueStore(Path.Combine(root, "spool", "queue"), TimeProvider.System, NullLogger.Instance);
        return Names(store.All().SelectMany(message => Directory.GetFiles(store.DirectoryPath, $"{message.Id:N}.msg", SearchOption.AllDirectories)));
    }

    private static Dictionary<string, int> Names(IEnumerable<string> files) => files
        .Select(file => File.ReadAllLines(file).First(line => line.StartsWith("Subject: ", StringComparison.Ordinal))["Subject: ".Length..])
        .GroupBy(name => name).ToDictionary(group => group.Key, group => group.Count());

    private static async Task<List<string[]>> RunUntilKilledAsync(string root, Guid id, int round, IReadOnlyList<string> again, int lines)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(FilteredKillTests).Assembly.Location);
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(FilteredKillTests).Assembly.Location;
        start.Environment[KilledFilterNode.Variable] = $"{root}|{id}|{round}|{string.Join(' ', again)}";
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
        return said;
    }
}

using System.Globalization;
using Oss.MailEngine;
using Oss.MailEngine.Directory;

namespace Oss.Tests.MailEngine.Sieve;

/// <summary>The node that <see cref="FilteredKillTests"/> starts as a process of its own and kills while it delivers by a script. It writes <c>?send NAME</c> before it sends a message by
/// LMTP and <c>accepted NAME</c> once the reply is there. What a round before did not see accepted is sent again first, as the peer of a server that died does.</summary>
internal static class KilledFilterNode
{
    public const string Variable = "OSS_TEST_KILLED_FILTER_NODE";
    public const string Outside = "away@elsewhere.example";

    private const int Connections = 3;

    public static void RunWhenTold()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } told)
            return;
        var words = told.Split('|');
        RunAsync(words[0], Guid.Parse(words[1]), int.Parse(words[2], CultureInfo.InvariantCulture), words[3].Split(' ', StringSplitOptions.RemoveEmptyEntries)).GetAwaiter().GetResult();
    }

    public static string Text(string name) => $"From: bert@elsewhere.example\r\nTo: anna@example.org\r\nSubject: {name}\r\nMessage-ID: <{name}@elsewhere.example>\r\n\r\nbody of {name}\r\n";

    private static async Task RunAsync(string root, Guid id, int round, string[] again)
    {
        var node = new MailNode(root: root);
        // A round is a later time, as it is for a node that was started again.
        node.Time.Advance(TimeSpan.FromMinutes(round + 1));
        node.Mail.Mailboxes["anna@example.org"] = new MailboxAccount(id, "anna@example.org", "vol1", null);
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(SendAsync));

        async Task SendAsync(int worker)
        {
            var client = await node.Connect(MailListener.Lmtp).GreetAsync("LHLO");
            foreach (var name in again.Where((_, number) => number % Connections == worker).Concat(Enumerable.Range(0, int.MaxValue).Select(i => $"{round}-{worker}-{i}")))
            {
                Say($"?send {name}");
                await client.AskAsync("MAIL FROM:<bert@elsewhere.example>");
                await client.AskAsync("RCPT TO:<anna@example.org>");
                await client.AskAsync("DATA");
                if ((await client.AskAsync(Text(name) + ".")).StartsWith("250 ", StringComparison.Ordinal))
                    Say($"accepted {name}");
            }
        }

        void Say(string line)
        {
            lock (output)
                output.WriteLine(line);
        }
    }
}

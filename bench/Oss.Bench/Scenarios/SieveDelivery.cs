using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Oss.Bench.Load;
using Oss.Bench.Measure;
using Oss.Bench.Peers;

namespace Oss.Bench.Scenarios;

/// <summary>A thousand mailboxes, each with a filter script of its own, and messages that fall into one of its rules.</summary>
internal sealed class SieveDelivery : IScenario
{
    private const int Mailboxes = 1000;
    private const int Clients = 20;
    private const int Rules = 20;

    public string Name => "sieve";

    public string Says => "LMTP delivery of 4 KB messages to 1,000 mailboxes, each with a script of its own of 20 rules, over 20 connections";

    public async Task RunAsync()
    {
        await using var pair = await Pair.StartAsync(Mailboxes, sieve: true);
        await pair.InTurnAsync(1, (server, _) =>
        {
            for (var number = 0; number < Mailboxes; number++)
                Install(server, number);
            return Task.CompletedTask;
        });
        var body = Messages.Make(1, 4000);
        await pair.InTurnAsync(3, async (server, ours) =>
        {
            var times = new ConcurrentBag<double>();
            var work = await Work.ForAsync(server, TimeSpan.FromSeconds(6), Clients, number =>
            {
                LmtpClient? client = null;
                var round = number;
                return async () =>
                {
                    client ??= await LmtpClient.OpenAsync(server.Lmtp);
                    round = (round + Clients) % Mailboxes;
                    byte[] message = [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"List-Id: <list{round % Rules}.user{round}.example>\r\n")), .. body];
                    times.Add(await Work.MillisecondsAsync(() => client.DeliverAsync(Users.Name(round), message)));
                    return 1;
                };
            });
            pair.Table.Note("messages/s", ours, work.Rate, "≥ 1");
            pair.Table.Note("p99 of the 250, ms", ours, times.Order().ElementAt((int)(times.Count * 0.99)), "≤ 1");
            pair.Table.Note("server CPU ms per message", ours, work.ServerMilliseconds, "≤ 1");
        });
        pair.Table.Print();
    }

    /// <summary>Gives a mailbox a script of its own.</summary>
    public static void Install(IMailServer server, int number)
    {
        var home = Path.GetDirectoryName(server.MaildirOf(Users.Name(number)))!;
        Directory.CreateDirectory(Path.Combine(home, "sieve"));
        File.WriteAllText(Path.Combine(home, "sieve", "rules.sieve"), Script(number));
        File.CreateSymbolicLink(Path.Combine(home, ".dovecot.sieve"), Path.Combine("sieve", "rules.sieve"));
        server.Own(home);
    }

    private static string Script(int number)
    {
        var script = new StringBuilder("require [\"fileinto\", \"mailbox\", \"imap4flags\", \"variables\"];\n");
        for (var rule = 0; rule < Rules; rule++)
        {
            script.Append(CultureInfo.InvariantCulture, $$"""
                if anyof (header :contains "List-Id" "list{{rule}}.user{{number}}.example", address :is "from" ["a{{rule}}@user{{number}}.example", "b{{rule}}@example.net"],
                    header :matches "Subject" "*[ticket-{{rule}}-{{number}}-*]*") {
                    addflag "$List{{rule}}";
                    fileinto :create "List{{rule % 3}}";
                    stop;
                }

                """);
        }

        return script.ToString();
    }
}

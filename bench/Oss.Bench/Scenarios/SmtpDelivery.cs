using System.Collections.Concurrent;
using Oss.Bench.Load;
using Oss.Bench.Measure;
using Oss.Bench.Peers;

namespace Oss.Bench.Scenarios;

/// <summary>Mail from its way in to the mailbox, all of it: the clock runs from the first connection until the last message can be read.</summary>
internal sealed class SmtpDelivery : IScenario
{
    private const int Clients = 20;

    public string Name => "smtp";

    public string Says => "end to end: SMTP over 20 connections into 20 mailboxes until the last message can be read, every message fsynced, beside Postfix with Dovecot's LMTP";

    public async Task RunAsync()
    {
        await using var ours = await OssServer.StartAsync(Clients);
        await using var theirs = await PostfixAndDovecot.StartAsync(Clients);
        var table = new RatioTable(ours.Name, theirs.Name);
        (IMailServer Server, ISmtpServer Smtp)[] both = [(ours, ours), (theirs, theirs)];
        foreach (var (label, octets, count, goal) in (IEnumerable<(string, int, int, string)>)[("4 KB", 4000, 3000, "≥ 4"), ("100 KB", 100_000, 1500, "≥ 3")])
        {
            var message = Messages.Make(1, octets);
            foreach (var (server, smtp) in both)
                await Work.WarmUpAsync(() => DeliverAsync(server, smtp, message, 1000, []));
            for (var round = 0; round < 3; round++)
            {
                foreach (var (server, smtp) in both)
                {
                    var times = new ConcurrentBag<double>();
                    var work = await DeliverAsync(server, smtp, message, count, times);
                    table.Note($"{label}: messages/s", server == ours, work.Rate, goal);
                    table.Note($"{label}: p99 of the 250, ms", server == ours, times.Order().ElementAt((int)(times.Count * 0.99)), "≤ 1");
                    table.Note($"{label}: server CPU ms per message", server == ours, work.ServerMilliseconds);
                }
            }
        }

        table.Print();
    }

    private static async Task<Work> DeliverAsync(IMailServer server, ISmtpServer smtp, ReadOnlyMemory<byte> message, int count, ConcurrentBag<double> times)
    {
        var before = Delivered(server);
        var work = await Work.ManyAsync(server, count, Clients, number =>
        {
            LmtpClient? client = null;
            return async thing =>
            {
                client ??= await LmtpClient.OpenAsync(smtp.Smtp, "EHLO");
                times.Add(await Work.MillisecondsAsync(() => client.DeliverAsync(Users.Name(thing % Clients), message)));
            };
        }, async () =>
        {
            while (Delivered(server) < before + count)
                await Task.Delay(5);
        });
        return work;
    }

    // By their files: asking by IMAP would be work for the server.
    private static int Delivered(IMailServer server) =>
        Enumerable.Range(0, Clients).Select(number => Path.Combine(server.MaildirOf(Users.Name(number)), "new")).Where(Directory.Exists).Sum(path => Directory.EnumerateFiles(path).Count());
}

using System.Globalization;
using System.Text;
using Oss.Bench.Load;
using Oss.Bench.Measure;
using Oss.Bench.Peers;

namespace Oss.Bench.Scenarios;

/// <summary>The first message for each of a thousand mailboxes after a restart, with the compiled scripts where they were left and with all of them deleted.</summary>
internal sealed class SieveRestart : IScenario
{
    private const int Mailboxes = 1000;
    private const int Clients = 4;

    public string Name => "sieve-cold";

    public string Says => "the first LMTP delivery to each of 1,000 mailboxes with scripts of their own after a restart: compiled scripts kept, and deleted";

    public async Task RunAsync()
    {
        await using var server = await OssServer.StartAsync(Mailboxes);
        for (var number = 0; number < Mailboxes; number++)
            SieveDelivery.Install(server, number);
        await DeliverAsync(server, null, isKept: true);
        var table = new RatioTable("kept", "deleted");
        foreach (var isKept in (bool[])[true, false, false, true, true, false])
        {
            if (!isKept)
                Delete(server);
            await server.RestartAsync();
            await DeliverAsync(server, table, isKept);
        }

        table.Print();
    }

    private static async Task DeliverAsync(OssServer server, RatioTable? table, bool isKept)
    {
        var body = Messages.Make(1, 4000);
        var times = new double[Mailboxes];
        var before = ProcessTree.ProcessorSeconds(server.ProcessIds);
        var all = await Work.MillisecondsAsync(() => Task.WhenAll(Enumerable.Range(0, Clients).Select(async first =>
        {
            await using var client = await LmtpClient.OpenAsync(server.Lmtp);
            for (var number = first; number < Mailboxes; number += Clients)
            {
                byte[] message = [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"List-Id: <list{number % 20}.user{number}.example>\r\n")), .. body];
                times[number] = await Work.MillisecondsAsync(() => client.DeliverAsync(Users.Name(number), message));
            }
        })));
        table?.Note("the very first 250, ms", isKept, times[0], "≤ 1");
        table?.Note("median of the 250, ms", isKept, times.Order().ElementAt(Mailboxes / 2), "≤ 1");
        table?.Note("all 1,000, ms", isKept, all, "≤ 1");
        table?.Note("server CPU ms per message", isKept, (ProcessTree.ProcessorSeconds(server.ProcessIds) - before) * 1000 / Mailboxes, "≤ 1");
    }

    private static void Delete(OssServer server)
    {
        for (var number = 0; number < Mailboxes; number++)
            File.Delete(Path.Combine(Path.GetDirectoryName(server.MaildirOf(Users.Name(number)))!, "sieve", "rules.ossbin"));
    }
}

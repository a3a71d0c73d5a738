using System.Collections.Concurrent;
using System.Text;
using Oss.Bench.Load;
using Oss.Bench.Measure;
using Oss.Bench.Peers;

namespace Oss.Bench.Scenarios;

/// <summary>Peers that hold a connection each and send an octet now and then, in every state of the protocol.</summary>
internal sealed class SlowConnections : IScenario
{
    private const int Clients = 20;
    private const int Slow = 1000;

    private static readonly string[] Beginnings =
    [
        "", "EHLO slow.example\r\n", "EHLO slow.example\r\nMAIL FROM:<a@example.org>\r\n", $"EHLO slow.example\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<{Users.Name(0)}>\r\nDATA\r\nSubject: x\r\n\r\n",
        $"EHLO slow.example\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<{Users.Name(0)}>\r\nBDAT 1000000\r\n",
    ];

    public string Name => "slow";

    public string Says => "SMTP delivery of 4 KB messages over 20 connections, beside 1,000 peers that send an octet a second";

    public async Task RunAsync()
    {
        await using var server = await OssServer.StartAsync(Clients);
        var table = new RatioTable("with 1,000 slow peers", "without");
        var message = Messages.Make(1, 4000);
        await DeliverAsync(server, message, []);
        for (var round = 0; round < 3; round++)
        {
            foreach (var isSlow in (bool[])[true, false])
            {
                using var end = new CancellationTokenSource();
                var slow = isSlow ? await StartAsync(server, end.Token) : [];
                var times = new ConcurrentBag<double>();
                var work = await DeliverAsync(server, message, times);
                table.Note("messages/s", isSlow, work.Rate, "≥ 0.9");
                table.Note("p99 of the 250, ms", isSlow, times.Order().ElementAt((int)(times.Count * 0.99)), "≤ 1.2");
                await end.CancelAsync();
                await Task.WhenAll(slow);
            }
        }

        table.Print();
    }

    private static Task<Work> DeliverAsync(OssServer server, ReadOnlyMemory<byte> message, ConcurrentBag<double> times) => Work.ForAsync(server, TimeSpan.FromSeconds(6), Clients, number =>
    {
        LmtpClient? client = null;
        return async () =>
        {
            client ??= await LmtpClient.OpenAsync(server.Smtp, "EHLO");
            times.Add(await Work.MillisecondsAsync(() => client.DeliverAsync(Users.Name(number), message)));
            return 1;
        };
    });

    private static async Task<List<Task>> StartAsync(OssServer server, CancellationToken cancellationToken)
    {
        var peers = new List<Task>();
        for (var number = 0; number < Slow; number++)
        {
            var client = new LineClient(server.Smtp);
            await client.ConnectAsync();
            await client.SendAsync(Encoding.ASCII.GetBytes(Beginnings[number % Beginnings.Length]));
            peers.Add(DripAsync(client, cancellationToken));
        }

        return peers;
    }

    private static async Task DripAsync(LineClient client, CancellationToken cancellationToken)
    {
        await using (client)
        {
            try
            {
                while (true)
                {
                    await Task.Delay(1000, cancellationToken);
                    await client.SendAsync("x"u8.ToArray().AsMemory());
                }
            }
            catch (Exception e) when (e is OperationCanceledException or System.Net.Sockets.SocketException)
            {
                // Over, or the server has had enough of it.
            }
        }
    }
}

using Oss.Bench.Load;
using Oss.Bench.Measure;
using Oss.Bench.Peers;

namespace Oss.Bench.Scenarios;

/// <summary>From the answer to a delivery until a client in IDLE hears of the message.</summary>
internal sealed class IdleLatency : IScenario
{
    public string Name => "told";

    public string Says => "time from LMTP's 250 until a client in IDLE is told EXISTS";

    public async Task RunAsync()
    {
        await using var pair = await Pair.StartAsync(1);
        pair.Fill(0, 100, _ => 2000);
        await pair.InTurnAsync(3, async (server, ours) =>
        {
            await using var reader = await ImapClient.LoginAsync(server.Imap, Users.Name(0), Users.Password);
            await reader.CommandAsync("SELECT INBOX");
            await reader.IdleAsync();
            await using var sender = await LmtpClient.OpenAsync(server.Lmtp);
            for (var i = 0; i < 10; i++)
            {
                await Task.Delay(50);
                var told = reader.ExistsAsync();
                await sender.DeliverAsync(Users.Name(0), Messages.Make(i, 2000));
                pair.Table.Note("ms until told", ours, await Work.MillisecondsAsync(() => told), "< 5 ms");
            }
        });
        pair.Table.Print();
    }
}

using Oss.Bench.Load;
using Oss.Bench.Measure;
using Oss.Bench.Peers;

namespace Oss.Bench.Scenarios;

/// <summary>SELECT and the flags of a folder of 100,000 messages: warm, with a cold page cache, with all derived data deleted.</summary>
internal sealed class LargeFolder : IScenario
{
    private const int Count = 100_000;

    public string Name => "large";

    public string Says => "SELECT + FETCH 1:* FLAGS of 100,000 messages";

    public async Task RunAsync()
    {
        await using var pair = await Pair.StartAsync(1);
        pair.Fill(0, Count, _ => 700);
        // Also the just-in-time compiler is warm then: a server runs for weeks.
        await pair.InTurnAsync(30, (server, _) => OpenAsync(server));
        await Task.Delay(2000);
        await pair.InTurnAsync(5, async (server, ours) => pair.Table.Note("warm, ms", ours, await OpenAsync(server), "≤ 0.5"));
        await pair.InTurnAsync(3, async (server, ours) =>
        {
            Pair.DropPageCache();
            pair.Table.Note("cold page cache, ms", ours, await OpenAsync(server), "≤ 1");
        });
        await pair.InTurnAsync(3, async (server, ours) =>
        {
            server.DeleteDerived(Users.Name(0));
            pair.Table.Note("derived data deleted, ms", ours, await OpenAsync(server), "≤ 1");
        });
        pair.Table.Print();
    }

    private static async Task<double> OpenAsync(IMailServer server)
    {
        await using var client = await ImapClient.LoginAsync(server.Imap, Users.Name(0), Users.Password);
        return await Work.MillisecondsAsync(async () =>
        {
            await client.CommandAsync("SELECT INBOX");
            if (await client.CommandAsync("FETCH 1:* (FLAGS)") < Count)
                throw new IOException("Messages are missing.");
        });
    }
}

using Oss.Bench.Load;
using Oss.Bench.Measure;
using Oss.Bench.Peers;

namespace Oss.Bench.Scenarios;

/// <summary>A Maildir of 50,000 messages that no server has seen yet: no UID list, no index.</summary>
internal sealed class FirstAccess : IScenario
{
    private const int Rounds = 3;
    // As many as it takes until what is compiled for them is compiled for good.
    private const int WarmUps = 3;

    public string Name => "first";

    public string Says => "first SELECT, then first envelopes of all, of 50,000 messages without any index";

    public async Task RunAsync()
    {
        const int Folders = WarmUps + Rounds;
        await using var pair = await Pair.StartAsync(Folders);
        for (var user = 0; user < Folders; user++)
            pair.Fill(user, 50_000, _ => 1500);
        var next = 0;
        await pair.InTurnAsync(Folders, async (server, ours) =>
        {
            var user = ours ? next : next++;
            await using var client = await ImapClient.LoginAsync(server.Imap, Users.Name(user), Users.Password);
            var select = await Work.MillisecondsAsync(() => client.CommandAsync("SELECT INBOX"));
            var envelopes = await Work.MillisecondsAsync(() => client.CommandAsync("FETCH 1:* (UID FLAGS ENVELOPE)"));
            if (user < WarmUps)
                return;
            pair.Table.Note("SELECT, ms", ours, select, "≤ 1");
            pair.Table.Note("envelopes of all, ms", ours, envelopes, "≤ 1");
        });
        pair.Table.Print();
    }
}

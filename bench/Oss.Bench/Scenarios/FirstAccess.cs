using Oss.Bench.Load;
using Oss.Bench.Measure;
using Oss.Bench.Peers;

namespace Oss.Bench.Scenarios;

/// <summary>A Maildir of 50,000 messages that no server has seen yet: no UID list, no index.</summary>
internal sealed class FirstAccess : IScenario
{
    private const int Rounds = 3;

    public string Name => "first";

    public string Says => "first SELECT, then first envelopes of all, of 50,000 messages without any index";

    public async Task RunAsync()
    {
        await using var pair = await Pair.StartAsync(Rounds);
        for (var user = 0; user < Rounds; user++)
            pair.Fill(user, 50_000, _ => 1500);
        var next = 0;
        await pair.InTurnAsync(Rounds, async (server, ours) =>
        {
            var user = ours ? next : next++;
            await using var client = await ImapClient.LoginAsync(server.Imap, Users.Name(user), Users.Password);
            pair.Table.Note("SELECT, ms", ours, await Work.MillisecondsAsync(() => client.CommandAsync("SELECT INBOX")), "≤ 1");
            pair.Table.Note("envelopes of all, ms", ours, await Work.MillisecondsAsync(() => client.CommandAsync("FETCH 1:* (UID FLAGS ENVELOPE)")), "≤ 1");
        });
        pair.Table.Print();
    }
}

using Oss.Bench.Load;
using Oss.Bench.Measure;
using Oss.Bench.Peers;

namespace Oss.Bench.Scenarios;

/// <summary>What people's clients do all day, on mailboxes of 500 messages.</summary>
internal sealed class MixedSessions : IScenario
{
    private const int Clients = 20;
    private const int Messages_ = 500;

    public string Name => "mixed";

    public string Says => "select, envelopes and flags of all, bodies, store, search header and text, append, expunge; 20 clients, 500 messages each";

    public async Task RunAsync()
    {
        await using var pair = await Pair.StartAsync(Clients);
        for (var user = 0; user < Clients; user++)
            pair.Fill(user, Messages_, n => 1000 + (n % 10 * 700));
        await pair.WarmUpAsync(server => Work.ForAsync(server, TimeSpan.FromSeconds(20), Clients, number => () => SessionAsync(server, number)));
        await pair.InTurnAsync(3, async (server, ours) =>
        {
            var work = await Work.ForAsync(server, TimeSpan.FromSeconds(10), Clients, number => () => SessionAsync(server, number));
            pair.Table.Note("commands/s", ours, work.Rate, "≥ 2");
            pair.Table.Note("server CPU ms per command", ours, work.ServerMilliseconds);
            pair.Table.Note("load CPU, cores", ours, work.LoadSeconds / work.Seconds, "< 0.5");
        });
        pair.Table.Print();
    }

    private static async Task<int> SessionAsync(IMailServer server, int number)
    {
        var random = new Random(number);
        await using var client = await ImapClient.LoginAsync(server.Imap, Users.Name(number), Users.Password);
        await client.CommandAsync("SELECT INBOX");
        await client.CommandAsync("FETCH 1:* (UID FLAGS ENVELOPE RFC822.SIZE)");
        for (var i = 0; i < 10; i++)
            await client.CommandAsync($"FETCH {random.Next(1, Messages_)} BODY.PEEK[]");
        for (var i = 0; i < 5; i++)
            await client.CommandAsync($"STORE {random.Next(1, Messages_)} {(i % 2 == 0 ? '+' : '-')}FLAGS (\\Flagged)");
        await client.CommandAsync("SEARCH HEADER Subject Termin");
        await client.CommandAsync("SEARCH TEXT contract");
        await client.AppendAsync(Messages.Make(random.Next(), 4000));
        await client.CommandAsync("NOOP");
        await client.CommandAsync($"STORE {Messages_ + 1} +FLAGS.SILENT (\\Deleted)");
        await client.CommandAsync("EXPUNGE");
        await client.CommandAsync("LOGOUT");
        return 25;
    }
}

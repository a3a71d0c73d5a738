using Oss.Bench.Load;
using Oss.Bench.Measure;
using Oss.Bench.Peers;

namespace Oss.Bench.Scenarios;

/// <summary>Connect, log in, log out, over and over.</summary>
internal sealed class Logins : IScenario
{
    private const int Accounts = 50;

    public string Name => "logins";

    public string Says => "IMAP connect, LOGIN, LOGOUT; 8 clients, 50 accounts";

    public async Task RunAsync()
    {
        await using var pair = await Pair.StartAsync(Accounts);
        var next = 0;
        Task<Work> LogInAsync(IMailServer server, int seconds) => Work.ForAsync(server, TimeSpan.FromSeconds(seconds), 8, _ => async () =>
        {
            await using var client = await ImapClient.LoginAsync(server.Imap, Users.Name(Interlocked.Increment(ref next) % Accounts), Users.Password);
            await client.CommandAsync("LOGOUT");
            return 1;
        });
        await pair.WarmUpAsync(server => LogInAsync(server, 10));
        await pair.InTurnAsync(3, async (server, ours) =>
        {
            var work = await LogInAsync(server, 5);
            pair.Table.Note("logins/s", ours, work.Rate, "≥ 2");
            pair.Table.Note("server CPU ms per login", ours, work.ServerMilliseconds);
        });
        pair.Table.Print();
    }
}

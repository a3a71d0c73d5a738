using System.Globalization;
using System.Net.Http.Json;
using Oss.Bench.Measure;
using Oss.Bench.Peers;

namespace Oss.Bench.Scenarios;

/// <summary>Orders for one mailbox by REST, with all their durability, beside the bare inserts and the one fsync that they need: by one client, and by eight at once.</summary>
internal sealed class Orders : IScenario
{
    private const int Rounds = 3;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(6);
    // Until what an order runs through is compiled for good.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(25);
    private int _run;

    public string Name => "orders";

    public string Says => "orders for one mailbox on MariaDB with 500,000, beside the bare inserts and one fsync, by 1 and by 8 clients";

    public async Task RunAsync()
    {
        var platform = await SamplePlatform.OfAsync(SamplePlatform.Large);
        using var crm = platform.Crm();
        await SamplePlatform.EnsureAsync(await crm.PostAsJsonAsync("/api/v1/orders", SamplePlatform.Order(8, "likethis")));
        var bare = await BareInserts.LikeAsync(platform.Connection, "likethis");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"An order leaves {bare.Rows} rows.\n"));
        var table = new RatioTable("orders", "bare inserts");
        await OrderAsync(platform, 8, WarmUp);
        foreach (var clients in (int[])[1, 8])
        {
            for (var round = 0; round < Rounds; round++)
            {
                var ours = await OrderAsync(platform, clients, Time);
                var theirs = await Work.ForAsync(platform.DatabaseServer, Time, clients, number => bare.Client(string.Create(CultureInfo.InvariantCulture, $"bare{++_run}x{number}y")));
                foreach (var (work, isOurs) in ((Work, bool)[])[(ours, true), (theirs, false)])
                {
                    table.Note($"orders/s, {clients} client{(clients == 1 ? "" : "s")}", isOurs, work.Rate, "≥ 0.5");
                    table.Note($"server CPU ms per order, {clients} client{(clients == 1 ? "" : "s")}", isOurs, work.ServerMilliseconds);
                }
            }
        }

        table.Print();
    }

    private Task<Work> OrderAsync(SamplePlatform platform, int clients, TimeSpan time)
    {
        var run = ++_run;
        return Work.ForAsync(platform, time, clients, number =>
        {
            var (crm, sent) = (platform.Crm(), 0);
            return async () =>
            {
                await SamplePlatform.EnsureAsync(await crm.PostAsJsonAsync("/api/v1/orders", SamplePlatform.Order(number, string.Create(CultureInfo.InvariantCulture, $"o{run}-{number}-{sent++}"))));
                return 1;
            };
        });
    }
}

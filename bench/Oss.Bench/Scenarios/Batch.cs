using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Oss.Bench.Measure;
using Oss.Bench.Peers;

namespace Oss.Bench.Scenarios;

/// <summary>A batch of 10,000 orders of one mailbox each: what the node's memory does meanwhile, and what an agent's order waits beside it.</summary>
internal sealed class Batch : IScenario
{
    private const int Orders = 10_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public string Name => "batch";

    public string Says => "a batch of 10,000 orders on MariaDB with 500,000 mailboxes: memory while it is carried out, and an agent's order beside it";

    public async Task RunAsync()
    {
        var platform = await SamplePlatform.OfAsync(SamplePlatform.Large);
        using var crm = platform.Crm();
        using var agent = platform.Crm();
        var table = new RatioTable("beside the batch", "alone");
        for (var i = 0; i < 50; i++)
            table.Note("an agent's order, ms", false, await OrderAsync(agent, $"alone{i}"));

        var before = ProcessTree.ProportionalSet(platform.Node);
        var batch = new { externalSystem = "bench", externalId = "batch", orders = Enumerable.Range(0, Orders).Select(i => SamplePlatform.Order(0, string.Create(CultureInfo.InvariantCulture, $"batch{i}"))) };
        string? id = null;
        var taken = await Work.MillisecondsAsync(async () =>
        {
            using var answer = JsonDocument.Parse(await SamplePlatform.EnsureAsync(await crm.PostAsJsonAsync("/api/v1/order-batches", batch)));
            id = answer.RootElement.GetProperty("batch").GetProperty("id").GetString();
        });
        var (memory, clock, waits) = (new List<long>(), System.Diagnostics.Stopwatch.StartNew(), new List<double>());
        var left = Orders;
        while (left > 0)
        {
            var wait = await OrderAsync(agent, string.Create(CultureInfo.InvariantCulture, $"beside{memory.Count}"));
            waits.Add(wait);
            table.Note("an agent's order, ms", true, wait, "not waiting");
            memory.Add(ProcessTree.ProportionalSet(platform.Node));
            await Task.Delay(Pause);
            using var shown = JsonDocument.Parse(await crm.GetStringAsync($"/api/v1/order-batches/{id}"));
            left = Orders - shown.RootElement.GetProperty("ended").GetInt32();
        }

        table.Print();
        var fifth = Math.Max(1, memory.Count / 5);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"\nTaken in {taken / 1000:0.0} s, carried out in {clock.Elapsed.TotalSeconds:0} s: {Orders / clock.Elapsed.TotalSeconds:0} orders/s. An agent's slowest order beside it: {waits.Max():0} ms."));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Memory of the node: {before / 1e6:0} MB before, {memory.Take(fifth).Average() / 1e6:0} MB in the first fifth of the time, {memory.TakeLast(fifth).Average() / 1e6:0} MB in the last, {memory.Max() / 1e6:0} MB at most."));
    }

    private static Task<double> OrderAsync(HttpClient agent, string id) =>
        Work.MillisecondsAsync(async () => await SamplePlatform.EnsureAsync(await agent.PostAsJsonAsync("/api/v1/orders", SamplePlatform.Order(1, id))));
}

using System.Diagnostics;
using Oss.Bench.Peers;

namespace Oss.Bench.Measure;

/// <summary>What a piece of load cost: time, count, processor time of the server and of the load itself.</summary>
internal sealed record Work(double Seconds, long Count, double ServerSeconds, double LoadSeconds)
{
    /// <summary>Things done in a second.</summary>
    public double Rate => Count / Seconds;

    /// <summary>Milliseconds of the server's processor time for each.</summary>
    public double ServerMilliseconds => ServerSeconds * 1000 / Math.Max(1, Count);

    /// <summary>Runs <paramref name="clients"/> loops side by side for a time; each call of the body does one round and returns how many things that were.</summary>
    public static async Task<Work> ForAsync(IServer server, TimeSpan time, int clients, Func<int, Func<Task<int>>> client)
    {
        var ids = server.ProcessIds;
        var (before, own) = (ProcessTree.ProcessorSeconds(ids), Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds);
        var clock = Stopwatch.StartNew();
        long count = 0;
        await Task.WhenAll(Enumerable.Range(0, clients).Select(number => Task.Run(async () =>
        {
            var round = client(number);
            while (clock.Elapsed < time)
                Interlocked.Add(ref count, await round());
        })));
        return new Work(
            clock.Elapsed.TotalSeconds, count, ProcessTree.ProcessorSeconds(server.ProcessIds.Union(ids)) - before,
            Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds - own);
    }

    /// <summary>Does so many things by <paramref name="clients"/> loops side by side; over when <paramref name="end"/> is.</summary>
    public static async Task<Work> ManyAsync(IServer server, int count, int clients, Func<int, Func<int, Task>> client, Func<Task> end)
    {
        var ids = server.ProcessIds;
        var (before, own) = (ProcessTree.ProcessorSeconds(ids), Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds);
        var clock = Stopwatch.StartNew();
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, clients).Select(number => Task.Run(async () =>
        {
            var one = client(number);
            while (Interlocked.Increment(ref next) is var thing && thing < count)
                await one(thing);
        })));
        await end();
        return new Work(
            clock.Elapsed.TotalSeconds, count, ProcessTree.ProcessorSeconds(server.ProcessIds.Union(ids)) - before,
            Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds - own);
    }

    /// <summary>Does a thing again and again, unmeasured: a server runs for months, its first seconds (code compiled, caches empty, processes forked) are not what is asked.</summary>
    public static async Task WarmUpAsync(Func<Task> thing)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromSeconds(15))
            await thing();
    }

    /// <summary>Times one thing.</summary>
    public static async Task<double> MillisecondsAsync(Func<Task> thing)
    {
        var clock = Stopwatch.StartNew();
        await thing();
        return clock.Elapsed.TotalMilliseconds;
    }
}

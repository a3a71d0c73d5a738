using Oss.Bench.Peers;
using Oss.Bench.Scenarios;

namespace Oss.Bench;

/// <summary>Runs scenarios by name, each against this platform and its peers in one run, and prints ratios. Whole-process figures, never a test.</summary>
internal static class Program
{
    private static readonly IScenario[] All =
    [
        new Logins(), new MixedSessions(), new LargeFolder(), new FirstAccess(), new Pop3Download(), new IdleConnections(), new IdleLatency(), new LmtpDelivery(), new SieveDelivery(), new SieveRestart(), new TraceCost(),
        new SmtpDelivery(), new Relaying(), new QueuedMemory(), new SlowConnections(), new LargeDirectory(),
        new Orders(), new Lists(), new Batch(),
    ];

    public static async Task<int> Main(string[] args)
    {
        var chosen = args.Length == 0 ? All : [.. All.Where(s => args.Contains(s.Name))];
        if (chosen.Length == 0 || chosen.Length < args.Length)
        {
            Console.Error.WriteLine("Scenarios:\n" + string.Join('\n', All.Select(s => $"  {s.Name,-12} {s.Says}")));
            return 2;
        }

        try
        {
            foreach (var scenario in chosen)
            {
                Console.WriteLine($"\n### {scenario.Name}: {scenario.Says}\n");
                await scenario.RunAsync();
            }
        }
        finally
        {
            await SamplePlatform.EndAsync();
        }

        return 0;
    }
}

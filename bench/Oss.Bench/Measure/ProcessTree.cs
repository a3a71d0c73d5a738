using System.Globalization;

namespace Oss.Bench.Measure;

/// <summary>What Linux says of processes: who their children are, what they used.</summary>
internal static class ProcessTree
{
    private const int TicksPerSecond = 100;

    /// <summary>A process and all its descendants.</summary>
    public static IReadOnlyList<int> Of(int root)
    {
        var parents = new Dictionary<int, List<int>>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), out var id) && Stat(id) is { } fields)
            {
                var parent = int.Parse(fields[1], CultureInfo.InvariantCulture);
                (parents.TryGetValue(parent, out var children) ? children : parents[parent] = []).Add(id);
            }
        }

        var all = new List<int> { root };
        for (var i = 0; i < all.Count; i++)
            all.AddRange(parents.GetValueOrDefault(all[i]) ?? []);
        return all;
    }

    /// <summary>Processor time of processes and of their children that ended, in seconds.</summary>
    public static double ProcessorSeconds(IEnumerable<int> ids) =>
        ids.Select(Stat).OfType<string[]>().Sum(fields => fields[11..15].Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture))) / (double)TicksPerSecond;

    /// <summary>Proportional set size: memory with shared pages divided among those who share them, in octets.</summary>
    public static long ProportionalSet(IEnumerable<int> ids) => ids.Sum(Pss);

    private static long Pss(int id)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/smaps_rollup").First(l => l.StartsWith("Pss:", StringComparison.Ordinal));
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return 0;
        }
    }

    // The fields after the command's name, which may itself hold spaces: state, parent, …
    private static string[]? Stat(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}

using System.Globalization;
using System.Text;

namespace Oss.Bench.Measure;

/// <summary>Figures of two servers side by side, as a Markdown table: the medians, and their ratio, which alone says something on another machine.</summary>
internal sealed class RatioTable(string ours, string theirs)
{
    private readonly List<(string Figure, string Goal, List<double> Ours, List<double> Theirs)> _rows = [];

    /// <summary>Notes a figure of our side or of theirs; several of one name become their median.</summary>
    public void Note(string figure, bool isOurs, double value, string goal = "")
    {
        var row = _rows.FirstOrDefault(r => r.Figure == figure);
        if (row.Figure is null)
            _rows.Add(row = (figure, goal, [], []));
        (isOurs ? row.Ours : row.Theirs).Add(value);
    }

    /// <summary>Prints the table.</summary>
    public void Print()
    {
        var text = new StringBuilder($"| figure | {ours} | {theirs} | ratio | goal |\n| --- | ---: | ---: | ---: | --- |\n");
        foreach (var (figure, goal, our, their) in _rows)
        {
            var (a, b) = (Median(our), Median(their));
            text.AppendLine(CultureInfo.InvariantCulture, $"| {figure} | {a:0.###} | {(their.Count == 0 ? "–" : $"{b:0.###}")} | {(b > 0 ? $"{a / b:0.00}" : "–")} | {goal} |");
        }

        Console.Write(text);
    }

    private static double Median(List<double> values)
    {
        if (values.Count == 0)
            return double.NaN;

        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }
}

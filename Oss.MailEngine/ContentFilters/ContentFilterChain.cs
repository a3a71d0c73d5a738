using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Oss.MailEngine.ContentFilters;

/// <summary>What all filters together say of a message.</summary>
/// <param name="Virus">A virus's name; <see langword="null"/> for none.</param>
/// <param name="SpamPercent">The worst score, in percent of what its filter asks for; <see langword="null"/> when none was given.</param>
/// <param name="MustWait">Why the message cannot be taken now: a filter that must be asked did not answer.</param>
/// <param name="Fields">Header fields that say so, each with its line ending.</param>
internal sealed record ScanResult(string? Virus, int? SpamPercent, string? MustWait, string Fields)
{
    public static readonly ScanResult Nothing = new(null, null, null, "");
}

/// <summary>All filters of the node.</summary>
internal sealed class ContentFilterChain : IDisposable
{
    private readonly IReadOnlyList<FilterGate> _filters;
    private readonly string _host;

    public ContentFilterChain(MailEngineOptions options, TimeProvider time, ILogger log)
    {
        _host = options.HostName;
        _filters =
        [
            .. options.ContentFilters.Hooks.Select(hook => new FilterGate(
                hook, hook.Kind switch
                {
                    ContentFilterKind.Rspamd => new RspamdFilter(hook.Address),
                    ContentFilterKind.SpamAssassin => new SpamAssassinFilter(hook.Address),
                    _ => new ClamAvFilter(hook.Address),
                },
                time, log)),
        ];
    }

    /// <summary>Asks all filters at the same time.</summary>
    public async Task<ScanResult> ScanAsync(ScannedMessage message, CancellationToken cancellationToken)
    {
        if (_filters.Count == 0)
            return ScanResult.Nothing;

        var verdicts = await Task.WhenAll(_filters.Select(async filter => (Filter: filter, Verdict: await filter.ScanAsync(message, cancellationToken))));
        var worst = verdicts.Select(v => v.Verdict).OfType<FilterVerdict.Score>().MaxBy(score => score.Points / score.Required);
        return new ScanResult(
            verdicts.Select(v => v.Verdict).OfType<FilterVerdict.Virus>().FirstOrDefault()?.Name,
            worst is null ? null : (int)Math.Clamp(100 * worst.Points / worst.Required, -1_000_000, 1_000_000),
            verdicts.Where(v => v.Filter.Hook.WhenDown == WhenDown.Defer).Select(v => v.Verdict).OfType<FilterVerdict.Down>().FirstOrDefault()?.Why,
            SpamFields(worst, [.. verdicts.Where(v => v.Filter.LooksForSpam).Select(v => v.Verdict)]) + VirusFields([.. verdicts.Where(v => !v.Filter.LooksForSpam).Select(v => v.Verdict)]));
    }

    /// <summary>Asks each filter whether it answers.</summary>
    public async Task<IReadOnlyList<ContentFilterStatus>> DescribeAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(_filters.Select(async filter => new ContentFilterStatus(filter.Hook.Kind, filter.Hook.Address, await filter.PingAsync(cancellationToken))));

    public void Dispose()
    {
        foreach (var filter in _filters)
            filter.Dispose();
    }

    // In the form of SpamAssassin, whichever filter it was: scripts, rules and mail programs know it.
    private string SpamFields(FilterVerdict.Score? score, IReadOnlyList<FilterVerdict> verdicts)
    {
        if (score is null)
            return verdicts.Count == 0 || verdicts.Any(v => v is FilterVerdict.NotAsked { Why: "sent by a user" }) ? "" : $"X-Spam-Status: Unscanned ({Why(verdicts)}) by {_host}\r\n";

        var numbers = string.Create(CultureInfo.InvariantCulture, $"score={score.Points:0.0##} required={score.Required:0.0##}");
        var text = new StringBuilder($"X-Spam-Status: {(score.IsSpam ? "Yes" : "No")}, {numbers}");
        if (score.Tests.Length > 0)
            text.Append("\r\n\ttests=").AppendJoin(",\r\n\t", score.Tests.Split(',').Select(Printable));
        text.Append(CultureInfo.InvariantCulture, $"\r\n\tby {_host}\r\n");
        return score.IsSpam ? $"X-Spam-Flag: YES\r\n{text}" : text.ToString();
    }

    private string VirusFields(IReadOnlyList<FilterVerdict> verdicts) => verdicts.Count == 0 ? ""
        : verdicts.OfType<FilterVerdict.Virus>().FirstOrDefault() is { } virus ? $"X-Virus-Status: Infected ({Printable(virus.Name)}) by {_host}\r\n"
        : verdicts.All(v => v is FilterVerdict.Clean) ? $"X-Virus-Status: Clean by {_host}\r\n"
        : $"X-Virus-Status: Unscanned ({Why(verdicts)}) by {_host}\r\n";

    // Which program listens where is nobody's business outside.
    private static string Why(IReadOnlyList<FilterVerdict> verdicts) => verdicts.OfType<FilterVerdict.NotAsked>().FirstOrDefault()?.Why ?? "no answer";

    /// <summary>A name that a filter gave, as it may stand in a header field or a reply: a signature's author writes it.</summary>
    public static string Printable(string name) => new([.. name.Where(c => c is > ' ' and <= '~' and not '(' and not ')' and not '\\').Take(100)]);
}

/// <summary>How a filter is.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Address">Where it listens.</param>
/// <param name="Failure">Why it does not answer; <see langword="null"/> when it does.</param>
public sealed record ContentFilterStatus(ContentFilterKind Kind, string Address, string? Failure);

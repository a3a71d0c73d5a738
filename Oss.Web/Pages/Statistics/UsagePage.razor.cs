using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Oss.Domain.Statistics;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Statistics;

/// <summary>How much the platform is used: messages and logins as bars by the hour or by the day.</summary>
public sealed partial class UsagePage(GetUsage usage, ConsoleActor console, TimeProvider time, IStringLocalizer<Texts> texts)
{
    private const int LongestByHour = 2;
    private const int MostCharts = 40;

    private static readonly int[] Periods = [2, 7, 31, 90, 365];

    /// <summary>Days back.</summary>
    [SupplyParameterFromQuery]
    public string? Days { get; set; }

    /// <summary>The customer's number.</summary>
    [SupplyParameterFromQuery]
    public string? Tenant { get; set; }

    private IReadOnlyList<Chart> Charts { get; set; } = [];

    private int DaysAsked => int.TryParse(Days, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && Periods.Contains(days) ? days : 7;

    private bool ByDay => DaysAsked > LongestByHour;

    private bool OwnTenantOnly => console.Get().TenantId is not null;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var now = time.GetUtcNow().UtcDateTime;
        var step = ByDay ? TimeSpan.FromDays(1) : TimeSpan.FromHours(1);
        var first = ByDay ? now.Date.AddDays(1 - DaysAsked) : now.Date.AddHours(now.Hour + 1 - (24 * DaysAsked));
        var counted = await usage.ExecuteAsync(new UsageSearch(first, now, ByDay, Tenant?.Trim()), console.Get(), CancellationToken.None);
        var steps = Enumerable.Range(0, (int)((now - first) / step) + 1).Select(i => first + (i * step)).ToList();
        Charts =
        [
            .. counted.GroupBy(u => u.Measure).OrderBy(g => Order(g.Key)).ThenByDescending(g => g.Sum(u => u.Count)).Take(MostCharts).Select(g => new Chart(
                g.Key, g.Sum(u => u.Count), g.Sum(u => u.Octets), [.. steps.Select(at => g.FirstOrDefault(u => u.At == at) ?? new UsageView(at, g.Key, 0, 0))])),
        ];
    }

    private static int Order(string measure) => measure.Split('.')[0] switch { "messages" => 0, "logins" => 1, "refused" => 2, _ => 3 };

    private string Name(string measure) => texts[$"Measure.{measure}"] is { ResourceNotFound: false } known ? known.Value
        : measure.Split('.', 2) is ["refused" or "deferred" or "logins", var rest] ? string.Format(CultureInfo.CurrentCulture, texts[$"Measure.{measure.Split('.')[0]}"], rest)
        : measure;

    private static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private sealed record Chart(string Measure, long Total, long Octets, IReadOnlyList<UsageView> Bars)
    {
        private const double Height = 38;

        public long Highest => Bars.Max(bar => bar.Count);

        // What happened once is to be seen beside what happened a million times.
        public double HeightOf(UsageView bar) => bar.Count == 0 ? 0 : Math.Max(1, Height * bar.Count / Highest);
    }
}

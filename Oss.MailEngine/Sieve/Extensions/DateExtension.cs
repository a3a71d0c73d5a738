using System.Globalization;
using MimeKit.Utils;
using Oss.MailEngine.Sieve.Language;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary><c>date</c> and <c>currentdate</c> (RFC 5260 4 and 5).</summary>
internal static class DateExtension
{
    private static readonly ArgumentRule Part = new("date part", ArgumentKind.Text);
    private static readonly ArgumentRule Keys = new("keys", ArgumentKind.Texts);
    private static readonly TagRule Zone = new("zone", ArgumentKind.Text) { Group = "zone" };

    private static readonly Dictionary<string, Func<DateTimeOffset, string>> Parts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["year"] = d => Format(d, "yyyy"),
        ["month"] = d => Format(d, "MM"),
        ["day"] = d => Format(d, "dd"),
        ["date"] = d => Format(d, "yyyy-MM-dd"),
        // The Modified Julian Day: whole days since 17 November 1858.
        ["julian"] = d => ((d.Date - new DateTime(1858, 11, 17)).Days).ToString(CultureInfo.InvariantCulture),
        ["hour"] = d => Format(d, "HH"),
        ["minute"] = d => Format(d, "mm"),
        ["second"] = d => Format(d, "ss"),
        ["time"] = d => Format(d, "HH:mm:ss"),
        ["iso8601"] = d => Format(d, "yyyy-MM-ddTHH:mm:ss") + (d.Offset == TimeSpan.Zero ? "Z" : Format(d, "zzz")),
        ["std11"] = d => Format(d, "ddd, dd MMM yyyy HH:mm:ss ") + ZoneOf(d),
        ["zone"] = ZoneOf,
        ["weekday"] = d => ((int)d.DayOfWeek).ToString(CultureInfo.InvariantCulture),
    };

    public static SieveExtension Extension { get; } = new("date")
    {
        Words =
        [
            new TestRule("date", new ArgumentRule("header name", ArgumentKind.Text), Part, Keys)
            {
                Takes = Takes.Match | Takes.Index, Tags = [Zone, new TagRule("originalzone") { Group = "zone" }], Check = Check, Is = Date,
            },
            new TestRule("currentdate", Part, Keys) { Takes = Takes.Match, Tags = [Zone], Check = Check, Is = CurrentDate },
        ],
    };

    private static void Check(Call call, Binder binder)
    {
        if (call.Find("date part")!.Texts[0] is { Constant: { } part } text && !Parts.ContainsKey(part))
            binder.Warn(text.At, $"\"{part}\" is not a part of a date; there are {string.Join(", ", Parts.Keys)}.", $"\"{part}\" ist kein Teil eines Datums; es gibt {string.Join(", ", Parts.Keys)}.");
        if (call.Find("header name")?.Texts[0] is { Constant: { } name } field && !HeaderFields.IsName(name))
            binder.Error(field.At, $"\"{name}\" cannot be the name of a header field.", $"\"{name}\" kann nicht der Name eines Kopffelds sein.");
        if (call.Find(":zone")?.Texts[0] is { Constant: { } zone } zoneText && ParseZone(zone) is null)
            binder.Warn(zoneText.At, $"\"{zone}\" is not a time zone; it is written as \"+0100\".", $"\"{zone}\" ist keine Zeitzone; man schreibt sie wie \"+0100\".");
    }

    private static bool Date(Call call, SieveRun run)
    {
        var dates = HeaderFields.Of(call, run, [call.Text("header name", run)]).Select(field => ParseField(field.Value)).OfType<DateTimeOffset>();
        // Without an index it is the first field (RFC 5260 4).
        return Matches(call, run, call.Has(":index") ? dates : dates.Take(1), call.Has(":originalzone"));
    }

    private static bool CurrentDate(Call call, SieveRun run) => Matches(call, run, [run.Context.Now], keepsZone: false);

    private static bool Matches(Call call, SieveRun run, IEnumerable<DateTimeOffset> dates, bool keepsZone)
    {
        var zone = (call.TextOrNull(":zone", run) is { } given ? ParseZone(given) : null) ?? run.Context.Now.Offset;
        if (!Parts.TryGetValue(call.Text("date part", run), out var part))
            return false;

        return call.Matching.Match(call, run, dates.Select(d => part(keepsZone ? d : ToZone(d, zone))), call.Texts("keys", run));
    }

    // The date is the field, or what follows its last semicolon (Received).
    private static DateTimeOffset? ParseField(string value)
    {
        var text = value[(value.LastIndexOf(';') + 1)..].Trim();
        return DateUtils.TryParse(text, out var date) ? date : null;
    }

    private static DateTimeOffset ToZone(DateTimeOffset date, TimeSpan zone)
    {
        try
        {
            return date.ToOffset(zone);
        }
        catch (ArgumentOutOfRangeException)
        {
            return date;
        }
    }

    private static TimeSpan? ParseZone(string text)
    {
        if (text.Length != 5 || text[0] is not ('+' or '-') || !int.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;

        var (hours, minutes) = (number / 100, number % 100);
        if (hours > 14 || minutes > 59 || (hours == 14 && minutes > 0))
            return null;
        var offset = new TimeSpan(hours, minutes, 0);
        return text[0] == '-' ? -offset : offset;
    }

    private static string ZoneOf(DateTimeOffset date) => (date.Offset < TimeSpan.Zero ? "-" : "+") + date.Offset.ToString("hhmm", CultureInfo.InvariantCulture);

    private static string Format(DateTimeOffset date, string format) => date.ToString(format, CultureInfo.InvariantCulture);
}

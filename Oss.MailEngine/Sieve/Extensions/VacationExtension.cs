using System.Globalization;
using System.Text;
using Oss.MailEngine.Sieve.Actions;
using Oss.MailEngine.Sieve.Language;
using Oss.MailEngine.Sieve.Messages;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary><c>vacation</c> (RFC 5230) and its <c>:seconds</c> (RFC 6131). Whether a reply goes out is decided when it is performed.</summary>
internal static class VacationExtension
{
    private const string Period = "period";
    private const int DefaultDays = 7;

    public static SieveExtension Extension { get; } = new("vacation")
    {
        IsForDeliveryOnly = true,
        Words =
        [
            new CommandRule("vacation", new ArgumentRule("reason", ArgumentKind.Text))
            {
                Takes = Takes.Copy | Takes.Folder | Takes.Flags, Check = Check, Do = Vacation,
                Tags =
                [
                    new TagRule("days", ArgumentKind.Number) { Group = Period }, new TagRule("subject", ArgumentKind.Text), new TagRule("from", ArgumentKind.Text),
                    new TagRule("addresses", ArgumentKind.Texts), new TagRule("mime"), new TagRule("handle", ArgumentKind.Text),
                ],
            },
        ],
    };

    public static SieveExtension Seconds { get; } = new("vacation-seconds")
    {
        IsForDeliveryOnly = true,
        Includes = ["vacation"],
        Tags = [new TagRule("seconds", ArgumentKind.Number) { Group = Period, On = word => word.Name == "vacation" }],
    };

    private static void Check(Call call, Binder binder)
    {
        FccExtension.Check(call, binder);
        foreach (var text in (call.Find(":addresses")?.Texts ?? []).Concat(call.Find(":from")?.Texts ?? []))
        {
            if (text.Constant is { } address && !MailAddresses.IsAddress(address) && !(text == call.Find(":from")?.Texts[0] && MailAddresses.IsAddressList(address)))
                binder.Error(text.At, $"\"{address}\" is not a mail address.", $"\"{address}\" ist keine Mailadresse.");
        }

        // RFC 5230 5: what stands before the first empty line is a header, and goes out as it is.
        if (call.Has(":mime") && call.Find("reason")!.Texts[0] is { Constant: { } entity } reason && !Ascii.IsValid(entity.AsSpan(0, entity.IndexOf("\r\n\r\n", StringComparison.Ordinal) is >= 0 and var end ? end : entity.Length)))
            binder.Error(reason.At, "The header of a MIME entity has characters of US-ASCII alone.", "Der Kopf eines MIME-Teils hat nur Zeichen aus US-ASCII.");
    }

    private static Flow Vacation(Call call, SieveRun run)
    {
        run.Trace(call, "vacation");
        run.Actions.Add(call, new SieveAction.Vacation(run.Target, new VacationReply
        {
            Period = PeriodOf(call),
            Subject = call.TextOrNull(":subject", run),
            From = call.TextOrNull(":from", run),
            Addresses = call.Has(":addresses") ? call.Texts(":addresses", run) : [],
            Reason = call.Text("reason", run),
            IsMime = call.Has(":mime"),
            Handle = call.TextOrNull(":handle", run),
            Source = SourceOf(call),
            Copy = FccExtension.Of(call, run),
        }), cancelsKeep: false);
        return Flow.Next;
    }

    // Counted, so that no subject can pass for a reason (RFC 5230 4.2).
    private static string SourceOf(Call call) =>
        string.Concat(((string[])[":subject", ":from", "reason"]).Select(name => call.Find(name)?.Texts[0].Source is { } text ? string.Create(CultureInfo.InvariantCulture, $"{text.Length} {text}\n") : "-\n")) + call.Has(":mime");

    // :days 0 is no way to answer each message; :seconds 0 is (RFC 5230 4.1, RFC 6131 2).
    private static TimeSpan PeriodOf(Call call)
    {
        var longest = TimeSpan.FromDays(SieveLimits.VacationDays);
        if (call.Number(":seconds") is { } seconds)
            return seconds < longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : longest;
        return TimeSpan.FromDays(Math.Clamp(call.Number(":days") ?? DefaultDays, 1, SieveLimits.VacationDays));
    }
}

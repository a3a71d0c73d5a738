using System.Text;
using Oss.MailEngine.Sieve.Actions;
using Oss.MailEngine.Sieve.Language;
using Oss.MailEngine.Sieve.Messages;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary><c>notify</c> and its tests (RFC 5435), with the method <c>mailto:</c> (RFC 5436).</summary>
internal static class NotifyExtension
{
    public static SieveExtension Extension { get; } = new("enotify")
    {
        Words =
        [
            new CommandRule("notify", new ArgumentRule("method", ArgumentKind.Text))
            {
                Takes = Takes.Copy | Takes.Folder | Takes.Flags, Check = Check, Do = Notify,
                Tags =
                [
                    new TagRule("from", ArgumentKind.Text), new TagRule("importance", ArgumentKind.Text), new TagRule("options", ArgumentKind.Texts),
                    new TagRule("message", ArgumentKind.Text),
                ],
            },
            new TestRule("valid_notify_method", new ArgumentRule("methods", ArgumentKind.Texts))
            {
                Is = (call, run) => call.Texts("methods", run).All(method => MailtoUri.TryParse(method) is not null),
            },
            new TestRule("notify_method_capability", new ArgumentRule("method", ArgumentKind.Text), new ArgumentRule("capability", ArgumentKind.Text), new ArgumentRule("keys", ArgumentKind.Texts))
            {
                Takes = Takes.Match, Is = Capability,
            },
        ],
        Modifiers = [new StringModifier("encodeurl", 15, EncodeUrl)],
    };

    private static void Check(Call call, Binder binder)
    {
        FccExtension.Check(call, binder);
        if (call.Find("method")!.Texts[0] is { Constant: { } method } text && MailtoUri.TryParse(method) is null)
            binder.Error(text.At, $"\"{method}\" is not a method of notification; \"mailto:somebody@example.org\" is one.", $"\"{method}\" ist kein Weg, zu benachrichtigen; \"mailto:jemand@example.org\" ist einer.");
        if (call.Find(":importance")?.Texts[0] is { Constant: { } importance } level && importance is not ("1" or "2" or "3"))
            binder.Error(level.At, "':importance' is \"1\" for high, \"2\" for normal or \"3\" for low.", "':importance' ist \"1\" für hoch, \"2\" für normal oder \"3\" für niedrig.");
        if (call.Find(":from")?.Texts[0] is { Constant: { } from } sender && !MailAddresses.IsAddress(from))
            binder.Error(sender.At, $"\"{from}\" is not a mail address.", $"\"{from}\" ist keine Mailadresse.");
    }

    private static Flow Notify(Call call, SieveRun run)
    {
        var method = call.Text("method", run);
        if (MailtoUri.TryParse(method) is null)
            throw new SieveException(call.At, $"\"{method}\" is not a method of notification.", $"\"{method}\" ist kein Weg, zu benachrichtigen.");

        run.Trace(call, $"notify {method}");
        run.Actions.Add(call, new SieveAction.Notify(run.Target, new Notification
        {
            Method = method,
            Message = call.TextOrNull(":message", run),
            From = call.TextOrNull(":from", run),
            Importance = call.TextOrNull(":importance", run) switch { "1" => 1, "3" => 3, _ => 2 },
            Copy = FccExtension.Of(call, run),
        }), cancelsKeep: false);
        return Flow.Next;
    }

    // Whether somebody is there cannot be told of mail; the answer is "maybe" (RFC 5436 2.2).
    private static bool Capability(Call call, SieveRun run) =>
        MailtoUri.TryParse(call.Text("method", run)) is not null && call.Text("capability", run).Equals("online", StringComparison.OrdinalIgnoreCase)
            && call.Matching.Match(call, run, ["maybe"], call.Texts("keys", run));

    // Everything but the unreserved characters of RFC 3986 (RFC 5435 6).
    private static string EncodeUrl(string text)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~')
                encoded.Append((char)octet);
            else
                encoded.Append('%').Append(Convert.ToHexString([octet]));
        }

        return encoded.ToString();
    }
}

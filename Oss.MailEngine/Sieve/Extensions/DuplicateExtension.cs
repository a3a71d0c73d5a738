using Oss.MailEngine.Sieve.Actions;
using Oss.MailEngine.Sieve.Language;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary><c>duplicate</c> (RFC 7352). What was seen is remembered when the message has been dealt with, so that a second attempt after a failure is no duplicate.</summary>
internal static class DuplicateExtension
{
    private const string Group = "identifier";

    // RFC 7352 3.3 finds a week appropriate.
    private static readonly TimeSpan DefaultMemory = TimeSpan.FromDays(7);

    public static SieveExtension Extension { get; } = new("duplicate")
    {
        // What it would mean at IMAP events is undefined (RFC 7352 3.4).
        IsForDeliveryOnly = true,
        Words =
        [
            new TestRule("duplicate")
            {
                Tags =
                [
                    new TagRule("handle", ArgumentKind.Text), new TagRule("header", ArgumentKind.Text) { Group = Group }, new TagRule("uniqueid", ArgumentKind.Text) { Group = Group },
                    new TagRule("seconds", ArgumentKind.Number), new TagRule("last"),
                ],
                Is = Is,
            },
        ],
    };

    private static bool Is(Call call, SieveRun run)
    {
        // Any string may be a script's own identifier, the empty one too; a field without content identifies nothing.
        var value = call.TextOrNull(":uniqueid", run) ?? (run.Message.FieldsNamed(call.TextOrNull(":header", run) ?? "Message-ID").FirstOrDefault()?.Decoded is { Length: > 0 } content ? content : null);
        var memory = call.Number(":seconds") is { } seconds ? TimeSpan.FromSeconds(Math.Min(seconds, (long)SieveLimits.DuplicateMemory.TotalSeconds)) : DefaultMemory;
        // A message without the field, or a name that is none, is no duplicate, and nothing is remembered (RFC 7352 3.1); nor is it in no time at all (3.3).
        if (value is null || memory == TimeSpan.Zero)
            return false;

        // Where the value comes from does not matter (RFC 7352 3.2); a handle, even an empty one, is another list than none.
        var identifier = call.TextOrNull(":handle", run) is { } handle ? $"handle {handle.Length}\n{handle}\n{value}" : $"\n{value}";
        var isDuplicate = run.Context.Mailbox.IsDuplicate(identifier);
        if (!isDuplicate || call.Has(":last"))
        {
            run.Actions.Add(call, new SieveAction.MarkDuplicate(run.Target, identifier, memory), cancelsKeep: false);
        }

        return isDuplicate;
    }
}

using Oss.MailEngine.Sieve.Actions;
using Oss.MailEngine.Sieve.Language;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary><c>duplicate</c> (RFC 7352). What was seen is remembered when the message has been dealt with, so that a second attempt after a failure is no duplicate.</summary>
internal static class DuplicateExtension
{
    private const string Group = "identifier";

    public static SieveExtension Extension { get; } = new("duplicate")
    {
        Words =
        [
            new TestRule("duplicate")
            {
                Tags =
                [
                    new TagRule("handle", ArgumentKind.Text), new TagRule("header", ArgumentKind.Text) { Group = Group }, new TagRule("uniqueid", ArgumentKind.Text) { Group = Group },
                    new TagRule("seconds", ArgumentKind.Number), new TagRule("last"),
                ],
                Check = Check, Is = Is,
            },
        ],
    };

    private static void Check(Call call, Binder binder)
    {
        if (call.Find(":header")?.Texts[0] is { Constant: { } name } text && !HeaderFields.IsName(name))
            binder.Error(text.At, $"\"{name}\" cannot be the name of a header field.");
    }

    private static bool Is(Call call, SieveRun run)
    {
        var value = call.TextOrNull(":uniqueid", run) ?? run.Message.Header(call.TextOrNull(":header", run) ?? "Message-ID")?.Trim();
        // A message without the field is no duplicate, and nothing is remembered (RFC 7352 3).
        if (string.IsNullOrEmpty(value))
            return false;

        var identifier = $"{(call.Has(":uniqueid") ? "id" : (call.TextOrNull(":header", run) ?? "message-id").ToLowerInvariant())}\n{call.TextOrNull(":handle", run)}\n{value}";
        var isDuplicate = run.Context.Mailbox.IsDuplicate(identifier);
        if (!isDuplicate || call.Has(":last"))
        {
            var memory = TimeSpan.FromSeconds(Math.Min(call.Number(":seconds") ?? (long)SieveLimits.DuplicateMemory.TotalSeconds, (long)SieveLimits.DuplicateMemory.TotalSeconds));
            run.Actions.Add(call, new SieveAction.MarkDuplicate(run.Message, identifier, memory), cancelsKeep: false);
        }

        return isDuplicate;
    }
}

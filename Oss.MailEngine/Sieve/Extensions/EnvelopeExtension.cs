using Oss.MailEngine.Sieve.Language;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary><c>envelope</c> (RFC 5228 5.4).</summary>
internal static class EnvelopeExtension
{
    public static SieveExtension Extension { get; } = new("envelope")
    {
        Words =
        [
            new TestRule("envelope", new ArgumentRule("envelope parts", ArgumentKind.Texts), new ArgumentRule("keys", ArgumentKind.Texts))
            {
                Takes = Takes.Match | Takes.AddressPart, Check = Check, Is = Is,
            },
        ],
    };

    private static void Check(Call call, Binder binder)
    {
        foreach (var part in call.Find("envelope parts")!.Texts.Where(p => p.Constant is { } text && text.ToLowerInvariant() is not ("from" or "to")))
            binder.Error(part.At, $"\"{part.Source}\" is not a part of the envelope; there are \"from\" and \"to\".", $"\"{part.Source}\" ist kein Teil des Umschlags; es gibt \"from\" und \"to\".");
    }

    private static bool Is(Call call, SieveRun run)
    {
        if (run.Context.IsEvent)
            throw new SieveException(call.At, "A message that was stored by IMAP has no envelope.", "Eine über IMAP abgelegte Nachricht hat keinen Umschlag.");
        var addresses = call.Texts("envelope parts", run).SelectMany(part => part.ToLowerInvariant() switch
        {
            "from" => new[] { run.Context.Sender },
            "to" => [run.Context.Recipient],
            _ => [],
        });
        return call.Matching.Match(call, run, AddressParts.Of(call, addresses), call.Texts("keys", run));
    }
}

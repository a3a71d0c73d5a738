using Oss.MailEngine.Policy.Authentication;

namespace Oss.MailEngine.Policy.Checks;

/// <summary>
/// <c>spf RESULT…</c> (none, neutral, pass, fail, softfail, temperror, permerror) from mail: on; at the end of the data <c>dkim pass</c>, <c>dkim none</c>, <c>dkim fail</c> (no signature holds),
/// <c>dmarc pass</c>, <c>dmarc none</c>, <c>dmarc temperror</c>, <c>dmarc permerror</c>, or what the author's domain asks for when it fails: <c>dmarc reject</c>, <c>dmarc quarantine</c>;
/// <c>arc pass</c>, <c>arc fail</c>, <c>arc none</c>.
/// </summary>
internal sealed class AuthenticationCheck(string status, Func<PolicyFacts, ValueTask<string?>> examine) : IPolicyCheck
{
    public static readonly IReadOnlyList<PolicyWord> Rows =
    [
        new("spf", PolicyStage.Mail, words => new AuthenticationCheck(words.Any(w => w.Contains("error", StringComparison.Ordinal)) ? "7.24" : "7.23", Spf(Known(words, Enum.GetNames<SpfResult>())))),
        new("dkim", PolicyStage.Data, words => new AuthenticationCheck("7.20", Of(Known(words, "pass", "none", "fail"), a => a.Dkim.Any(d => d.IsPass) ? "pass" : a.Dkim.Count == 0 ? "none" : "fail", "No signature of the message holds"))),
        new("dmarc", PolicyStage.Data, words => new AuthenticationCheck("7.26", Of(Known(words, "pass", "none", "fail", "reject", "quarantine", "temperror", "permerror"), DmarcOf, "The author's domain asks to refuse this message, which it did not send"))),
        new("arc", PolicyStage.Data, words => new AuthenticationCheck("7.29", Of(Known(words, "pass", "none", "fail"), a => a.Arc, "The message's ARC chain is broken"))),
    ];

    public async ValueTask<PolicyHit?> ExamineAsync(PolicyFacts facts, CancellationToken cancellationToken) =>
        await examine(facts) is { } text ? new PolicyHit(status, text) : null;

    private static string DmarcOf(MessageAuthentication found) => found.Dmarc switch
    {
        { Result: "fail", Disposition: DmarcPolicy.Reject } => "reject",
        { Result: "fail", Disposition: DmarcPolicy.Quarantine } => "quarantine",
        var other => other.Result,
    };

    private static Func<PolicyFacts, ValueTask<string?>> Spf(HashSet<string> results) => async facts =>
    {
        var outcome = await facts.SpfAsync();
        return !results.Contains(outcome.Result.ToString()) ? null
            : outcome.Explanation is { } said ? $"The domain {outcome.Domain} says: {said}"
            : $"The domain {outcome.Domain} does not send from {facts.Client} (SPF {outcome.Result.ToString().ToLowerInvariant()})";
    };

    private static Func<PolicyFacts, ValueTask<string?>> Of(HashSet<string> results, Func<MessageAuthentication, string> result, string text) =>
        facts => ValueTask.FromResult(facts.Authentication is { } found && results.Contains(result(found)) ? text : null);

    private static HashSet<string> Known(List<string> words, params string[] known) =>
        words.Count > 0 && words.All(w => known.Contains(w, StringComparer.OrdinalIgnoreCase))
            ? new HashSet<string>(words, StringComparer.OrdinalIgnoreCase)
            : throw new FormatException($"it takes any of {string.Join(", ", known).ToLowerInvariant()}");
}

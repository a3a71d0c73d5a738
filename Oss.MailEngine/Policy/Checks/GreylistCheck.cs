using Oss.MailEngine.Policy.Greylisting;

namespace Oss.MailEngine.Policy.Checks;

/// <summary><c>greylisted WAIT [within TIME] [remember TIME] [after N] [by network/24/64]</c>: this network has not tried this sender and recipient before, or not long enough ago. See <see cref="GreylistBook"/>.</summary>
internal sealed class GreylistCheck(GreylistTerms terms) : IPolicyCheck
{
    public static readonly PolicyWord Row = new("greylisted", PolicyStage.Rcpt, Read);

    public ValueTask<PolicyHit?> ExamineAsync(PolicyFacts facts, CancellationToken cancellationToken)
    {
        if (facts.Client is null)
            return ValueTask.FromResult<PolicyHit?>(null);

        var wait = facts.Services.Greylist.Wait(facts.Network(terms.BitsV4, terms.BitsV6), facts.Sender, facts.Recipient, terms);
        return ValueTask.FromResult(wait > TimeSpan.Zero ? new PolicyHit("7.1", $"Greylisted, try again in {Math.Ceiling(wait.TotalSeconds):0} seconds") : null);
    }

    private static GreylistCheck Read(List<string> words)
    {
        if (words.Count == 0 || words.Count % 2 == 0)
            throw new FormatException("it reads like 'greylisted 5m within 2d remember 35d after 5 by network/24/64'");

        var terms = new GreylistTerms(PolicyText.Time(words[0]));
        for (var i = 1; i < words.Count; i += 2)
        {
            terms = words[i] switch
            {
                "within" => terms with { Within = PolicyText.Time(words[i + 1]) },
                "remember" => terms with { Remember = PolicyText.Time(words[i + 1]) },
                "after" => terms with { After = (int)PolicyText.Number(words[i + 1]) },
                "by" when RateCheck.Masks(words[i + 1]) is var (v4, v6) => terms with { BitsV4 = v4, BitsV6 = v6 },
                _ => throw new FormatException($"'{words[i]}' is not understood; 'within', 'remember', 'after' and 'by' are"),
            };
        }

        return new GreylistCheck(terms);
    }
}

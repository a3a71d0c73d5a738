namespace Oss.MailEngine.Policy.Checks;

/// <summary><c>recipient PATTERN…</c>: the recipient is one of these.</summary>
internal sealed class RecipientCheck(AddressPatterns patterns) : IPolicyCheck
{
    public static readonly PolicyWord Row = new("recipient", PolicyStage.Rcpt, words =>
        words.Count > 0 ? new RecipientCheck(new AddressPatterns(words)) : throw new FormatException("'recipient' takes addresses or domains"));

    public ValueTask<PolicyHit?> ExamineAsync(PolicyFacts facts, CancellationToken cancellationToken) =>
        ValueTask.FromResult(patterns.Match(facts.Recipient) ? new PolicyHit("7.1", "The recipient takes no mail from you") : null);
}

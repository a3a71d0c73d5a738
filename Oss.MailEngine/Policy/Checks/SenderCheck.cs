namespace Oss.MailEngine.Policy.Checks;

/// <summary>
/// The reverse path: <c>sender PATTERN…</c> is one of these; <c>sender-not-qualified</c> has no full domain; <c>sender-domain-unknown</c> has a domain that no answer could be sent to: neither MX nor address,
/// or a null MX (RFC 7505). None is about the null sender, but <c>sender &lt;&gt;</c>.
/// </summary>
internal sealed class SenderCheck(Func<PolicyFacts, ValueTask<PolicyHit?>> examine) : IPolicyCheck
{
    public static readonly IReadOnlyList<PolicyWord> Rows =
    [
        new("sender", PolicyStage.Mail, words =>
        {
            var patterns = words.Count > 0 ? new AddressPatterns(words) : throw new FormatException("'sender' takes addresses, domains or <>");
            return new SenderCheck(facts => ValueTask.FromResult(patterns.Match(facts.Sender) ? new PolicyHit("7.1", "The sender is not welcome here") : null));
        }),
        new("sender-not-qualified", PolicyStage.Mail, words => new SenderCheck(facts => ValueTask.FromResult(
            facts.Sender.Length > 0 && !PolicyFacts.DomainOf(facts.Sender).Contains('.', StringComparison.Ordinal) && !PolicyFacts.DomainOf(facts.Sender).StartsWith('[')
                ? new PolicyHit("1.7", "The sender's address has no full domain")
                : null)).None(words)),
        new("sender-domain-unknown", PolicyStage.Mail, words => new SenderCheck(UnknownAsync).None(words)),
    ];

    public ValueTask<PolicyHit?> ExamineAsync(PolicyFacts facts, CancellationToken cancellationToken) => examine(facts);

    private static async ValueTask<PolicyHit?> UnknownAsync(PolicyFacts facts)
    {
        var domain = PolicyFacts.DomainOf(facts.Sender);
        if (domain.Length == 0 || domain[0] == '[')
            return null;

        var exchangers = await facts.Services.Dns.MailExchangersAsync(domain, CancellationToken.None);
        if (exchangers.Records is [{ Host.Length: 0 }])
            return new PolicyHit("7.27", "The sender's domain takes no mail");
        if (exchangers.IsFound || exchangers.IsUnavailable)
            return null;
        var addresses = await facts.Services.Dns.AddressesAsync(domain, CancellationToken.None);
        return addresses.IsFound || addresses.IsUnavailable ? null : new PolicyHit("1.8", "The sender's domain is not in DNS");
    }
}

namespace Oss.MailEngine.Policy.Checks;

/// <summary><c>no-reverse-name</c>: the client's address has no name. <c>unconfirmed-reverse-name</c>: it has none that leads back to it. While DNS does not answer neither applies.</summary>
internal sealed class ReverseNameCheck(bool mustLeadBack) : IPolicyCheck
{
    public static readonly IReadOnlyList<PolicyWord> Rows =
    [
        new("no-reverse-name", PolicyStage.Connect, words => new ReverseNameCheck(false).None(words)),
        new("unconfirmed-reverse-name", PolicyStage.Connect, words => new ReverseNameCheck(true).None(words)),
    ];

    public void Prepare(PolicyFacts facts) => _ = facts.ReverseNameAsync();

    public async ValueTask<PolicyHit?> ExamineAsync(PolicyFacts facts, CancellationToken cancellationToken)
    {
        var reverse = await facts.ReverseNameAsync();
        var isMissing = mustLeadBack ? !reverse.IsConfirmed : reverse.Name.Length == 0;
        return isMissing && !reverse.IsUnavailable
            ? new PolicyHit("7.25", mustLeadBack ? $"The name of your address {facts.Client} does not lead back to it" : $"Your address {facts.Client} has no name in DNS")
            : null;
    }
}

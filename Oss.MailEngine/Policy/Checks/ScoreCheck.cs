namespace Oss.MailEngine.Policy.Checks;

/// <summary><c>score N</c>: the rules before it brought together so many points or more.</summary>
internal sealed class ScoreCheck(long least) : IPolicyCheck
{
    public static readonly PolicyWord Row = new("score", PolicyStage.Connect, words =>
        words is [var number] ? new ScoreCheck(PolicyText.Number(number)) : throw new FormatException("'score' takes a number"));

    public ValueTask<PolicyHit?> ExamineAsync(PolicyFacts facts, CancellationToken cancellationToken) =>
        ValueTask.FromResult(facts.Scores.Sum() >= least ? new PolicyHit("7.1", "Too much speaks against this message") : null);
}

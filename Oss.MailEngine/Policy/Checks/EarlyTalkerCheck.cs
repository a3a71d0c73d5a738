namespace Oss.MailEngine.Policy.Checks;

/// <summary><c>talks-early WAIT</c>: the client speaks before it is greeted (RFC 5321 3.1), as programs do that read no replies.</summary>
internal sealed class EarlyTalkerCheck(TimeSpan wait) : IPolicyCheck
{
    public static readonly PolicyWord Row = new("talks-early", PolicyStage.Connect, words =>
        words is [var time] && PolicyText.Time(time) is var wait && wait <= PolicyLimits.Tarpit ? new EarlyTalkerCheck(wait) : throw new FormatException("'talks-early' takes a time of 60s at most"));

    public async ValueTask<PolicyHit?> ExamineAsync(PolicyFacts facts, CancellationToken cancellationToken) =>
        facts.Connection is { } connection && await connection.TalksWithinAsync(wait, cancellationToken) ? new PolicyHit("5.1", "You spoke before you were greeted") : null;
}

using System.Globalization;

namespace Oss.MailEngine.Policy.Checks;

/// <summary>
/// <c>more-than N WHAT per TIME by WHOM</c>: the limit is used up. What is counted is <c>connections</c>, <c>messages</c>, <c>recipients</c> or <c>bytes</c> (<c>500M</c>); the time is <c>minute</c>, <c>hour</c>,
/// <c>day</c> or <c>30m</c>; whose they are is <c>client</c>, <c>network[/24[/64]]</c>, <c>sender</c>, <c>sender-domain</c>, <c>recipient</c>, <c>recipient-domain</c>, <c>account</c> or <c>everybody</c>.
/// </summary>
internal sealed class RateCheck(long limit, string what, TimeSpan period, Func<PolicyFacts, string> whose) : IPolicyCheck
{
    public static readonly PolicyWord Row = new("more-than", PolicyStage.Connect, Read);

    private RateLimiter? _limiter;

    public ValueTask<PolicyHit?> ExamineAsync(PolicyFacts facts, CancellationToken cancellationToken)
    {
        var amount = what == "bytes" ? facts.Size : 1;
        var name = whose(facts);
        if (name.Length == 0 || amount == 0)
            return ValueTask.FromResult<PolicyHit?>(null);

        var limiter = _limiter ?? Interlocked.CompareExchange(ref _limiter, new RateLimiter(limit, period, facts.Services.Time), null) ?? _limiter;
        return ValueTask.FromResult(limiter!.TryTake(name, amount)
            ? null
            : new PolicyHit("7.28", string.Create(CultureInfo.InvariantCulture, $"No more than {limit} {what} in {Text(period)}; try again later")));
    }

    /// <summary>Reads <c>network</c>, <c>network/28</c>, <c>network/28/56</c>.</summary>
    public static (int V4, int V6) Masks(string word)
    {
        var parts = word.Split('/');
        var (v4, v6) = (PolicyLimits.NetworkV4, PolicyLimits.NetworkV6);
        return parts[0] == "network" && parts.Length <= 3 && (parts.Length < 2 || (int.TryParse(parts[1], out v4) && v4 is > 0 and <= 32)) && (parts.Length < 3 || (int.TryParse(parts[2], out v6) && v6 is > 0 and <= 128))
            ? (v4, v6)
            : throw new FormatException($"'{word}' is no network; it reads like network or network/24/64");
    }

    private static string Text(TimeSpan period) => period switch
    {
        { TotalDays: 1 } => "a day",
        { TotalDays: > 1 } => $"{period.TotalDays:0.#} days",
        { TotalHours: 1 } => "an hour",
        { TotalHours: > 1 } => $"{period.TotalHours:0.#} hours",
        { TotalMinutes: 1 } => "a minute",
        _ => $"{period.TotalMinutes:0.#} minutes",
    };

    private static RateCheck Read(List<string> words)
    {
        if (words is not [var limit, ("connections" or "messages" or "recipients" or "bytes") and var what, "per", var time, "by", var whom])
            throw new FormatException("it reads like 'more-than 100 messages per hour by client'; what is counted is connections, messages, recipients or bytes");

        var period = time switch { "minute" => TimeSpan.FromMinutes(1), "hour" => TimeSpan.FromHours(1), "day" => TimeSpan.FromDays(1), _ => PolicyText.Time(time) };
        return PolicyText.Number(limit) is > 0 and var number && period > TimeSpan.Zero ? new RateCheck(number, what, period, Whose(whom)) : throw new FormatException("a limit is larger than nought");
    }

    private static Func<PolicyFacts, string> Whose(string word)
    {
        switch (word)
        {
            case "client":
                return facts => facts.Network(32, PolicyLimits.NetworkV6);
            case "sender":
                return facts => facts.Sender;
            case "sender-domain":
                return facts => PolicyFacts.DomainOf(facts.Sender);
            case "recipient":
                return facts => facts.Recipient;
            case "recipient-domain":
                return facts => PolicyFacts.DomainOf(facts.Recipient);
            case "account":
                return facts => facts.Account ?? "";
            case "everybody":
                return _ => "*";
        }

        var (v4, v6) = Masks(word);
        return facts => facts.Network(v4, v6);
    }
}

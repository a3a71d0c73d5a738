using System.Net;

namespace Oss.MailEngine.Policy.Checks;

/// <summary>
/// What the client calls itself: <c>helo NAME…</c> is one of these; <c>helo-not-qualified</c> is no full name and no address literal (RFC 5321 4.1.1.1); <c>helo-unknown</c> is a name without address and MX;
/// <c>helo-ours</c> is this server's own name or address, which nobody else has.
/// </summary>
internal sealed class HeloCheck(string text, Func<PolicyFacts, ValueTask<bool>> applies) : IPolicyCheck
{
    public static readonly IReadOnlyList<PolicyWord> Rows =
    [
        new("helo", PolicyStage.Helo, words =>
        {
            var names = words.Count > 0 ? new DomainPatterns(words) : throw new FormatException("'helo' takes names");
            return new HeloCheck("Nobody of that name is welcome here", facts => ValueTask.FromResult(names.Match(facts.Helo)));
        }),
        new("helo-not-qualified", PolicyStage.Helo, words => new HeloCheck("Greet with your full name", facts => ValueTask.FromResult(!IsQualified(facts.Helo))).None(words)),
        new("helo-unknown", PolicyStage.Helo, words => new HeloCheck("The name of your greeting is not in DNS", IsUnknownAsync).None(words)),
        new("helo-ours", PolicyStage.Helo, words => new HeloCheck("You are not me", facts => ValueTask.FromResult(IsOurs(facts))).None(words)),
    ];

    public async ValueTask<PolicyHit?> ExamineAsync(PolicyFacts facts, CancellationToken cancellationToken) => await applies(facts) ? new PolicyHit("7.1", text) : null;

    private static bool IsLiteral(string name) => name is ['[', .. var inside, ']'] && IPAddress.TryParse(inside.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase) ? inside[5..] : inside, out _);

    private static bool IsQualified(string name) =>
        IsLiteral(name) || (name.Trim('.').Contains('.', StringComparison.Ordinal) && !IPAddress.TryParse(name, out _) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'));

    private static bool IsOurs(PolicyFacts facts) =>
        facts.Helo.TrimEnd('.').Equals(facts.Services.HostName, StringComparison.OrdinalIgnoreCase) && facts.Client is { } client && !IPAddress.IsLoopback(client);

    private static async ValueTask<bool> IsUnknownAsync(PolicyFacts facts)
    {
        if (IsLiteral(facts.Helo))
            return false;

        var addresses = await facts.Services.Dns.AddressesAsync(facts.Helo, CancellationToken.None);
        if (addresses.IsFound || addresses.IsUnavailable)
            return false;
        var exchangers = await facts.Services.Dns.MailExchangersAsync(facts.Helo, CancellationToken.None);
        return !exchangers.IsFound && !exchangers.IsUnavailable;
    }
}

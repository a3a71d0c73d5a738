using System.Globalization;
using System.Net;

namespace Oss.MailEngine.Policy.Checks;

/// <summary>
/// <c>dnsbl ZONE[=ANSWERS]</c> and <c>dnswl ZONE[=ANSWERS]</c>: a list in DNS has the client (RFC 5782); the two differ in name only, and in what one makes of them. <c>sender-listed ZONE</c> asks about
/// the sender's domain instead. Answers are addresses, where each octet may be a number, a range or <c>*</c>: <c>zen.example.org=127.0.0.2-11</c>, several by commas.
/// Without them anything in 127/8 counts, but never what lies outside: a list that was given up and answers every question lists nobody.
/// </summary>
internal sealed class BlockListCheck(string zone, IReadOnlyList<(int Low, int High)[]> answers, bool asksSender) : IPolicyCheck
{
    public static readonly IReadOnlyList<PolicyWord> Rows =
    [
        new("dnsbl", PolicyStage.Connect, words => Read(words, asksSender: false)),
        new("dnswl", PolicyStage.Connect, words => Read(words, asksSender: false)),
        new("sender-listed", PolicyStage.Mail, words => Read(words, asksSender: true)),
    ];

    public void Prepare(PolicyFacts facts)
    {
        if (Name(facts) is { } name)
            _ = facts.ListingAsync(name);
    }

    public async ValueTask<PolicyHit?> ExamineAsync(PolicyFacts facts, CancellationToken cancellationToken)
    {
        if (Name(facts) is not { } name)
            return null;

        var answer = await facts.ListingAsync(name);
        return answer.Records.Any(Counts)
            ? new PolicyHit("7.1", asksSender ? $"The sender's domain is listed by {zone}" : $"Your address {facts.Client} is listed by {zone}")
            : null;
    }

    /// <summary>An address as lists have it: octets, or in IPv6 digits, in reverse.</summary>
    public static string Reversed(IPAddress address)
    {
        var octets = address.GetAddressBytes();
        return octets.Length == 4
            ? string.Join('.', octets.Reverse())
            : string.Join('.', Convert.ToHexString(octets).ToLowerInvariant().Reverse());
    }

    private string? Name(PolicyFacts facts)
    {
        if (!asksSender)
            return facts.Client is { } client ? $"{Reversed(client)}.{zone}" : null;
        return PolicyFacts.DomainOf(facts.Sender) is { Length: > 0 } domain && domain[0] != '[' ? $"{domain}.{zone}" : null;
    }

    private bool Counts(IPAddress answer)
    {
        var octets = answer.GetAddressBytes();
        return octets[0] == 127 && (answers.Count == 0 || answers.Any(pattern => pattern.Zip(octets).All(p => p.Second >= p.First.Low && p.Second <= p.First.High)));
    }

    private static BlockListCheck Read(List<string> words, bool asksSender)
    {
        if (words.Count != 1)
            throw new FormatException("a list reads like zen.example.org or zen.example.org=127.0.0.2-11");

        var pair = words[0].Split('=', 2);
        return new BlockListCheck(pair[0].Trim('.'), pair.Length < 2 ? [] : [.. pair[1].Split(',').Select(Pattern)], asksSender);
    }

    private static (int Low, int High)[] Pattern(string text)
    {
        var octets = text.Split('.');
        return octets.Length == 4 ? [.. octets.Select(Octet)] : throw new FormatException($"'{text}' is no answer of a list; one reads like 127.0.0.2-11");

        (int, int) Octet(string word)
        {
            var range = word == "*" ? ["0", "255"] : word.Split('-', 2);
            return byte.TryParse(range[0], NumberStyles.None, CultureInfo.InvariantCulture, out var low) && byte.TryParse(range[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var high)
                ? (low, high)
                : throw new FormatException($"'{text}' is no answer of a list; one reads like 127.0.0.2-11");
        }
    }
}

using System.Globalization;

namespace Oss.MailEngine.Policy;

/// <summary>
/// Reads the configuration. A line is <c>[submission] STAGE: CHECK [and [not] CHECK …] => EFFECT</c>, where the stage is <c>connect</c>, <c>helo</c>, <c>mail</c>, <c>rcpt</c> or <c>data</c>, the
/// checks are those of <see cref="PolicyWords"/>, and the effect is <c>permit</c>, <c>refuse</c>, <c>defer</c>, <c>disconnect</c>, <c>quarantine</c>, <c>junk</c>, <c>score N</c>, <c>warn</c> or <c>as-told</c>, then
/// perhaps <c>tarpit 5s</c> and a text in quotes. Empty lines and those that begin with <c>#</c> say nothing.
/// </summary>
internal static class PolicyText
{
    /// <summary>Reads all lines.</summary>
    /// <exception cref="FormatException">One cannot be read; the message names it.</exception>
    public static IReadOnlyList<PolicyRule> Read(IReadOnlyList<string> lines)
    {
        if (lines.Count > PolicyLimits.Rules)
            throw new FormatException($"there are more than {PolicyLimits.Rules} rules");

        var rules = new List<PolicyRule>();
        foreach (var line in lines.Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#'))
        {
            try
            {
                rules.Add(ReadRule(line));
            }
            catch (FormatException e)
            {
                throw new FormatException($"the rule '{line}' cannot be read: {e.Message}");
            }
        }

        return rules;
    }

    /// <summary>A time as <c>30s</c>, <c>5m</c>, <c>12h</c>, <c>35d</c>.</summary>
    public static TimeSpan Time(string word)
    {
        if (word.Length < 2 || !int.TryParse(word.AsSpan(0, word.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > 1_000_000)
            throw new FormatException($"'{word}' is no time; one reads like 30s, 5m, 12h or 35d");

        return word[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => throw new FormatException($"'{word}' is no time; one reads like 30s, 5m, 12h or 35d"),
        };
    }

    /// <summary>A number, with <c>k</c>, <c>M</c> or <c>G</c> for powers of 1024.</summary>
    public static long Number(string word)
    {
        var unit = word.Length > 1 ? word[^1] switch { 'k' => 1L << 10, 'M' => 1L << 20, 'G' => 1L << 30, _ => 1L } : 1L;
        var digits = unit > 1 ? word.AsSpan(0, word.Length - 1) : word.AsSpan();
        return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 1L << 32
            ? number * unit
            : throw new FormatException($"'{word}' is no number");
    }

    private static PolicyRule ReadRule(string line)
    {
        var words = Words(line);
        var isSubmission = words is ["submission", ..];
        if (isSubmission)
            words.RemoveAt(0);
        if (words.Count == 0 || !words[0].EndsWith(':') || !Enum.TryParse<PolicyStage>(words[0][..^1], ignoreCase: true, out var stage))
            throw new FormatException("it begins with connect:, helo:, mail:, rcpt: or data:");

        var arrow = words.IndexOf("=>");
        if (arrow < 2)
            throw new FormatException("it has a check, the arrow => and an effect");

        var conditions = new List<PolicyCondition>();
        foreach (var condition in Split(words[1..arrow]))
            conditions.Add(ReadCondition(condition, stage));
        return new PolicyRule(stage, isSubmission, conditions, ReadEffect(words[(arrow + 1)..]), $"{words[0]} {string.Join(' ', words[1..arrow])}");
    }

    private static PolicyCondition ReadCondition(List<string> words, PolicyStage stage)
    {
        var isNegated = words is ["not", ..];
        if (isNegated)
            words = words[1..];
        var word = words.Count > 0 ? PolicyWords.All.FirstOrDefault(w => w.Name == words[0]) : null;
        if (word is null)
            throw new FormatException($"'{words.FirstOrDefault()}' is no check; there are {string.Join(", ", PolicyWords.All.Select(w => w.Name))}");
        if (stage < word.From)
            throw new FormatException($"'{word.Name}' can be asked from {word.From.ToString().ToLowerInvariant()}: on");
        return new PolicyCondition(word.Read(words[1..]), isNegated);
    }

    private static PolicyEffect ReadEffect(List<string> words)
    {
        if (words.Count == 0)
            throw new FormatException("it has no effect");

        var effect = new PolicyEffect(words[0] switch
        {
            "permit" => PolicyAction.Permit,
            "refuse" => PolicyAction.Refuse,
            "defer" => PolicyAction.Defer,
            "disconnect" => PolicyAction.Disconnect,
            "quarantine" => PolicyAction.Quarantine,
            "junk" => PolicyAction.Junk,
            "score" => PolicyAction.Score,
            "warn" => PolicyAction.Warn,
            "as-told" => PolicyAction.AsTold,
            _ => throw new FormatException($"'{words[0]}' is no effect; there are permit, refuse, defer, disconnect, quarantine, junk, score, warn, as-told"),
        });
        for (var i = 1; i < words.Count; i++)
        {
            if (i == 1 && effect.Action == PolicyAction.Score)
                effect = effect with { Score = (int)Number(words[i]) };
            else if (words[i] == "tarpit" && i + 1 < words.Count && Time(words[++i]) is var tarpit && tarpit <= PolicyLimits.Tarpit)
                effect = effect with { Tarpit = tarpit };
            else if (words[i].StartsWith('"'))
                effect = effect with { Text = words[i][1..] };
            else
                throw new FormatException($"'{words[i]}' is not understood after the effect; 'tarpit 5s' (60s at most) or a text in quotes is");
        }

        return effect.Action != PolicyAction.Score || words.Count > 1 ? effect : throw new FormatException("a score is a number, as in 'score 3'");
    }

    private static IEnumerable<List<string>> Split(List<string> words)
    {
        var part = new List<string>();
        foreach (var word in words)
        {
            if (word == "and")
            {
                yield return part;
                part = [];
            }
            else
            {
                part.Add(word);
            }
        }

        yield return part;
    }

    // Words between blanks; a text in quotes is one word that begins with a quote.
    private static List<string> Words(string line)
    {
        var words = new List<string>();
        for (var i = 0; i < line.Length;)
        {
            if (line[i] is ' ' or '\t')
            {
                i++;
                continue;
            }

            var end = line[i] == '"' ? line.IndexOf('"', i + 1) : line.AsSpan(i).IndexOfAny(' ', '\t') is >= 0 and var at ? i + at : line.Length;
            if (end < 0)
                throw new FormatException("a text in quotes does not end");
            words.Add(line[i..end]);
            i = line[i] == '"' ? end + 1 : end;
        }

        return words;
    }
}

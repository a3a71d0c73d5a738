using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Oss.MailEngine.Sieve.Language;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary>
/// <c>:regex</c> by the draft that was never finished and that every server has: POSIX extended regular expressions (IEEE 1003.2). They are translated for .NET's
/// engine without backtracking, whose time is linear in the text whatever the expression. It finds the same matches as POSIX does; where an
/// alternative could be longer, POSIX takes the longest and this the first.
/// </summary>
internal static class RegexExtension
{
    private const int CacheSize = 500;

    private static readonly ConcurrentDictionary<(string Pattern, bool IgnoresCase), Regex> Cache = new();

    public static SieveExtension Extension { get; } = new("regex")
    {
        Tags = [new TagRule("regex") { Group = MatchTypes.Group, On = word => word.Takes.HasFlag(Takes.Match), Match = Matches, Check = CheckKeys }],
        Modifiers = [new StringModifier("quoteregex", 20, Quote)],
    };

    private static void CheckKeys(Call call, Binder binder)
    {
        foreach (var key in call.Find("keys")?.Texts ?? call.Find("values")?.Texts ?? [])
        {
            if (key.Constant is { } pattern)
                _ = Compile(key.At, pattern, ignoresCase: true);
        }
    }

    private static bool Matches(Call call, SieveRun run, IEnumerable<string> values, IReadOnlyList<string> keys)
    {
        var compiled = keys.Select(key => Compile(call.At, key, call.Matching.Comparator != Comparator.Octet)).ToList();
        foreach (var value in values)
        {
            foreach (var regex in compiled)
            {
                run.Spend(call.At, value.Length * 8L);
                if (Find(call, regex, value) is not { Success: true } match)
                    continue;
                run.Variables.SetMatches([.. match.Groups.Values.Take(SieveLimits.MatchVariables).Select(g => g.Value)]);
                return true;
            }
        }

        return false;
    }

    private static System.Text.RegularExpressions.Match Find(Call call, Regex regex, string value)
    {
        try
        {
            return regex.Match(value);
        }
        catch (RegexMatchTimeoutException)
        {
            throw new SieveException(call.At, "The regular expression takes too long on this message.", "Der reguläre Ausdruck braucht bei dieser Nachricht zu lange.");
        }
    }

    private static Regex Compile(SievePosition at, string pattern, bool ignoresCase)
    {
        if (Cache.TryGetValue((pattern, ignoresCase), out var known))
            return known;
        if (pattern.Length > SieveLimits.RegexCharacters)
            throw new SieveException(at, $"A regular expression has {SieveLimits.RegexCharacters} characters at most.", $"Ein regulärer Ausdruck hat höchstens {SieveLimits.RegexCharacters} Zeichen.");

        try
        {
            var options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | (ignoresCase ? RegexOptions.IgnoreCase : RegexOptions.None);
            var regex = new Regex(PosixExpression.Translate(pattern), options, SieveLimits.RegexTime);
            if (Cache.Count >= CacheSize)
                Cache.Clear();
            return Cache[(pattern, ignoresCase)] = regex;
        }
        catch (PosixException e)
        {
            throw new SieveException(at, $"\"{pattern}\" is not a regular expression: {e.Why.English}", $"\"{pattern}\" ist kein regulärer Ausdruck: {e.Why.German}");
        }
        catch (NotSupportedException)
        {
            throw new SieveException(
                at, $"\"{pattern}\" is not a regular expression that can be run in bounded time.", $"\"{pattern}\" ist kein regulärer Ausdruck, der sich in begrenzter Zeit auswerten lässt.");
        }
        catch (ArgumentException)
        {
            throw new SieveException(at, $"\"{pattern}\" is not a regular expression.", $"\"{pattern}\" ist kein regulärer Ausdruck.");
        }
    }

    private static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length);
        foreach (var c in text)
            quoted.Append("\\.[]{}()*+?^$|".Contains(c, StringComparison.Ordinal) ? "\\" : "").Append(c);
        return quoted.ToString();
    }
}

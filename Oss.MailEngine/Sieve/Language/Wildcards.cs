using System.Globalization;

namespace Oss.MailEngine.Sieve.Language;

/// <summary>
/// <c>:matches</c>: <c>*</c> for any text, <c>?</c> for one character, a backslash before either for itself (RFC 5228 2.7.1). Each wildcard takes the shortest
/// text it can, from the left (RFC 5229 3.2). Only the last star ever takes more, so the time is bounded by the product of the lengths.
/// </summary>
internal static class Wildcards
{
    /// <summary>The whole value and what each wildcard stands for; <see langword="null"/> when it does not match.</summary>
    public static List<string>? Match(Comparator comparator, string value, string key)
    {
        var folded = comparator.Fold(value);
        var source = folded.Length == value.Length ? value : folded;
        var pattern = Parse(comparator, key);
        // Where each wildcard began and how long it is.
        var spans = new (int Start, int Length)[pattern.Count(p => p.Kind != 'c')];
        int at = 0, item = 0, wildcard = 0, star = -1, starWildcard = 0;
        while (true)
        {
            if (item < pattern.Count && pattern[item].Kind == '*')
            {
                (star, starWildcard) = (item, wildcard);
                spans[wildcard++] = (at, 0);
                item++;
            }
            else if (item == pattern.Count && at == folded.Length)
            {
                break;
            }
            else if (item < pattern.Count && at < folded.Length && Takes(pattern[item], folded, at) is var length and > 0)
            {
                if (pattern[item].Kind == '?')
                    spans[wildcard++] = (at, length);
                at += length;
                item++;
            }
            else if (star >= 0 && spans[starWildcard].Start + spans[starWildcard].Length < folded.Length)
            {
                var (start, taken) = spans[starWildcard];
                taken += CharacterLength(folded, start + taken);
                spans[starWildcard] = (start, taken);
                (at, item, wildcard) = (start + taken, star + 1, starWildcard + 1);
            }
            else
            {
                return null;
            }
        }

        return [source, .. spans.Take(SieveLimits.MatchVariables - 1).Select(s => source.Substring(s.Start, s.Length))];
    }

    private static int Takes((char Kind, string Text) item, string value, int at) => item.Kind == '?'
        ? CharacterLength(value, at)
        : string.CompareOrdinal(value, at, item.Text, 0, item.Text.Length) == 0 ? item.Text.Length : 0;

    private static int CharacterLength(string value, int at) => char.IsSurrogatePair(value, Math.Min(at, value.Length - 1)) ? 2 : 1;

    private static List<(char Kind, string Text)> Parse(Comparator comparator, string key)
    {
        var items = new List<(char, string)>();
        var literal = new System.Text.StringBuilder();
        for (var i = 0; i < key.Length; i++)
        {
            if (key[i] is '*' or '?')
            {
                Flush();
                // Two stars are one that takes nothing and one that takes all: the variables count both.
                items.Add((key[i], key[i].ToString(CultureInfo.InvariantCulture)));
            }
            else
            {
                if (key[i] == '\\' && i + 1 < key.Length)
                    i++;
                literal.Append(key[i]);
            }
        }

        Flush();
        return items;

        void Flush()
        {
            if (literal.Length > 0)
                items.Add(('c', comparator.Fold(literal.ToString())));
            literal.Clear();
        }
    }
}

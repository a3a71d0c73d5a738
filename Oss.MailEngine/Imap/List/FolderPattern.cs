namespace Oss.MailEngine.Imap.List;

/// <summary>LIST's wildcards: <c>*</c> is anything, <c>%</c> anything within a level. Matched in time proportional to pattern times name, whatever the pattern.</summary>
internal static class FolderPattern
{
    public static bool Matches(string pattern, string name)
    {
        // possible[j]: whether the pattern so far can end at name[j].
        var possible = new bool[name.Length + 1];
        possible[0] = true;
        foreach (var c in pattern.Length <= 1000 ? pattern : "")
        {
            if (c is '*' or '%')
            {
                for (var j = 1; j <= name.Length; j++)
                    possible[j] |= possible[j - 1] && (c == '*' || name[j - 1] != '/');
                continue;
            }

            for (var j = name.Length; j > 0; j--)
                possible[j] = possible[j - 1] && (name[j - 1] == c || (name == "INBOX" && char.ToUpperInvariant(c) == name[j - 1]));
            possible[0] = false;
        }

        return possible[^1];
    }
}

namespace Oss.MailEngine.Imap.List;

/// <summary>LIST's wildcards: <c>*</c> is anything, <c>%</c> anything within a level. Matched in time proportional to pattern times name, whatever the pattern.</summary>
internal static class FolderPattern
{
    /// <summary>Characters of a pattern; a longer one matches nothing.</summary>
    private const int MaxLength = 1000;

    public static bool Matches(string pattern, string name)
    {
        return Ends(pattern, name)[^1];
    }

    /// <summary>Whether a pattern may match something that begins with a text.</summary>
    public static bool CouldBegin(string pattern, string start)
    {
        // The text is used up at some place of the pattern; what is left of it may match what follows.
        for (var i = 0; i <= Math.Min(pattern.Length, MaxLength); i++)
        {
            if (Ends(pattern[..i], start)[^1])
                return true;
        }

        return false;
    }

    // Whether all of a pattern can end at each place of a name.
    private static bool[] Ends(string pattern, string name)
    {
        // possible[j]: whether the pattern so far can end at name[j].
        var possible = new bool[name.Length + 1];
        possible[0] = true;
        foreach (var c in pattern.Length <= MaxLength ? pattern : "\0")
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

        return possible;
    }
}

namespace Oss.MailEngine.Sieve.Conversion;

/// <summary>What stands in the comments of scripts that other programs write.</summary>
internal static class RuleComment
{
    private const string OpenXchange = "## Flag:";

    /// <summary>The rule's name and its flag from the comment right before a line; the flag is Open-Xchange's kind of rule, empty for others.</summary>
    public static (string Name, string Flag) Before(string[] lines, int line)
    {
        for (var i = line - 2; i >= 0; i--)
        {
            var text = lines[i].Trim();
            if (text.Length == 0)
                continue;
            if (!text.StartsWith('#'))
                break;
            return text.StartsWith(OpenXchange, StringComparison.Ordinal) ? Parse(text) : (text.TrimStart('#', ' '), "");
        }

        return ("Rule", "");
    }

    /// <summary>Rules that Open-Xchange switched off: their commands stand in a comment after the rule's own.</summary>
    public static IEnumerable<(int Line, string Name)> Disabled(string[] lines)
    {
        for (var i = 0; i + 1 < lines.Length; i++)
        {
            var next = lines[i + 1].TrimStart();
            if (lines[i].StartsWith(OpenXchange, StringComparison.Ordinal) && (next.StartsWith("#<#>", StringComparison.Ordinal) || next.StartsWith("/*", StringComparison.Ordinal)))
                yield return (i + 1, Parse(lines[i]).Name);
        }
    }

    private static (string Name, string Flag) Parse(string text)
    {
        string name = "Rule", flag = "";
        foreach (var field in text[2..].Split('|'))
        {
            var pair = field.Split(':', 2);
            if (pair.Length == 2 && pair[0].Trim() == "Rulename")
                name = pair[1].Trim();
            else if (pair.Length == 2 && pair[0].Trim() == "Flag")
                flag = pair[1].Trim();
        }

        return (name, flag);
    }
}

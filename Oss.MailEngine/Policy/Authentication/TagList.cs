namespace Oss.MailEngine.Policy.Authentication;

/// <summary>Tag=value lists of DKIM and DMARC (RFC 6376 3.2).</summary>
internal static class TagList
{
    /// <summary>The tags by name; of a tag that comes twice the first. Blanks inside values stay, those around them go.</summary>
    public static Dictionary<string, string> Parse(string text)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in text.Split(';'))
        {
            if (pair.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
                tags.TryAdd(pair[..equals].Trim(), pair[(equals + 1)..].Trim());
        }

        return tags;
    }
}

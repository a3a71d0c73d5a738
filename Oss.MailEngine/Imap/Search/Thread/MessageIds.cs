namespace Oss.MailEngine.Imap.Search.Thread;

/// <summary>The message ids a header names.</summary>
internal static class MessageIds
{
    private const int MaxIds = 1000;

    /// <summary>Without their angle brackets and what quotes they have, so that the two ways to write one are the same (RFC 5256 3).</summary>
    public static List<string> Of(string? header)
    {
        var ids = new List<string>();
        for (var at = 0; header is not null && ids.Count < MaxIds && header.IndexOf('<', at) is >= 0 and var start;)
        {
            var end = header.IndexOf('>', start);
            if (end < 0)
                break;
            var id = header[(start + 1)..end].Trim();
            if (id.Contains('@', StringComparison.Ordinal))
                ids.Add(id.Replace("\"", "", StringComparison.Ordinal).Replace("\\", "", StringComparison.Ordinal));
            at = end + 1;
        }

        return ids;
    }
}

namespace Oss.MailEngine.Imap;

/// <summary>The order and the levels of folder names.</summary>
internal static class FolderTree
{
    /// <summary>INBOX first, then by octets.</summary>
    public static IEnumerable<string> Ordered(IEnumerable<string> folders) => folders.OrderBy(folder => folder != "INBOX").ThenBy(folder => folder, StringComparer.Ordinal);

    /// <summary>The levels above a folder, nearest first.</summary>
    public static IEnumerable<string> Parents(string folder)
    {
        for (var slash = folder.LastIndexOf('/'); slash > 0; slash = folder.LastIndexOf('/', slash - 1))
            yield return folder[..slash];
    }
}

namespace Oss.MailEngine.Imap.List;

/// <summary>The levels of folder names.</summary>
internal static class FolderTree
{
    /// <summary>The levels above a folder, nearest first.</summary>
    public static IEnumerable<string> Parents(string folder)
    {
        for (var slash = folder.LastIndexOf('/'); slash > 0; slash = folder.LastIndexOf('/', slash - 1))
            yield return folder[..slash];
    }
}

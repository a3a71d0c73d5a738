using System.Globalization;

namespace Oss.MailEngine.Storage;

/// <summary>
/// Expunged mail that can be got back for a while: <c>expunged/&lt;folder&gt;/&lt;hour in Unix seconds&gt;/&lt;file&gt;</c> beside <c>Maildir/</c>, where no other program looks. To expunge is to rename into it, as durable and as
/// cheap as to unlink. It counts for no quota. What is older than the mailbox's patience goes when the mailbox is opened, and at every full hour of expunging.
/// </summary>
internal sealed class ExpungedMail(string home, TimeSpan keep, TimeProvider time)
{
    private const string InboxDirectory = "INBOX";
    private const long Hour = 3600;

    private readonly string _root = Path.Combine(home, "expunged");
    private long _swept;

    public bool IsKept => keep > TimeSpan.Zero;

    /// <summary>Takes a message's file; false when it is not there any more.</summary>
    public bool TryTake(MaildirDirectory cur, ReadOnlySpan<byte> name, FolderName folder)
    {
        var hour = time.GetUtcNow().ToUnixTimeSeconds() / Hour * Hour;
        Sweep(hour);
        var place = new MaildirDirectory(Path.Combine(_root, DirectoryOf(folder), hour.ToString(CultureInfo.InvariantCulture)));
        if (cur.TryRename(name, place, name))
            return true;
        if (System.IO.Directory.Exists(place.Path))
            return false;
        Durable.CreateDirectory(place.Path);
        return cur.TryRename(name, place, name);
    }

    /// <summary>Takes all messages of a folder that is deleted.</summary>
    public void TakeAll(string maildir, FolderName folder)
    {
        foreach (var directory in (MaildirDirectory[])[new(Path.Combine(maildir, "cur")), new(Path.Combine(maildir, "new"))])
        {
            var listing = directory.List();
            for (var i = 0; i < listing.Count; i++)
                TryTake(directory, listing[i], folder);
        }
    }

    /// <summary>What can be got back: the folder, the file, and the hour in which it was expunged.</summary>
    public IEnumerable<(FolderName Folder, MaildirDirectory Directory, byte[] Name, DateTimeOffset Hour)> List()
    {
        foreach (var directory in Folders())
        {
            if (FolderOf(Path.GetFileName(directory)) is not { } folder)
                continue;
            foreach (var (path, hour) in Hours(directory).OrderBy(h => h.Hour))
            {
                var place = new MaildirDirectory(path);
                var listing = place.List();
                for (var i = 0; i < listing.Count; i++)
                    yield return (folder, place, listing[i].ToArray(), DateTimeOffset.FromUnixTimeSeconds(hour));
            }
        }
    }

    /// <summary>Removes what was kept long enough.</summary>
    public void Sweep(long hour = 0)
    {
        if (hour != 0 && Interlocked.Exchange(ref _swept, hour) == hour)
            return;
        var oldest = (time.GetUtcNow() - keep).ToUnixTimeSeconds() - Hour;
        foreach (var directory in Folders())
        {
            foreach (var (path, _) in Hours(directory).Where(h => h.Hour <= oldest).ToList())
                System.IO.Directory.Delete(path, recursive: true);
        }
    }

    private string[] Folders() => System.IO.Directory.Exists(_root) ? [.. System.IO.Directory.EnumerateDirectories(_root).Order(StringComparer.Ordinal)] : [];

    private static IEnumerable<(string Path, long Hour)> Hours(string directory) => System.IO.Directory.EnumerateDirectories(directory)
        .Select(path => (Path: path, Hour: long.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var hour) ? hour : long.MaxValue))
        .Where(h => h.Hour != long.MaxValue);

    private static string DirectoryOf(FolderName folder) => folder.IsInbox ? InboxDirectory : folder.DirectoryName;

    private static FolderName? FolderOf(string directory) => directory == InboxDirectory ? FolderName.Inbox : FolderName.TryParseDirectory(directory);
}

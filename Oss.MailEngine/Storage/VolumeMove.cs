using System.Text;

namespace Oss.MailEngine.Storage;

/// <summary>
/// One mailbox on its way from a volume to another, while it is in use. What is on disk, and what a process that is killed leaves behind:
/// <list type="number">
/// <item><c>.moving/&lt;id&gt;</c> on both volumes is locked by <c>flock</c> while somebody moves: whoever finds it free may go on, or take back.</item>
/// <item>The tree is copied to <c>&lt;to&gt;/.moving/&lt;id&gt;.copy</c>, again until little is left; the mailbox is used meanwhile. Killed: the copy is used by the next attempt.</item>
/// <item>All folders' uidlists are locked, so that nobody is between a UID and its record, and the tree is renamed to <c>&lt;from&gt;/.moving/&lt;id&gt;.home</c>: from that moment every change fails, for all
/// are made by name, and nothing is acknowledged that is not in the tree. What changed is copied, and the file system synced. Killed: whoever opens the mailbox renames the tree back.</item>
/// <item>The copy is renamed to where the mailbox lives on its new volume. Killed: it is found there, whatever the directory says.</item>
/// <item>The old tree is renamed to <c>.old</c> and deleted: a <c>.home</c> is always whole.</item>
/// </list>
/// Messages keep their names, which are their UIDs, flags and UIDLs, and their times of modification, which are their dates; files that deliveries share are copied for each.
/// </summary>
internal sealed class VolumeMove : IDisposable
{
    private const string Directory = ".moving";
    private const int MaxPasses = 10;

    /// <summary>A pass that finds no more than this to copy is followed by the last.</summary>
    private const int Little = 20;

    private readonly FileStream _claim;
    private readonly string _parked;

    private VolumeMove(FileStream claim, string parked) => (_claim, _parked) = (claim, parked);

    /// <summary>Claims the mailbox's move off a volume; <see langword="null"/> when somebody else moves it.</summary>
    public static VolumeMove? TryClaim(string volume, Guid id)
    {
        var place = Path.Combine(volume, Directory);
        Durable.CreateDirectory(place);
        try
        {
            var path = Path.Combine(place, $"{id:N}");
            var claim = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 0);
            // Deleted by who had it, between opening and locking: it would be no claim.
            if (Posix.Stamp(claim.SafeFileHandle).Inode == FileStamp.Of(path).Inode)
                return new VolumeMove(claim, Parked(volume, id));
            claim.Dispose();
            return null;
        }
        catch (IOException e) when (e is not DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Whether the mailbox's tree is put away on a volume while what changed last is copied, or was when somebody was killed.</summary>
    public static bool IsParked(string volume, Guid id) => System.IO.Directory.Exists(Parked(volume, id));

    /// <summary>Moves the tree; done before, it is left as it is.</summary>
    /// <param name="source">Where it lives.</param>
    /// <param name="volume">The path of the new volume.</param>
    /// <param name="target">Where it is to live there; nothing is there.</param>
    /// <param name="id">The mailbox.</param>
    /// <param name="time">The clock of locks.</param>
    /// <param name="cancellationToken">Ends it between two files, and leaves the mailbox where it was.</param>
    /// <exception cref="IOException">A volume is away, or full; the mailbox stays where it was.</exception>
    public async Task RunAsync(string source, string volume, string target, Guid id, TimeProvider time, CancellationToken cancellationToken)
    {
        var copy = Path.ChangeExtension(Parked(volume, id), ".copy");
        Durable.CreateDirectory(Path.GetDirectoryName(copy)!);
        for (var pass = 0; pass < MaxPasses && Mirror(source, copy, cancellationToken) > Little; pass++)
        {
        }

        await ParkAsync(source, time, cancellationToken);
        try
        {
            Mirror(_parked, copy, cancellationToken);
            Posix.SyncFileSystem(Encoding.UTF8.GetBytes(copy + '\0'));
            Durable.CreateDirectory(Path.GetDirectoryName(target)!);
            System.IO.Directory.Move(copy, target);
        }
        catch
        {
            TakeBack(source);
            throw;
        }

        Durable.SyncDirectory(Path.GetDirectoryName(target)!);
    }

    /// <summary>Puts the tree back to where it lived: an attempt before ended in the middle.</summary>
    public void TakeBack(string source)
    {
        if (!System.IO.Directory.Exists(_parked))
            return;
        // What a session made there that knew nothing of the move.
        if (System.IO.Directory.Exists(source))
            System.IO.Directory.Delete(source, recursive: true);
        System.IO.Directory.Move(_parked, source);
        Durable.SyncDirectory(Path.GetDirectoryName(source)!);
        Durable.SyncDirectory(Path.GetDirectoryName(_parked)!);
    }

    /// <summary>Deletes the old tree, when the mailbox lives elsewhere, and the claim.</summary>
    public void Clean()
    {
        Drop(_parked);
        File.Delete(_claim.Name);
    }

    /// <summary>Deletes what is put away on a volume of a mailbox that lives elsewhere.</summary>
    public static void Drop(string volume, Guid id) => Drop(Parked(volume, id));

    private static void Drop(string parked)
    {
        var old = Path.ChangeExtension(parked, ".old");
        if (System.IO.Directory.Exists(old))
            System.IO.Directory.Delete(old, recursive: true);
        if (!System.IO.Directory.Exists(parked))
            return;
        System.IO.Directory.Move(parked, old);
        System.IO.Directory.Delete(old, recursive: true);
    }

    public void Dispose() => _claim.Dispose();

    private static string Parked(string volume, Guid id) => Path.Combine(volume, Directory, $"{id:N}.home");

    private async Task ParkAsync(string source, TimeProvider time, CancellationToken cancellationToken)
    {
        var locks = new List<(string Path, DotLock Held)>();
        try
        {
            var maildir = Path.Combine(source, "Maildir");
            foreach (var folder in System.IO.Directory.EnumerateDirectories(maildir, ".*").Where(path => FolderName.TryParseDirectory(Path.GetFileName(path)) is not null).Order(StringComparer.Ordinal).Prepend(maildir))
            {
                var list = Path.Combine(folder, UidListFile.FileName);
                locks.Add((Path.GetRelativePath(source, list + ".lock"), await DotLock.TakeAsync(list, time, cancellationToken)));
            }

            System.IO.Directory.Move(source, _parked);
        }
        finally
        {
            locks.ForEach(taken => taken.Held.Dispose());
        }

        // The locks went with the tree.
        locks.ForEach(taken => File.Delete(Path.Combine(_parked, taken.Path)));
        Durable.SyncDirectory(Path.GetDirectoryName(_parked)!);
        Durable.SyncDirectory(Path.GetDirectoryName(source)!);
    }

    // Makes a directory like another; returns how many files it copied.
    private static int Mirror(string source, string target, CancellationToken cancellationToken)
    {
        var copied = 0;
        System.IO.Directory.CreateDirectory(target, File.GetUnixFileMode(source));
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        var isMail = Path.GetFileName(source) is "cur" or "new";
        foreach (var entry in new DirectoryInfo(source).EnumerateFileSystemInfos())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var to = Path.Combine(target, entry.Name);
            try
            {
                if (entry.LinkTarget is { } link)
                {
                    if (File.Exists(to) || new FileInfo(to).LinkTarget is not null)
                        File.Delete(to);
                    File.CreateSymbolicLink(to, link);
                }
                else if (entry is DirectoryInfo)
                    copied += entry.Name == "tmp" ? Empty(entry.FullName, to) : Mirror(entry.FullName, to, cancellationToken);
                else if (entry.Name.EndsWith(".lock", StringComparison.Ordinal))
                    continue;
                else if (!isMail || !IsSame(entry.FullName, to))
                {
                    File.Copy(entry.FullName, to, overwrite: true);
                    copied += isMail ? 1 : 0;
                }

                wanted.Add(entry.Name);
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                // It went, or has another name by now: the next pass sees it.
            }
        }

        foreach (var entry in new DirectoryInfo(target).EnumerateFileSystemInfos().Where(entry => !wanted.Contains(entry.Name)))
        {
            if (entry is DirectoryInfo directory && entry.LinkTarget is null)
                directory.Delete(recursive: true);
            else
                entry.Delete();
        }

        return copied;
    }

    // A message never changes; one that a killed process began to copy has another length or time.
    private static bool IsSame(string source, string target) => FileStamp.Of(source) is { Exists: true } one && FileStamp.Of(target) is { Exists: true } other && one.Size == other.Size && one.Modified == other.Modified;

    private static int Empty(string source, string target)
    {
        System.IO.Directory.CreateDirectory(target, File.GetUnixFileMode(source));
        return 0;
    }
}

using System.Text;

namespace Oss.MailEngine.Storage.Acl;

/// <summary>The file <c>dovecot-acl</c> in a folder's directory. Read again when it changed; changed under <c>dovecot-acl.lock</c>, which becomes the file.</summary>
internal sealed class AclFile(string path, TimeProvider time)
{
    public const string FileName = "dovecot-acl";

    /// <summary>Octets of the file; a longer one is not read, and nobody but the owner has rights.</summary>
    private const int MaxLength = 64 * 1024;

    private volatile Memo? _memo;

    /// <summary>What the file says now; costs a look at its times.</summary>
    public FolderAcl Read()
    {
        var stamp = FileStamp.Of(path);
        if (!stamp.Exists)
            return FolderAcl.None;
        if (_memo is { } memo && memo.Stamp == stamp)
            return memo.Acl;

        var acl = Load();
        _memo = new Memo(stamp, acl);
        return acl;
    }

    /// <summary>The text as it is, for a folder that is to begin with the same rights; <see langword="null"/> when there is none.</summary>
    public string? ReadText() => File.Exists(path) ? File.ReadAllText(path, Encoding.UTF8) : null;

    /// <summary>Changes the file. On disk when the task ends.</summary>
    /// <returns>False when what is there cannot be read, or would become too long.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder is gone.</exception>
    public async Task<bool> ChangeAsync(Func<FolderAcl, FolderAcl> change, CancellationToken cancellationToken)
    {
        using var taken = await DotLock.TakeAsync(path, time, cancellationToken);
        var before = File.Exists(path) ? Load() : FolderAcl.None;
        if (!before.IsReadable)
            return false;
        var octets = Encoding.UTF8.GetBytes(change(before).ToString());
        if (octets.Length > MaxLength)
            return false;
        // Readers compare times of change, Dovecot those in seconds and the length: it looks again within two seconds.
        taken.Become(path, octets, FileStamp.Of(path) is { Exists: true } stamp ? stamp.Modified : 0);
        Durable.SyncDirectory(Path.GetDirectoryName(path)!);
        return true;
    }

    private FolderAcl Load()
    {
        try
        {
            return new FileInfo(path).Length > MaxLength ? FolderAcl.Unreadable : FolderAcl.Parse(File.ReadAllText(path, Encoding.UTF8));
        }
        catch (FileNotFoundException)
        {
            return FolderAcl.None;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return FolderAcl.Unreadable;
        }
    }

    private sealed record Memo(FileStamp Stamp, FolderAcl Acl);
}

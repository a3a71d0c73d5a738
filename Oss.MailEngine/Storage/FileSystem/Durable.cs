using System.Text;

namespace Oss.MailEngine.Storage;

/// <summary>
/// What makes a file survive a power cut. A file's content is safe after <c>fsync</c> of the file; its name is safe only after
/// <c>fsync</c> of the directory that holds it. The rules of this folder, which are those of Dovecot's <c>mail_fsync=optimized</c>:
/// <list type="bullet">
/// <item>A message (delivery, APPEND, COPY, MOVE): content, then name, then uidlist record, then directory; all durable before the reply.</item>
/// <item>Uidlist, keywords, subscriptions, UIDVALIDITY: content durable before the rename that makes it the file.</item>
/// <item>Expunge: the directory durable before the reply, so that nothing comes back.</item>
/// <item>Flags: a rename, not made durable: after a power cut a flag may be the one before, and nothing else is lost.</item>
/// <item>Quota sums and everything derived: not made durable; they are counted or made anew.</item>
/// </list>
/// </summary>
internal static class Durable
{
    /// <summary>Makes the names in a directory durable.</summary>
    public static void SyncDirectory(string path) => Posix.SyncDirectory(Encoding.UTF8.GetBytes(path + '\0'));

    /// <summary>Makes one directory and its name durable; does nothing when it is there.</summary>
    public static void CreateDirectory(string path)
    {
        if (System.IO.Directory.Exists(path))
            return;

        var parent = Path.GetDirectoryName(path)!;
        CreateDirectory(parent);
        System.IO.Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        SyncDirectory(parent);
    }

    /// <summary>Writes a whole file under its final name, so that a reader sees the old or the new one and never a part.</summary>
    /// <param name="path">The name.</param>
    /// <param name="content">All of it.</param>
    /// <param name="after">A time in nanoseconds that the new file's time of change is larger than.</param>
    public static void ReplaceFile(string path, ReadOnlySpan<byte> content, long after = 0)
    {
        var temporary = path + ".tmp";
        WriteFile(temporary, content, after);
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Writes a whole file that nobody reads yet.</summary>
    public static void WriteFile(string path, ReadOnlySpan<byte> content, long after = 0)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 0);
        file.Write(content);
        if (Posix.Stamp(file.SafeFileHandle).Modified <= after)
            Posix.SetModified(Encoding.UTF8.GetBytes(path + '\0'), DateTime.UnixEpoch.AddTicks((after / 100) + 10));
        file.Flush(flushToDisk: true);
    }
}

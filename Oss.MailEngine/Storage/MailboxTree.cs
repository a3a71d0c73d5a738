namespace Oss.MailEngine.Storage;

/// <summary>
/// A new mailbox's directories and the file with its id. The tree is made under another name and renamed when it is whole, so that a process that is killed leaves a whole tree or none. Only then is
/// it made durable, once for all: each new name by its directory, the content by its file. Journalling file systems write all of it with the first of these and have nothing left to do for the
/// others; made durable name by name it would be ten waits for the disk.
/// <para>
/// A power cut before that may leave a part of the tree under its final name. The order that asked for it has not been answered then, and is tried again: a tree without its id is put aside and
/// made anew, one with its id is completed.
/// </para>
/// </summary>
internal static class MailboxTree
{
    /// <summary>Holds the immutable id of the mailbox; beside <c>Maildir/</c>, where no other program looks.</summary>
    private const string IdFile = ".mailbox-id";
    private const string Maildir = "Maildir";
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly string[] Folders = ["new", "tmp", "cur"];

    /// <summary>Makes the tree where there is none; <see cref="Sync"/> is still to come.</summary>
    public static void Make(string home, Guid id)
    {
        var parent = Path.GetDirectoryName(home)!;
        var temporary = Path.Combine(parent, $".creating-{id:N}");
        if (System.IO.Directory.Exists(temporary))
            System.IO.Directory.Delete(temporary, recursive: true);

        // The directories by hash are made once and for many: they are durable before anything is in them.
        Durable.CreateDirectory(parent);
        System.IO.Directory.CreateDirectory(temporary, Mode);
        Complete(temporary);
        File.WriteAllText(Path.Combine(temporary, IdFile), id.ToString());
        System.IO.Directory.Move(temporary, home);
    }

    /// <summary>Makes the directories that are missing.</summary>
    public static void Complete(string home)
    {
        System.IO.Directory.CreateDirectory(Path.Combine(home, Maildir), Mode);
        foreach (var folder in Folders)
            System.IO.Directory.CreateDirectory(Path.Combine(home, Maildir, folder), Mode);
    }

    /// <summary>Makes the tree durable.</summary>
    /// <exception cref="IOException">It could not be, or the tree is there no more.</exception>
    public static void Sync(string home)
    {
        using (var file = new FileStream(Path.Combine(home, IdFile), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 0))
            file.Flush(flushToDisk: true);
        Durable.SyncDirectory(Path.Combine(home, Maildir));
        Durable.SyncDirectory(home);
        Durable.SyncDirectory(Path.GetDirectoryName(home)!);
    }

    /// <summary>Whose tree it is; <see langword="null"/> when it does not say.</summary>
    public static Guid? IdOf(string home) =>
        File.Exists(Path.Combine(home, IdFile)) && Guid.TryParse(File.ReadAllText(Path.Combine(home, IdFile)), out var id) ? id : null;
}

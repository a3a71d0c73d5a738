using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Oss.MailEngine.Storage;

/// <summary>
/// What makes a file survive a power cut. A file's content is safe after <c>fsync</c> of the file; its name is safe only after
/// <c>fsync</c> of the directory that holds it. .NET offers the first and not the second, and neither hard links nor them on directories.
/// </summary>
internal static partial class Durable
{
    private const int ReadOnlyDirectory = 0x10000 | 0x80000; // O_RDONLY | O_DIRECTORY | O_CLOEXEC
    private const int NoSuchFile = 2;
    private const int FileExists = 17;
    private const int CrossDevice = 18;
    private const int NotPermitted = 1;
    private const int TooManyLinks = 31;

    /// <summary>Makes the names in a directory durable.</summary>
    public static void SyncDirectory(string path)
    {
        var descriptor = Open(path, ReadOnlyDirectory);
        if (descriptor < 0)
            throw Failure($"open {path}");

        try
        {
            if (Fsync(descriptor) != 0)
                throw Failure($"fsync {path}");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

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
    public static void ReplaceFile(string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + ".tmp";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 0))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Gives a file a second name; false when the two lie on different file systems or the file has too many.</summary>
    public static bool TryLink(string existing, string created)
    {
        if (Link(existing, created) == 0)
            return true;

        return Marshal.GetLastPInvokeError() is CrossDevice or NotPermitted or TooManyLinks ? false : throw Failure($"link {created}");
    }

    /// <summary>Renames a file without ever replacing another; false when the file is not there any more.</summary>
    public static bool TryRename(string from, string to)
    {
        if (RenameNoReplace(from, to))
            return true;

        return Marshal.GetLastPInvokeError() is NoSuchFile or FileExists ? false : throw Failure($"rename {to}");
    }

    // Maildir names are unique, so a plain rename replaces nothing; rename(2) is the one atomic step every file system has.
    private static bool RenameNoReplace(string from, string to) => Rename(from, to) == 0;

    private static IOException Failure(string what)
    {
        var code = Marshal.GetLastPInvokeError();
        return new IOException($"{what}: {new Win32Exception(code).Message}", code);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string created);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Rename(string from, string to);
}

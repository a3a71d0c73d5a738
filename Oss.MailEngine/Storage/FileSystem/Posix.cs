using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Oss.MailEngine.Storage;

/// <summary>
/// The system calls that .NET does not offer, or offers only for names that are valid UTF-8: a Maildir file's name is any octets, and it is the message's identity.
/// Paths here are octets that end in NUL.
/// </summary>
internal static unsafe partial class Posix
{
    public const int NoSuchFile = 2;
    public const int Again = 11;
    public const int FileExists = 17;
    public const int CrossDevice = 18;
    public const int NotADirectory = 20;
    public const int NotPermitted = 1;
    public const int TooManyLinks = 31;

    private const int NoSpace = 28;
    private const int OverDiskQuota = 122;

    private const int Interrupted = 4;
    private const int CloseOnExec = 0x80000;
    private const int WriteOnly = 1;
    private const int ReadWrite = 2;
    private const int Append = 0x400;
    private const int Create = 0x40;
    private const int OwnerOnly = 0b110_000_000;
    private const int Exclusively = 2;
    private const int DirectoryOnly = 0x10000;
    private const int CurrentDirectory = -100;

    /// <summary>Whether a file system without room was the cause; .NET hands the error number on as it is.</summary>
    public static bool IsNoRoom(Exception cause) => cause is IOException { HResult: NoSpace or OverDiskQuota };

    /// <summary>Opens a file for reading; <see langword="null"/> when it is not there.</summary>
    public static SafeFileHandle? TryOpenRead(ReadOnlySpan<byte> path)
    {
        int descriptor;
        fixed (byte* p = path)
            descriptor = Open(p, CloseOnExec);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true)
            : Marshal.GetLastPInvokeError() == NoSuchFile ? null : throw Failure("open");
    }

    /// <summary>Opens a file so that each write adds to its end, wherever other programs have put that meanwhile (.NET's own <see cref="FileMode.Append"/> writes where the end was when it opened);
    /// <see langword="null"/> when it is not there.</summary>
    public static SafeFileHandle? TryOpenAppend(ReadOnlySpan<byte> path) => OpenAppend(path, flags: 0) is { IsInvalid: false } file ? file
        : Marshal.GetLastPInvokeError() == NoSuchFile ? null : throw Failure("open");

    /// <summary>The same; makes the file when it is not there.</summary>
    public static SafeFileHandle OpenAppend(ReadOnlySpan<byte> path) => OpenAppend(path, Create) is { IsInvalid: false } file ? file : throw Failure("open");

    /// <summary>Opens a file for reading and writing, made when it is not there, without the lock that .NET takes of its own.</summary>
    public static SafeFileHandle OpenWrite(ReadOnlySpan<byte> path)
    {
        int descriptor;
        fixed (byte* p = path)
            descriptor = Open(p, ReadWrite | Create | CloseOnExec, OwnerOnly);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Failure("open");
    }

    /// <summary>Waits until nobody else, of this process or another, has the file locked this way (<c>flock</c>); the lock ends with the handle.</summary>
    public static void Lock(SafeFileHandle file)
    {
        while (Flock((int)file.DangerousGetHandle(), Exclusively) != 0)
        {
            if (Marshal.GetLastPInvokeError() != Interrupted)
                throw Failure("flock");
        }
    }

    /// <summary>Makes everything durable that was written so far to the file system of a directory: for thousands of files at once, which one by one would wait for the disk each.</summary>
    public static void SyncFileSystem(ReadOnlySpan<byte> path)
    {
        var descriptor = OpenDirectory(path);
        try
        {
            if (SyncFs(descriptor) != 0)
                throw Failure("syncfs");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>Makes the names in a directory durable.</summary>
    public static void SyncDirectory(ReadOnlySpan<byte> path)
    {
        var descriptor = OpenDirectory(path);
        try
        {
            if (Fsync(descriptor) != 0)
                throw Failure("fsync");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>Renames; false when the source is not there.</summary>
    public static bool TryRename(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        fixed (byte* f = from, t = to)
            return Rename(f, t) == 0 || (Marshal.GetLastPInvokeError() == NoSuchFile ? false : throw Failure("rename"));
    }

    /// <summary>Removes a name; false when it is not there.</summary>
    public static bool TryUnlink(ReadOnlySpan<byte> path)
    {
        fixed (byte* p = path)
            return Unlink(p) == 0 || (Marshal.GetLastPInvokeError() == NoSuchFile ? false : throw Failure("unlink"));
    }

    /// <summary>Gives a file a second name; 0, or the error when the two cannot be linked or the source is not there.</summary>
    public static int TryLink(ReadOnlySpan<byte> existing, ReadOnlySpan<byte> created)
    {
        fixed (byte* e = existing, c = created)
        {
            return Link(e, c) == 0 ? 0
                : Marshal.GetLastPInvokeError() is NoSuchFile or CrossDevice or NotPermitted or TooManyLinks ? Marshal.GetLastPInvokeError() : throw Failure("link");
        }
    }

    /// <summary>Sets the time of last change, which is a message's internal date.</summary>
    public static void SetModified(ReadOnlySpan<byte> path, DateTime utc)
    {
        var ticks = (utc - DateTime.UnixEpoch).Ticks;
        var seconds = Math.DivRem(ticks, TimeSpan.TicksPerSecond, out var rest);
        if (rest < 0)
            (seconds, rest) = (seconds - 1, rest + TimeSpan.TicksPerSecond);
        var times = stackalloc long[4] { seconds, rest * 100, seconds, rest * 100 };
        fixed (byte* p = path)
        {
            if (UtimensAt(CurrentDirectory, p, times, 0) != 0)
                throw Failure("utimensat");
        }
    }

    /// <summary>What <c>stat</c> says; the default value when there is nothing of that name.</summary>
    public static FileStamp Stamp(ReadOnlySpan<byte> path)
    {
        var buffer = stackalloc byte[256];
        fixed (byte* p = path)
        {
            if (Statx(CurrentDirectory, p, 0, 0x7ff, buffer) != 0)
                return Marshal.GetLastPInvokeError() is NoSuchFile or NotADirectory ? default : throw Failure("stat");
        }

        return Stamp(buffer);
    }

    public static FileStamp Stamp(SafeFileHandle file)
    {
        var buffer = stackalloc byte[256];
        var empty = stackalloc byte[1];
        if (Statx((int)file.DangerousGetHandle(), empty, 0x1000, 0x7ff, buffer) != 0)
            throw Failure("stat");
        return Stamp(buffer);
    }

    /// <summary>Reads the next names of an open directory in the kernel's own records (<c>linux_dirent64</c>).</summary>
    public static int ReadDirectory(int descriptor, Span<byte> records)
    {
        fixed (byte* p = records)
        {
            var read = GetDents(descriptor, p, (nuint)records.Length);
            return read >= 0 ? (int)read : throw Failure("getdents64");
        }
    }

    public static int OpenDirectory(ReadOnlySpan<byte> path)
    {
        int descriptor;
        fixed (byte* p = path)
            descriptor = Open(p, DirectoryOnly | CloseOnExec);
        return descriptor >= 0 ? descriptor
            : Marshal.GetLastPInvokeError() == NoSuchFile ? throw new DirectoryNotFoundException("The folder is gone.") : throw Failure("open");
    }

    public static IOException Failure(string what)
    {
        var code = Marshal.GetLastPInvokeError();
        return new IOException($"{what}: {new Win32Exception(code).Message}", code);
    }

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    /// <summary>The kind of file system a path lies on (<c>f_type</c> of <c>statfs</c>); 0 when it cannot be told.</summary>
    public static long FileSystemOf(ReadOnlySpan<byte> path)
    {
        var buffer = stackalloc long[64];
        fixed (byte* p = path)
            return StatFs(p, buffer) == 0 ? buffer[0] : 0;
    }

    private static SafeFileHandle OpenAppend(ReadOnlySpan<byte> path, int flags)
    {
        fixed (byte* p = path)
            return new SafeFileHandle(Open(p, WriteOnly | Append | CloseOnExec | flags, OwnerOnly), ownsHandle: true);
    }

    // struct statx is the same on every architecture: inode at 32, size at 40, ctime at 96, mtime at 112, device at 136.
    private static FileStamp Stamp(byte* statx) => new(
        *(ulong*)(statx + 32), ((ulong)*(uint*)(statx + 136) << 32) | *(uint*)(statx + 140), *(long*)(statx + 40),
        (*(long*)(statx + 112) * 1_000_000_000) + *(uint*)(statx + 120), (*(long*)(statx + 96) * 1_000_000_000) + *(uint*)(statx + 104));

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    private static partial int Open(byte* path, int flags, int mode = 0);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(int descriptor, int operation);

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    private static partial int SyncFs(int descriptor);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true)]
    private static partial int Link(byte* existing, byte* created);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true)]
    private static partial int Rename(byte* from, byte* to);

    [LibraryImport("libc", EntryPoint = "unlink", SetLastError = true)]
    private static partial int Unlink(byte* path);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static partial int Statx(int directory, byte* path, int flags, uint mask, byte* result);

    [LibraryImport("libc", EntryPoint = "statfs", SetLastError = true)]
    private static partial int StatFs(byte* path, long* result);

    [LibraryImport("libc", EntryPoint = "utimensat", SetLastError = true)]
    private static partial int UtimensAt(int directory, byte* path, long* times, int flags);

    [LibraryImport("libc", EntryPoint = "getdents64", SetLastError = true)]
    private static partial nint GetDents(int descriptor, byte* records, nuint length);
}

/// <summary>What tells one state of a file or directory from another.</summary>
/// <param name="Inode">0 when there is none.</param>
/// <param name="Device">The device the inode is on.</param>
/// <param name="Size">In octets.</param>
/// <param name="Modified">Last change of the content, in nanoseconds of Unix time.</param>
/// <param name="Changed">Last change of content, name or links, in nanoseconds of Unix time.</param>
internal readonly record struct FileStamp(ulong Inode, ulong Device, long Size, long Modified, long Changed)
{
    public bool Exists => Inode != 0;

    public DateTime ModifiedUtc => DateTime.UnixEpoch.AddTicks(Modified / 100);

    /// <summary>The stamp of a path.</summary>
    public static FileStamp Of(string path) => Posix.Stamp(System.Text.Encoding.UTF8.GetBytes(path + '\0'));
}

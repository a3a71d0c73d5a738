using System.Globalization;
using System.Net;
using System.Text;

namespace Oss.MailEngine.Storage;

/// <summary>
/// Dovecot's lock file: created exclusively beside the file it protects, with <c>&lt;pid&gt;:&lt;host&gt;</c> inside. It is the only lock that a
/// Dovecot on the same tree honours.
/// <list type="bullet">
/// <item><c>dovecot-uidlist.lock</c> protects UIDs: who assigns one, appends to or replaces the uidlist, moves files from <c>new/</c> to <c>cur/</c> or names a keyword holds it.</item>
/// <item><c>dovecot-keywords.lock</c>, inside the former, and <c>subscriptions.lock</c> become the files they protect.</item>
/// <item>Flags change by renaming and expunged messages are unlinked without any lock; a reader that misses a file looks a second time under the uidlist's.</item>
/// </list>
/// A lock is overridden when its process on this host is gone, or when neither it nor the protected file changed for <see cref="StaleAfter"/>; who works long touches it. One that stays empty
/// is of a process that was killed between creating it and writing into it; whoever was only slow finds that the lock is not his any more.
/// Overriding is serialised by <c>flock</c> on the stale lock itself, so that of two waiters the later does not remove the earlier one's new lock; and
/// who was overridden does not remove the lock of who came after.
/// </summary>
internal sealed class DotLock : IDisposable
{
    public static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan EmptyFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(122);
    private static readonly TimeSpan TouchEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromMilliseconds(20);
    private static readonly string Host = Dns.GetHostName();

    private readonly string _path;
    private readonly ulong _inode;
    private readonly TimeProvider _time;
    private long _touched;
    private bool _ended;

    private DotLock(string path, ulong inode, TimeProvider time) => (_path, _inode, _time, _touched) = (path, inode, time, time.GetTimestamp());

    /// <summary>Takes the lock of a file.</summary>
    /// <exception cref="TimeoutException">Another process holds it, and goes on holding it.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    public static async ValueTask<DotLock> TakeAsync(string protectedFile, TimeProvider time, CancellationToken cancellationToken, TimeSpan? staleAfter = null)
    {
        var path = protectedFile + ".lock";
        var start = time.GetTimestamp();
        var poll = TimeSpan.FromMilliseconds(1);
        while (true)
        {
            if (TryCreate(path) is { } inode)
                return new DotLock(path, inode, time);
            if (TryOverride(path, protectedFile, staleAfter ?? StaleAfter))
                continue;
            if (time.GetElapsedTime(start) > Timeout)
                throw new TimeoutException($"The lock {path} is held by another process.");

            // Locks are held for the time of a write; polling finds them free sooner than a notice would, on network file systems too.
            await Task.Delay(poll, TimeProvider.System, cancellationToken);
            poll = poll * 1.5 < LongestPoll ? poll * 1.5 : LongestPoll;
        }
    }

    /// <summary>Tells waiters that the holder is alive; called in every loop that may take long.</summary>
    public void Touch()
    {
        if (_time.GetElapsedTime(_touched) < TouchEvery)
            return;
        _touched = _time.GetTimestamp();
        File.SetLastWriteTimeUtc(_path, DateTime.UtcNow);
    }

    /// <summary>Makes the lock file the new content of the file it protects, in one step, and ends the lock.</summary>
    /// <param name="path">The protected file.</param>
    /// <param name="content">All of it.</param>
    /// <param name="after">A time in nanoseconds that the new file's time of change is larger than.</param>
    public void Become(string path, ReadOnlySpan<byte> content, long after = 0)
    {
        Durable.WriteFile(_path, content, after);
        File.Move(_path, path, overwrite: true);
        _ended = true;
    }

    public void Dispose()
    {
        if (!_ended && FileStamp.Of(_path).Inode == _inode)
            File.Delete(_path);
        _ended = true;
    }

    private static ulong? TryCreate(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 0);
            file.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}:{Host}")));
            return Posix.Stamp(file.SafeFileHandle).Inode is var inode && FileStamp.Of(path).Inode == inode ? inode : null;
        }
        catch (IOException e) when (e is not DirectoryNotFoundException and not FileNotFoundException && (e.HResult & 0xffff) == Posix.FileExists)
        {
            return null;
        }
    }

    private static bool TryOverride(string path, string protectedFile, TimeSpan staleAfter)
    {
        var seen = FileStamp.Of(path);
        if (!seen.Exists)
            return true;
        if (!IsStale(path, seen, protectedFile, staleAfter))
            return false;

        try
        {
            // FileShare.None is flock(LOCK_EX) on the very file: two that override wait for neither, and the second finds another inode, or none.
            using var stale = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 0);
            if (Posix.Stamp(stale.SafeFileHandle) is var opened && opened.Inode == seen.Inode && opened.Modified == seen.Modified && FileStamp.Of(path).Inode == seen.Inode)
                File.Delete(path);
        }
        catch (IOException)
        {
            // Gone, or another overrides it at this moment.
        }

        return true;
    }

    private static bool IsStale(string path, FileStamp seen, string protectedFile, TimeSpan staleAfter)
    {
        var now = DateTime.UtcNow;
        if (seen.Size == 0 && now - seen.ModifiedUtc > EmptyFor)
            return true;
        if (now - seen.ModifiedUtc > staleAfter && now - FileStamp.Of(protectedFile).ModifiedUtc > staleAfter)
            return true;

        try
        {
            var owner = File.ReadAllText(path).Split(':', 2);
            return owner.Length == 2 && owner[1].TrimEnd('\n') == Host && int.TryParse(owner[0], NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && pid != Environment.ProcessId
                && !System.IO.Directory.Exists($"/proc/{pid}");
        }
        catch (IOException)
        {
            return false;
        }
    }
}

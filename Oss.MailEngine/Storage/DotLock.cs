using System.Globalization;
using System.Text;

namespace Oss.MailEngine.Storage;

/// <summary>
/// Dovecot's lock file: created exclusively beside the file it protects, with <c>&lt;pid&gt;:&lt;host&gt;</c> inside. It is the only lock that a
/// Dovecot on the same tree honours, so uidlist and keywords change under it alone. A lock whose process is gone, or that nobody touched
/// for <see cref="StaleAfter"/>, is overridden.
/// </summary>
internal sealed class DotLock : IDisposable
{
    public static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(122);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);

    private readonly string _path;

    private DotLock(string path) => _path = path;

    public static async Task<DotLock> TakeAsync(string protectedFile, string host, TimeProvider time, CancellationToken cancellationToken)
    {
        var path = protectedFile + ".lock";
        var start = time.GetTimestamp();
        while (!TryCreate(path, host))
        {
            if (IsStale(path, host, time))
                File.Delete(path);
            else if (time.GetElapsedTime(start) > Timeout)
                throw new TimeoutException($"The lock {path} is held by another process.");
            else
                await Task.Delay(Poll, time, cancellationToken);
        }

        return new DotLock(path);
    }

    public void Dispose() => File.Delete(_path);

    private static bool TryCreate(string path, string host)
    {
        try
        {
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite, 0);
            file.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}:{host}")));
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    private static bool IsStale(string path, string host, TimeProvider time)
    {
        try
        {
            var age = time.GetUtcNow().UtcDateTime - File.GetLastWriteTimeUtc(path);
            if (age > StaleAfter)
                return true;

            var owner = File.ReadAllText(path).Split(':', 2);
            return owner.Length == 2 && owner[1] == host && int.TryParse(owner[0], out var pid) && pid != Environment.ProcessId
                && !System.IO.Directory.Exists($"/proc/{pid}");
        }
        catch (IOException)
        {
            return false;
        }
    }
}

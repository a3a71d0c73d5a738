using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Sieve.Scripts;

/// <summary>
/// What a mailbox's scripts remember from message to message: senders that got a vacation reply, identifiers seen by <c>duplicate</c>, redirects done. One file
/// beside the Maildir, <c>.sieve-memory</c>: a line has the second until which it holds and the SHA-256 of what it is about, so that the file names nobody. It is appended to;
/// a line that is damaged is passed over; when most lines are over, it is written anew.
/// </summary>
internal sealed class SieveMemory(string home, TimeProvider time)
{
    public const string FileName = ".sieve-memory";

    /// <summary>Lines kept: a flood of senders must not fill the disk. The oldest are forgotten first.</summary>
    private const int MaxEntries = 20_000;

    private static readonly Lock[] Gates = [.. Enumerable.Range(0, 64).Select(_ => new Lock())];

    private string FilePath => Path.Combine(home, FileName);

    public bool Contains(string key)
    {
        lock (Gate())
            return Read().TryGetValue(Hash(key), out var until) && until > Now;
    }

    /// <summary>Remembers; durable when this returns.</summary>
    /// <returns>False when it was remembered already, which stays as it was.</returns>
    public bool TryAdd(string key, TimeSpan memory)
    {
        lock (Gate())
        {
            var entries = Read();
            var hash = Hash(key);
            if (entries.TryGetValue(hash, out var until) && until > Now)
                return false;
            Write(entries, hash, memory);
            return true;
        }
    }

    /// <summary>Remembers from now on, whether it was remembered or not.</summary>
    public void Add(string key, TimeSpan memory)
    {
        lock (Gate())
            Write(Read(), Hash(key), memory);
    }

    private long Now => time.GetUtcNow().ToUnixTimeSeconds();

    private Lock Gate() => Gates[(uint)home.GetHashCode(StringComparison.Ordinal) % Gates.Length];

    private void Write(Dictionary<string, long> entries, string hash, TimeSpan memory)
    {
        var until = Now + Math.Max(1, (long)memory.TotalSeconds);
        var lines = entries.Count;
        entries[hash] = until;
        if (lines <= MaxEntries && (lines < 100 || entries.Count(e => e.Value > Now) * 2 > lines))
        {
            // Another node may add a line at the same time: the system adds to the end whatever the offset says.
            using var file = Posix.OpenAppend(Encoding.UTF8.GetBytes(FilePath + '\0'));
            RandomAccess.Write(file, Line(hash, until), 0);
            RandomAccess.FlushToDisk(file);
            return;
        }

        var kept = entries.Where(e => e.Value > Now).OrderByDescending(e => e.Value).Take(MaxEntries / 2).SelectMany(e => Line(e.Key, e.Value));
        Durable.ReplaceFile(FilePath, [.. kept]);
    }

    private Dictionary<string, long> Read()
    {
        var entries = new Dictionary<string, long>(StringComparer.Ordinal);
        if (!File.Exists(FilePath))
            return entries;

        foreach (var line in File.ReadLines(FilePath))
        {
            if (line.Length == 64 + 1 + 12 && line[12] == ' ' && long.TryParse(line.AsSpan(0, 12), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var until))
                entries[line[13..]] = until;
        }

        return entries;
    }

    // A line feed at both ends: what a power cut left of a line before does not take this one with it.
    private static byte[] Line(string hash, long until) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\n{until,12} {hash}\n"));

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}

using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Oss.MailEngine.Storage;

/// <summary>
/// The Maildir++ file <c>maildirsize</c>: a line with the limits, a line with what a recount found, then one line for each change, appended in one
/// write. The sum of all lines is the usage in octets on disk. It is counted anew when it is missing, damaged, for other limits, or past 5,120 octets; and before anybody is refused, unless
/// that was done a moment ago: a sum of many changes by many programs may be wrong. Nothing here is made durable, it can be counted again.
/// </summary>
internal sealed class QuotaFile(string maildir)
{
    public const string FileName = "maildirsize";
    private const int MaxLength = 5120;
    private static readonly TimeSpan TimeStep = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan TrustedFor = TimeSpan.FromMinutes(15);

    private readonly string _path = Path.Combine(maildir, FileName);
    private Memo? _memo;

    /// <summary>What the mailbox holds. Reading the same file again costs one look at its times.</summary>
    /// <param name="limits">What it may hold.</param>
    /// <param name="isLook">Whether nobody is refused by the answer: then it does not matter for which limits it was counted.</param>
    public MailboxUsage Usage(MailboxLimits limits, bool isLook = false)
    {
        var stamp = FileStamp.Of(_path);
        if (_memo is { } memo && memo.Stamp == stamp && (isLook || memo.Limits == limits))
            return memo.Usage;
        if (!stamp.Exists || stamp.Size > MaxLength || Read(isLook ? null : limits) is not { } read)
            return Recount(limits);

        if (!isLook && limits.AreExceededBy(read.Usage) && (read.Lines > 2 || DateTime.UtcNow - stamp.ModifiedUtc > TrustedFor))
            return Recount(limits);
        _memo = new Memo(stamp, limits, read.Usage);
        return read.Usage;
    }

    /// <summary>Before messages come or go: takes hold of the file as it is, so that <see cref="Add"/> sees whether it was counted anew meanwhile.</summary>
    public QuotaChange Begin() => new(Posix.TryOpenAppend(Encoding.UTF8.GetBytes(_path + '\0')));

    /// <summary>Notes what came or went since <see cref="Begin"/>.</summary>
    public void Add(long octets, long messages, QuotaChange change)
    {
        if (change.File is { } file)
        {
            // The system adds to the end whatever the offset says: several programs' lines do not overwrite one another.
            RandomAccess.Write(file, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{octets} {messages}\n")), 0);
        }

        // Nobody asked yet, or what was there became invalid: whoever asks counts. But where there is another file now, somebody counted in between, and what came or went may be in that sum or not.
        var now = FileStamp.Of(_path);
        if (now.Exists && (change.File is not { } begun || Posix.Stamp(begun).Inode != now.Inode))
            File.Delete(_path);
    }

    /// <summary>Adds up every message of every folder.</summary>
    public MailboxUsage Count()
    {
        long octets = 0, messages = 0;
        foreach (var directory in Directories())
        {
            DirectoryListing listing;
            try
            {
                listing = directory.List();
            }
            catch (DirectoryNotFoundException)
            {
                continue;
            }

            for (var i = 0; i < listing.Count; i++, messages++)
                octets += MaildirName.Field(MaildirName.BaseOf(listing[i]), 'S') ?? directory.Stamp(listing[i]).Size;
        }

        return new MailboxUsage(octets, messages);
    }

    private MailboxUsage Recount(MailboxLimits limits)
    {
        var before = Directories().Select(d => d.Stamp()).ToList();
        var counted = Count();
        var temporary = $"{_path}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}";
        File.WriteAllText(temporary, string.Create(CultureInfo.InvariantCulture, $"{limits}\n{counted.Bytes} {counted.Messages}\n"));
        File.Move(temporary, _path, overwrite: true);
        // What came or went while it was counted may be in the sum or not. A directory's time moves in steps: one that changed a moment ago may have changed again without a sign.
        var after = Directories().Select(d => d.Stamp()).ToList();
        if (!before.SequenceEqual(after) || (after.Any(d => DateTime.UtcNow - d.ModifiedUtc < TimeStep) && Count() != counted))
            File.Delete(_path);
        else
            _memo = new Memo(FileStamp.Of(_path), limits, counted);
        return counted;
    }

    private IEnumerable<MaildirDirectory> Directories() => System.IO.Directory.EnumerateDirectories(maildir, ".*")
        .Where(d => FolderName.TryParseDirectory(Path.GetFileName(d)) is not null).Order(StringComparer.Ordinal).Prepend(maildir)
        .SelectMany(folder => (MaildirDirectory[])[new(Path.Combine(folder, "cur")), new(Path.Combine(folder, "new"))]);

    private (MailboxUsage Usage, int Lines)? Read(MailboxLimits? limits)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(_path);
        }
        catch (FileNotFoundException)
        {
            return null;
        }

        if (lines.Length < 2 || (limits is { } expected && lines[0] != expected.ToString()))
            return null;

        long octets = 0, messages = 0;
        foreach (var line in lines.Skip(1))
        {
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var o, var m]
                || !long.TryParse(o, CultureInfo.InvariantCulture, out var changed) || !long.TryParse(m, CultureInfo.InvariantCulture, out var count))
                return null;
            (octets, messages) = (octets + changed, messages + count);
        }

        return octets < 0 || messages < 0 ? null : (new MailboxUsage(octets, messages), lines.Length);
    }

    private sealed record Memo(FileStamp Stamp, MailboxLimits Limits, MailboxUsage Usage);
}

/// <summary>A change to what a mailbox holds that has begun: the file that it will be noted in, held open so that no other takes its number.</summary>
/// <param name="file"><see langword="null"/> when there was none.</param>
internal sealed class QuotaChange(SafeFileHandle? file) : IDisposable
{
    public SafeFileHandle? File => file;

    public void Dispose() => file?.Dispose();
}

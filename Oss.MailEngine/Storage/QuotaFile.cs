using System.Globalization;
using System.Text;

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

    public void Add(long octets, long messages)
    {
        // Nobody asked yet, or another program made it invalid: whoever asks counts.
        if (!FileStamp.Of(_path).Exists)
            return;
        // O_APPEND: several programs' lines do not overwrite one another.
        using var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 0);
        file.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{octets} {messages}\n")));
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
        // What came or went while it was counted may be in the sum or not.
        if (!before.SequenceEqual(Directories().Select(d => d.Stamp())))
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

using System.Globalization;
using System.Text;

namespace Oss.MailEngine.Storage;

/// <summary>
/// The Maildir++ file <c>maildirsize</c>: a line with the limit, a line with what a recount found, then one line for each change, appended in one
/// write. The sum of all lines is the usage in octets on disk. Past 5,120 octets, or when it is missing, it is counted anew.
/// </summary>
internal sealed class QuotaFile(string maildir)
{
    public const string FileName = "maildirsize";
    private const int MaxLength = 5120;

    private string FilePath => Path.Combine(maildir, FileName);

    public MailboxUsage Usage(long? limit)
    {
        if (Read(limit) is { } usage)
            return usage;

        var counted = Count();
        Durable.ReplaceFile(FilePath, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Limit(limit)}\n{counted.Bytes} {counted.Messages}\n")));
        return counted;
    }

    public void Add(long octets, long messages)
    {
        if (!File.Exists(FilePath))
            return;

        using var file = new FileStream(FilePath, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, 0);
        file.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{octets} {messages}\n")));
    }

    /// <summary>Adds up every message of every folder.</summary>
    public MailboxUsage Count()
    {
        long octets = 0, messages = 0;
        foreach (var folder in System.IO.Directory.EnumerateDirectories(maildir, ".*").Where(d => FolderName.TryParseDirectory(Path.GetFileName(d)) is not null).Prepend(maildir))
        {
            foreach (var part in (string[])["cur", "new"])
            {
                var directory = new DirectoryInfo(Path.Combine(folder, part));
                if (!directory.Exists)
                    continue;
                foreach (var file in directory.EnumerateFiles().Where(f => f.Name[0] != '.'))
                {
                    octets += MaildirName.Field(Encoding.UTF8.GetBytes(file.Name), 'S') ?? (file.Exists ? file.Length : 0);
                    messages++;
                }
            }
        }

        return new MailboxUsage(octets, messages);
    }

    private static string Limit(long? limit) => string.Create(CultureInfo.InvariantCulture, $"{limit ?? 0}S");

    private MailboxUsage? Read(long? limit)
    {
        if (!File.Exists(FilePath) || new FileInfo(FilePath).Length > MaxLength)
            return null;

        var lines = File.ReadAllLines(FilePath);
        if (lines.Length < 2 || lines[0] != Limit(limit))
            return null;

        long octets = 0, messages = 0;
        foreach (var line in lines.Skip(1))
        {
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var o, var m]
                || !long.TryParse(o, CultureInfo.InvariantCulture, out var changed) || !long.TryParse(m, CultureInfo.InvariantCulture, out var count))
                return null;
            octets += changed;
            messages += count;
        }

        return octets < 0 || messages < 0 || (octets > limit && lines.Length > 2) ? null : new MailboxUsage(octets, messages);
    }
}

/// <summary>What a mailbox holds.</summary>
internal readonly record struct MailboxUsage(long Bytes, long Messages);

/// <summary>The mailbox has no room for the message (RFC 3463 X.2.2).</summary>
internal sealed class OverQuotaException() : Exception("The mailbox is over its quota.");

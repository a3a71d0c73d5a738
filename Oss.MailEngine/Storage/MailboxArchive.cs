using System.Formats.Tar;
using System.Text;

namespace Oss.MailEngine.Storage;

/// <summary>
/// One mailbox as a tar file that is a Maildir: <c>Maildir/[.folder/]{dovecot-uidlist,dovecot-keywords,cur/…}</c>, <c>Maildir/subscriptions</c>, <c>sieve/…</c>. Written while the mailbox is in use: each folder is
/// as it was at one moment, for messages never change and their list is a snapshot; one that is expunged before its turn is left out. Read into an empty folder it brings UIDs, flags, keywords and dates
/// back; read into one that has mail it adds what is missing, under new UIDs. Reading it twice adds nothing.
/// </summary>
internal static class MailboxArchive
{
    private const string Root = "Maildir/";
    private const string Sieve = "sieve/";
    private const int MaxSmallFile = 64 * 1024 * 1024;

    public static async Task WriteAsync(Mailbox mailbox, Stream target, CancellationToken cancellationToken)
    {
        await using var tar = new TarWriter(target, TarEntryFormat.Pax, leaveOpen: true);
        await WriteFileAsync(tar, mailbox.SubscriptionsPath, Root + "subscriptions", cancellationToken);
        foreach (var script in Scripts(mailbox.Home))
            await WriteFileAsync(tar, script, Sieve + Path.GetFileName(script), cancellationToken);
        foreach (var name in mailbox.ListFolders())
        {
            if (mailbox.FindFolder(name) is { } folder)
                await WriteFolderAsync(tar, folder, cancellationToken);
        }
    }

    /// <returns>Messages that were added.</returns>
    /// <exception cref="InvalidDataException">It is no mailbox's archive.</exception>
    public static async Task<int> ReadAsync(Mailbox mailbox, Stream source, CancellationToken cancellationToken)
    {
        await using var tar = new TarReader(source, leaveOpen: true);
        var added = 0;
        var open = new Dictionary<FolderName, FolderImport>();
        while (await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
                continue;
            if (entry.Name == Root + "subscriptions")
                Subscribe(mailbox, await SmallAsync(entry, cancellationToken));
            else if (entry.Name.StartsWith(Sieve, StringComparison.Ordinal))
                await AddScriptAsync(mailbox.Home, entry, cancellationToken);
            else if (Place(entry.Name) is { } place)
                added += await ReadAsync(mailbox, open, place.Folder, place.File, entry, cancellationToken);
            else
                throw new InvalidDataException($"'{entry.Name}' does not belong to a mailbox.");
        }

        foreach (var folder in open.Values)
            await folder.EndAsync(cancellationToken);
        return added;
    }

    private static async Task WriteFolderAsync(TarWriter tar, Folder folder, CancellationToken cancellationToken)
    {
        var prefix = Root + (folder.Name.IsInbox ? "" : folder.Name.DirectoryName + '/');
        var snapshot = await folder.SyncAsync(cancellationToken);
        // First what says which UID and keyword is whose, so that a reader has it when the messages come.
        await WriteAsync(tar, prefix + UidListFile.FileName, new MemoryStream(UidListFile.Format(snapshot)), DateTimeOffset.UnixEpoch, cancellationToken);
        await WriteFileAsync(tar, Path.Combine(folder.Path, KeywordTable.FileName), prefix + KeywordTable.FileName, cancellationToken);
        foreach (var message in snapshot.Messages)
        {
            if (await folder.OpenFileAsync(message.Uid, cancellationToken) is { } found)
            {
                await using var content = new FileStream(found.File, FileAccess.Read, 64 * 1024, isAsync: false);
                await WriteAsync(tar, prefix + "cur/" + message.FileName, content, Posix.Stamp(found.File).ModifiedUtc, cancellationToken);
            }
        }
    }

    private static async Task WriteFileAsync(TarWriter tar, string path, string name, CancellationToken cancellationToken)
    {
        if (File.Exists(path))
            await WriteAsync(tar, name, new MemoryStream(await File.ReadAllBytesAsync(path, cancellationToken)), File.GetLastWriteTimeUtc(path), cancellationToken);
    }

    private static async Task WriteAsync(TarWriter tar, string name, Stream content, DateTimeOffset modified, CancellationToken cancellationToken)
    {
        await using (content)
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content, ModificationTime = modified, Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite }, cancellationToken);
    }

    private static IEnumerable<string> Scripts(string home) =>
        System.IO.Directory.Exists(Path.Combine(home, "sieve")) ? System.IO.Directory.EnumerateFiles(Path.Combine(home, "sieve"), "*.sieve").Order(StringComparer.Ordinal) : [];

    // An archive may come from anywhere: a name is taken apart and put together again, and never followed.
    private static (FolderName Folder, string File)? Place(string path)
    {
        if (!path.StartsWith(Root, StringComparison.Ordinal))
            return null;
        var parts = path[Root.Length..].Split('/');
        var folder = parts[0].StartsWith('.') ? FolderName.TryParseDirectory(parts[0]) : FolderName.Inbox;
        var rest = parts[0].StartsWith('.') ? parts[1..] : parts;
        return folder is null ? null : rest switch
        {
            [UidListFile.FileName] or [KeywordTable.FileName] => (folder.Value, rest[0]),
            ["cur" or "new", { Length: > 0 and <= MaildirName.MaxLength } name] when name[0] != '.' && !name.Any(char.IsControl) => (folder.Value, "cur/" + name),
            _ => null,
        };
    }

    private static async Task<int> ReadAsync(
        Mailbox mailbox, Dictionary<FolderName, FolderImport> open, FolderName name, string file, TarEntry entry, CancellationToken cancellationToken)
    {
        if (!open.TryGetValue(name, out var import))
        {
            mailbox.CreateFolder(name);
            open[name] = import = await mailbox.FindFolder(name)!.ImportAsync(cancellationToken);
        }

        if (file is UidListFile.FileName or KeywordTable.FileName)
        {
            import.Prepare(file, await SmallAsync(entry, cancellationToken));
            return 0;
        }

        return await import.AddAsync(Encoding.UTF8.GetBytes(file["cur/".Length..]), entry.DataStream ?? Stream.Null, entry.ModificationTime, cancellationToken) ? 1 : 0;
    }

    private static void Subscribe(Mailbox mailbox, byte[] file)
    {
        var temporary = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(temporary, file);
            foreach (var name in new SubscriptionFile(temporary, TimeProvider.System).Read())
                mailbox.Subscriptions.Set(name, true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static async Task AddScriptAsync(string home, TarEntry entry, CancellationToken cancellationToken)
    {
        var name = entry.Name[Sieve.Length..];
        if (name.Length is 0 or > 200 || name.Contains('/', StringComparison.Ordinal) || name[0] == '.' || !name.EndsWith(".sieve", StringComparison.Ordinal))
            throw new InvalidDataException($"'{entry.Name}' is no script.");
        var path = Path.Combine(home, "sieve", name);
        Durable.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!File.Exists(path))
            Durable.ReplaceFile(path, await SmallAsync(entry, cancellationToken));
    }

    private static async Task<byte[]> SmallAsync(TarEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Length > MaxSmallFile)
            throw new InvalidDataException($"'{entry.Name}' is too large.");
        using var content = new MemoryStream();
        if (entry.DataStream is { } data)
            await data.CopyToAsync(content, cancellationToken);
        return content.ToArray();
    }
}

using System.Text;

namespace Oss.MailEngine.Storage;

/// <summary>Messages with their names and dates on their way into one folder, as an archive brings them.</summary>
internal sealed class FolderImport(FolderFiles files, Folder folder, bool isEmpty, HashSet<ReadOnlyMemory<byte>> known)
{
    private readonly List<string?> _keywords = [];
    private List<(byte[] Name, uint Letters)> _letters = [];

    /// <summary>Takes the archive's uidlist or keywords over, when the folder has none that anybody could know.</summary>
    public void Prepare(string file, byte[] content)
    {
        if (file == KeywordTable.FileName)
        {
            foreach (var line in Encoding.UTF8.GetString(content).Split('\n'))
            {
                if (line.Split(' ', 2) is [var number, { Length: > 0 } name] && int.TryParse(number, out var n) && n is >= 0 and < KeywordTable.Capacity)
                {
                    while (_keywords.Count <= n)
                        _keywords.Add(null);
                    _keywords[n] = name;
                }
            }
        }

        if (isEmpty)
            Durable.ReplaceFile(Path.Combine(files.Path, file), content);
    }

    /// <summary>Adds a message; false when it is there already.</summary>
    public async Task<bool> AddAsync(byte[] name, Stream content, DateTimeOffset date, CancellationToken cancellationToken)
    {
        var length = MaildirName.BaseOf(name).Length;
        if (length == 0 || !known.Add(name.AsMemory(0, length)))
            return false;
        var path = Path.Combine(files.Tmp.Path, Encoding.UTF8.GetString(name, 0, length));
        await using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 128 * 1024))
        {
            await content.CopyToAsync(file, cancellationToken);
            await file.FlushAsync(cancellationToken);
            file.Flush(flushToDisk: true);
        }

        files.Tmp.SetModified(name.AsSpan(0, length), date.UtcDateTime);
        // In an empty folder the letters mean what they meant; elsewhere keywords are set by name when all is there.
        var (flags, letters) = MaildirName.FlagsOf(name.AsSpan(length));
        if (!isEmpty && letters != 0)
            _letters.Add((name[..length], letters));
        Span<byte> info = stackalloc byte[64];
        var end = MaildirName.WriteInfo(info, flags, isEmpty ? letters : 0);
        return files.Tmp.TryRename(name.AsSpan(0, length), files.Cur, [.. name.AsSpan(0, length), .. info[..end]]);
    }

    /// <summary>Makes the names durable, gives UIDs to what has none, and keywords their letters here.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        files.Cur.Sync();
        var snapshot = await folder.SyncAsync(cancellationToken);
        foreach (var group in _letters.GroupBy(l => l.Letters))
        {
            var names = Enumerable.Range(0, _keywords.Count).Where(n => (group.Key & (1u << n)) != 0).Select(n => _keywords[n]).OfType<string>().ToList();
            var uids = group.Select(l => snapshot.Messages.IndexOf(l.Name)).Where(i => i >= 0).Select(i => snapshot.Messages[i].Uid).ToList();
            await folder.StoreFlagsAsync(uids, FlagChange.Add, MessageFlags.None, names, cancellationToken);
        }

        _letters = [];
        folder.Recount();
    }
}

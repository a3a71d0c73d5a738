using System.Collections.Concurrent;
using System.Globalization;

namespace Oss.MailEngine.Storage;

/// <summary>One mailbox: its folders, subscriptions and quota; one object for all sessions of this process.</summary>
internal sealed class Mailbox
{
    private static readonly TimeSpan StaleTemporary = TimeSpan.FromHours(36);

    private readonly string _maildir;
    private readonly StorageClock _clock;
    private readonly string? _derived;
    private readonly ConcurrentDictionary<string, Folder> _folders = new();
    private readonly Lock _creation = new();

    public Mailbox(Guid id, string home, MailEngineOptions options, StorageClock clock, VolumeLoad load, Derived.HeaderCache headers, QuotaPools pools)
    {
        (Id, Home, _maildir, _clock) = (id, home, Path.Combine(home, "Maildir"), clock);
        _derived = options.DerivedDirectory is { } derived ? DerivedPath(derived, id) : null;
        Quota = new MailboxQuota(_maildir, options, pools);
        Attributes = new AttributeFile(Path.Combine(_maildir, AttributeFile.FileName), clock.Time);
        Subscriptions = new SubscriptionFile(SubscriptionsPath, clock.Time);
        Expunged = new ExpungedMail(home, options.KeepExpunged, clock.Time);
        Shared = new Acl.SharedFolders(this, _maildir);
        Load = load;
        Headers = headers;
        CleanTemporary();
        Expunged.Sweep();
    }

    /// <summary>Raised when this process changed something in the mailbox.</summary>
    public event Action? Changed;

    /// <summary>The directory that holds the Maildir and what lies beside it.</summary>
    public string Home { get; }

    public SubscriptionFile Subscriptions { get; }

    public string SubscriptionsPath => Path.Combine(_maildir, "subscriptions");

    public MailboxQuota Quota { get; }

    public AttributeFile Attributes { get; }

    /// <summary>Which folders others may know of.</summary>
    public Acl.SharedFolders Shared { get; }

    /// <summary>Expunged mail that can be got back.</summary>
    public ExpungedMail Expunged { get; }

    /// <summary>Headers looked at of late, of all mailboxes.</summary>
    public Derived.HeaderCache Headers { get; }

    /// <summary>How busy its volume is.</summary>
    public VolumeLoad Load { get; }

    /// <summary>Where its folders are.</summary>
    public string MaildirPath => _maildir;

    public Folder Inbox => Open(FolderName.Inbox);

    public Guid Id { get; }

    /// <summary>Where what is derived from a mailbox is kept.</summary>
    public static string DerivedPath(string derived, Guid id) => Path.Combine(derived, id.ToString("N")[^2..], id.ToString("N"));

    /// <summary>Where what is derived from a folder is kept; <see langword="null"/> when nothing is.</summary>
    public string? StatePath(FolderName folder) => _derived is null ? null
        : Path.Combine(_derived, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(folder.DirectoryName)).AsSpan(0, 16)) + ".state");

    /// <summary>Octets that its folders take in memory, roughly.</summary>
    public long Footprint => 4096 + _folders.Values.Sum(folder => folder.Footprint);

    /// <summary>Writes down what is known of the folders, when the mailbox is put away.</summary>
    public void Rest()
    {
        foreach (var folder in _folders.Values)
            folder.Rest();
    }

    /// <summary>All folders, INBOX first.</summary>
    public IReadOnlyList<FolderName> ListFolders() =>
    [
        FolderName.Inbox,
        .. System.IO.Directory.EnumerateDirectories(_maildir, ".*")
            .Select(d => FolderName.TryParseDirectory(Path.GetFileName(d))).OfType<FolderName>().OrderBy(f => f.Value, StringComparer.Ordinal),
    ];

    /// <summary>A folder; <see langword="null"/> when there is none of that name.</summary>
    /// <exception cref="IOException">The volume is away: nobody knows what there is, and nobody may be told that there is nothing.</exception>
    public Folder? FindFolder(FolderName name)
    {
        if (System.IO.Directory.Exists(Path.Combine(_maildir, name.DirectoryName, "cur")))
            return Open(name);
        return System.IO.Directory.Exists(_maildir) ? null : throw new IOException($"'{_maildir}' is away.");
    }

    /// <summary>Makes a folder, or what is missing of one that somebody else is making or died at; false when it is there.</summary>
    public bool CreateFolder(FolderName name)
    {
        var path = Path.Combine(_maildir, name.DirectoryName);
        lock (_creation)
        {
            if (name.IsInbox || FindFolder(name) is not null)
                return false;

            Folder.Create(path, isInbox: false);
            // As Dovecot does: who was let into the folder above is let into this one, until somebody says other.
            if (Above(name)?.Acl.ReadText() is { Length: > 0 } rights)
                Durable.ReplaceFile(Path.Combine(path, Acl.AclFile.FileName), System.Text.Encoding.UTF8.GetBytes(rights));
        }

        Tell();
        return true;
    }

    /// <summary>The nearest folder above that is there; <see langword="null"/> at the top.</summary>
    public Folder? Above(FolderName name)
    {
        for (var slash = name.Value.LastIndexOf('/'); slash > 0; slash = name.Value.LastIndexOf('/', slash - 1))
        {
            if (FolderName.TryParse(name.Value[..slash]) is { } above && FindFolder(above) is { } folder)
                return folder;
        }

        return null;
    }

    /// <summary>Deletes a folder by renaming it away first, as Dovecot does: one step, after which nobody sees half a folder.</summary>
    public bool DeleteFolder(FolderName name)
    {
        var path = Path.Combine(_maildir, name.DirectoryName);
        var trash = Path.Combine(_maildir, "..DOVECOT-TRASHED");
        if (name.IsInbox || !System.IO.Directory.Exists(path))
            return false;

        if (System.IO.Directory.Exists(trash))
            System.IO.Directory.Delete(trash, recursive: true);
        System.IO.Directory.Move(path, trash);
        Drop(name);
        Durable.SyncDirectory(_maildir);
        if (Expunged.IsKept)
            Expunged.TakeAll(trash, name);
        System.IO.Directory.Delete(trash, recursive: true);
        Recount();
        return true;
    }

    /// <summary>Renames a folder and all below it; false when the source is missing or a target exists, or lies within it.</summary>
    public bool RenameFolder(FolderName from, FolderName to)
    {
        if (to.Value.StartsWith(from.Value + "/", StringComparison.Ordinal))
            return false;

        var moves = ListFolders().Where(f => f == from || f.Value.StartsWith(from.Value + "/", StringComparison.Ordinal))
            .Select(f => (From: f, To: FolderName.TryParse(to.Value + f.Value[from.Value.Length..]))).ToList();
        if (from.IsInbox || to.IsInbox || moves.Count == 0 || moves.Any(m => m.To is null || System.IO.Directory.Exists(Path.Combine(_maildir, m.To.Value.DirectoryName))))
            return false;

        foreach (var (source, target) in moves)
        {
            System.IO.Directory.Move(Path.Combine(_maildir, source.DirectoryName), Path.Combine(_maildir, target!.Value.DirectoryName));
            Drop(source);
        }

        Durable.SyncDirectory(_maildir);
        Tell();
        return true;
    }

    /// <summary>Takes back what was expunged since a moment, each message into its folder, which is made anew when it is gone; returns how many there were.</summary>
    public async Task<int> RestoreExpungedAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var restored = 0;
        var hour = TimeSpan.FromHours(1);
        foreach (var group in Expunged.List().Where(e => e.Hour + hour > since).GroupBy(e => e.Folder).ToList())
        {
            CreateFolder(group.Key);
            restored += await Open(group.Key).RestoreAsync([.. group.Select(e => (e.Directory, e.Name))], cancellationToken);
        }

        return restored;
    }

    public MailboxUsage Usage() => Quota.Usage();

    /// <summary>Tells watchers that something changed.</summary>
    public void Tell() => Changed?.Invoke();

    /// <summary>A UIDVALIDITY never given in this mailbox before: larger than the last, and than the clock has ever been. The file <c>dovecot-uidvalidity</c> has the last one;
    /// an empty file whose suffix is the same number is renamed by whoever takes the next, and can be renamed once only.</summary>
    public uint NextUidValidity()
    {
        var counter = Path.Combine(_maildir, "dovecot-uidvalidity");
        for (var attempt = 0; ; attempt++)
        {
            var last = File.Exists(counter) ? Number(File.ReadAllText(counter)) : 0;
            // "x.*" also matches "x" by .NET's rules.
            var claimed = System.IO.Directory.EnumerateFiles(_maildir, "dovecot-uidvalidity.????????").Where(f => Path.GetFileName(f).Length == 28).ToList();
            last = claimed.Select(f => Number(Path.GetExtension(f)[1..])).Append(last).Max();
            var next = Math.Max(last + 1, (uint)_clock.Now.ToUnixTimeSeconds());
            var hex = next.ToString("x8", CultureInfo.InvariantCulture);
            try
            {
                if (claimed.Count > 0)
                    File.Move(claimed[0], $"{counter}.{hex}");
                else
                    new FileStream($"{counter}.{hex}", FileMode.CreateNew).Dispose();
            }
            catch (IOException) when (attempt < 100)
            {
                // Another process took the next one at this moment.
                continue;
            }

            claimed.Skip(1).ToList().ForEach(File.Delete);
            Durable.ReplaceFile(counter, System.Text.Encoding.ASCII.GetBytes(hex));
            return next;
        }

        static uint Number(string hex) => uint.TryParse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    private Folder Open(FolderName name) =>
        _folders.GetOrAdd(name.DirectoryName, _ => new Folder(Path.Combine(_maildir, name.DirectoryName), name, this, _clock));

    // What was derived from it is not of use under another name; whoever opens that begins anew.
    private void Drop(FolderName name)
    {
        if (_folders.TryRemove(name.DirectoryName, out var folder))
            folder.End();
        if (StatePath(name) is not { } state || _derived is null || !System.IO.Directory.Exists(_derived))
            return;
        foreach (var file in System.IO.Directory.GetFiles(_derived, Path.GetFileNameWithoutExtension(state) + ".*"))
            File.Delete(file);
    }

    /// <summary>Has the quota counted anew by whoever asks next.</summary>
    public void Recount()
    {
        File.Delete(Path.Combine(_maildir, QuotaFile.FileName));
        Tell();
    }

    // What a crash left behind in tmp/ was never acknowledged.
    private void CleanTemporary()
    {
        var tmp = new DirectoryInfo(Path.Combine(_maildir, "tmp"));
        foreach (var file in tmp.Exists ? tmp.EnumerateFiles() : [])
        {
            if (_clock.Now.UtcDateTime - file.LastWriteTimeUtc > StaleTemporary)
                file.Delete();
        }
    }
}

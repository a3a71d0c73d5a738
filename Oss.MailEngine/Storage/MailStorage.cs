using Oss.MailEngine.Directory;

namespace Oss.MailEngine.Storage;

/// <summary>All mailboxes of all volumes.</summary>
internal sealed class MailStorage(MailEngineOptions options, TimeProvider time) : IDisposable
{
    private const string Terminated = ".terminated";

    private readonly VolumeSet _volumes = new(options.Volumes);
    private readonly StorageClock _clock = new(time, options.HostName);
    private readonly OpenMailboxes _open = new(options.MailboxCacheBytes, time);
    private readonly Lock _creating = new();
    private readonly System.Collections.Concurrent.ConcurrentDictionary<Guid, bool> _replaced = new();
    private readonly Derived.HeaderCache _headers = new(options.HeaderCacheBytes);

    private QuotaPools? _pools;

    /// <summary>Says which mailboxes share a pool, <see cref="IMailDirectory.ListPoolAsync"/>.</summary>
    public Func<Guid, CancellationToken, ValueTask<IReadOnlyList<MailboxAccount>?>> ListPool { get; init; } = (_, _) => ValueTask.FromResult<IReadOnlyList<MailboxAccount>?>(null);

    /// <summary>Storage that mailboxes share.</summary>
    public QuotaPools Pools => LazyInitializer.EnsureInitialized(ref _pools, () => new QuotaPools(ListPool, account => Find(account)?.Home, time));

    /// <summary>Who shares folders with whom.</summary>
    public Acl.SharedMailboxes Shared { get; } = new(options.SharedMailboxesFile ?? Path.Combine(options.Volumes[0].Path, "shared-mailboxes.db"), time);

    /// <summary>Removes what killed processes left in the spool: nobody has touched it for so long that nobody is still writing it, and it was never answered.</summary>
    /// <param name="untouched">How long.</param>
    /// <returns>How many files.</returns>
    public int CleanSpool(TimeSpan untouched)
    {
        if (!System.IO.Directory.Exists(options.SpoolDirectory))
            return 0;

        var removed = 0;
        foreach (var file in new DirectoryInfo(options.SpoolDirectory).EnumerateFiles("*.msg"))
        {
            try
            {
                if (time.GetUtcNow().UtcDateTime - file.LastWriteTimeUtc < untouched)
                    continue;
                file.Delete();
                removed++;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Gone meanwhile, or left for the next time.
            }
        }

        return removed;
    }


    public SpooledMessage NewSpooledMessage() => SpooledMessage.Create(options.SpoolDirectory);

    /// <summary>Creates the tree, brings back the one put aside for this id, or finds the one an earlier attempt made; returns its volume. A tree of the same name and another id
    /// belongs to a mailbox that ended, and is put aside first. While a volume is down that may hold it, it is not made a second time, empty.</summary>
    public string Create(Guid id, string canonicalName)
    {
        (string Volume, string Home) tree;
        lock (_creating)
            tree = Place(id, canonicalName);
        // Nobody else waits for the disk. A tree that was there is not known to be durable either: an attempt before may have been killed right here.
        MailboxTree.Sync(tree.Home);
        return tree.Volume;
    }

    private (string Volume, string Home) Place(Guid id, string canonicalName)
    {
        Settle(id, canonicalName);
        var trees = Trees(canonicalName);
        if (trees.Find(tree => IdOf(tree.Home) == id) is { Home: not null } own)
        {
            MailboxTree.Complete(own.Home);
            return own;
        }

        foreach (var (ended, place) in trees)
            PutAside(ended, place);

        if (FindAside(id, canonicalName) is { } aside)
        {
            Move(aside.Home, HomeOn(aside.Volume, canonicalName));
            return (aside.Volume, HomeOn(aside.Volume, canonicalName));
        }

        EnsureAllMounted();
        var volume = _volumes.Choose(Random.Shared);
        var home = Path.Combine(volume.Path, MailboxPath.Relative(canonicalName));
        MailboxTree.Make(home, id);
        return (volume.Name, home);
    }

    /// <summary>Puts the mailbox's tree aside on its volume; does nothing when the tree is another mailbox's or none.</summary>
    public void Remove(Guid id, string canonicalName)
    {
        lock (_creating)
        {
            Settle(id, canonicalName);
            var trees = Trees(canonicalName).FindAll(tree => IdOf(tree.Home) == id);
            trees.ForEach(tree => PutAside(tree.Volume, tree.Home));
            _open.Remove(id);
            if (options.DerivedDirectory is { } derived && Mailbox.DerivedPath(derived, id) is var own && System.IO.Directory.Exists(own))
                System.IO.Directory.Delete(own, recursive: true);
            if (trees.Count == 0)
                EnsureAllMounted();
        }
    }

    /// <summary>Moves the mailbox's tree to where its new name belongs, on the same volume; finds it there when an earlier attempt moved it.</summary>
    /// <exception cref="IOException">The volume or the tree is not there.</exception>
    public void Rename(Guid id, string from, string to)
    {
        lock (_creating)
        {
            Settle(id, from);
            if (Trees(to).Exists(tree => IdOf(tree.Home) == id))
                return;
            // Not there when whoever has its old name now came first, and put it aside.
            var existing = Trees(from).Find(tree => IdOf(tree.Home) == id) is { Home: not null } found ? found
                : FindAside(id, from) ?? throw new IOException($"The mailbox '{from}' has no tree.");

            // The new name's former mailbox, ended or renamed, and not yet moved.
            foreach (var (volume, home) in Trees(to))
                PutAside(volume, home);
            Move(existing.Home, HomeOn(existing.Volume, to));
            _open.Remove(id);
        }
    }

    /// <summary>Deletes the mailbox's tree for good, put aside or not; does nothing when there is none.</summary>
    public void Purge(Guid id, string canonicalName)
    {
        lock (_creating)
        {
            Remove(id, canonicalName);
            // A session that was open when the mailbox ended may have written some of it anew.
            if (options.DerivedDirectory is { } derived && Mailbox.DerivedPath(derived, id) is var own && System.IO.Directory.Exists(own))
                System.IO.Directory.Delete(own, recursive: true);
            if (FindAside(id, canonicalName) is not { } aside)
                return;

            System.IO.Directory.Delete(aside.Home, recursive: true);
            Durable.SyncDirectory(Path.GetDirectoryName(aside.Home)!);
        }
    }

    /// <summary>Opens a mailbox; every caller in this process gets the same object while anybody holds it.</summary>
    /// <param name="account">The mailbox.</param>
    /// <param name="setsLimits">Whether the account says what it may hold; who only looks need not know, and must not lift what holds for those who are logged in.</param>
    /// <exception cref="IOException">The volume or the tree is not there: a temporary failure.</exception>
    public Mailbox Open(MailboxAccount account, bool setsLimits = true)
    {
        var mailbox = _open.GetOrAdd(account.Id, () => New(account));
        if (!System.IO.Directory.Exists(mailbox.MaildirPath) && _volumes.Mounted.Any(volume => volume.Name == account.Volume) && Find(account) is not null)
        {
            // Moved by another process. Who has the old one in hand is told that it is away.
            _open.Remove(account.Id);
            _replaced[account.Id] = true;
            mailbox = _open.GetOrAdd(account.Id, () => New(account));
        }

        if (setsLimits)
            mailbox.Quota.Apply(account);
        return mailbox;
    }

    /// <summary>Moves the mailbox's tree off its volume while it is in use, to one that takes new mailboxes; one that is on another already stays there.</summary>
    /// <returns>The volume that holds it.</returns>
    /// <exception cref="IOException">A volume is away or full, no other takes mailboxes, or somebody else moves it; the mailbox is where it was.</exception>
    public async Task<string> MoveAsync(Guid id, string canonicalName, string from, CancellationToken cancellationToken)
    {
        using var move = VolumeMove.TryClaim(_volumes.PathOf(from), id) ?? throw new IOException($"Somebody else moves the mailbox '{canonicalName}' at this moment.");
        if (Trees(canonicalName).Find(tree => tree.Volume != from && IdOf(tree.Home) == id) is { Home: not null } before)
        {
            move.Clean();
            return before.Volume;
        }

        var source = HomeOn(from, canonicalName);
        move.TakeBack(source);
        if (IdOf(source) != id)
            throw new IOException($"The mailbox '{canonicalName}' has no tree on {from}.");
        var volume = _volumes.Choose(Random.Shared, except: from);
        using var arrival = VolumeMove.TryClaim(volume.Path, id) ?? throw new IOException($"Somebody else moves the mailbox '{canonicalName}' at this moment.");
        DropStale(id, from);
        var target = HomeOn(volume.Name, canonicalName);
        if (System.IO.Directory.Exists(target))
            PutAside(volume.Name, target);
        await move.RunAsync(source, volume.Path, target, id, time, cancellationToken);
        _open.Remove(id);
        move.Clean();
        arrival.Clean();
        return volume.Name;
    }

    // What a process left that was killed when the mailbox lived elsewhere already: put back one day, it would be an old state of it.
    private void DropStale(Guid id, string from)
    {
        foreach (var volume in _volumes.Mounted.Where(volume => volume.Name != from && VolumeMove.IsParked(volume.Path, id)))
            VolumeMove.Drop(volume.Path, id);
    }

    /// <summary>Whether a mailbox is on another volume by now than sessions see it on; true once for each time.</summary>
    public bool HasMoved(Guid id) => _replaced.TryRemove(id, out _) || (_open.Find(id) is { } mailbox && IsElsewhere(mailbox));

    /// <summary>Whether an open mailbox lives on another volume by now.</summary>
    public bool IsElsewhere(Mailbox mailbox) => !System.IO.Directory.Exists(mailbox.MaildirPath) && Trees(Path.GetFileName(mailbox.Home)).Exists(tree => IdOf(tree.Home) == mailbox.Id);

    private Mailbox New(MailboxAccount account) => Find(account) is { } place
        ? new Mailbox(account.Id, place.Home, options, _clock, _volumes.LoadOf(place.Volume), _headers, Pools)
        : throw new IOException($"The mailbox '{account.CanonicalName}' has no tree on {account.Volume}.");

    // Where the directory says; else where a move left it, which the directory is told of afterwards.
    private (string Volume, string Home)? Find(MailboxAccount account)
    {
        var home = Path.Combine(_volumes.PathOf(account.Volume), MailboxPath.Relative(account.CanonicalName));
        if (System.IO.Directory.Exists(Path.Combine(home, "Maildir")))
            return (account.Volume, home);
        Settle(account.Id, account.CanonicalName);
        return Trees(account.CanonicalName).Find(tree => IdOf(tree.Home) == account.Id && System.IO.Directory.Exists(Path.Combine(tree.Home, "Maildir"))) is { Home: not null } found ? found : null;
    }

    // Takes back what a killed process was moving.
    private void Settle(Guid id, string canonicalName)
    {
        if (_volumes.Mounted.Where(volume => VolumeMove.IsParked(volume.Path, id)).ToList() is not [var first, .. var others] || Trees(canonicalName).Exists(tree => IdOf(tree.Home) == id))
            return;
        using var move = others.Count > 0 ? null : VolumeMove.TryClaim(first.Path, id);
        if (move is null)
            throw new IOException($"The mailbox '{canonicalName}' is being moved.");
        // Who had the claim may have ended the move meanwhile.
        if (!Trees(canonicalName).Exists(tree => IdOf(tree.Home) == id))
            move.TakeBack(HomeOn(first.Name, canonicalName));
    }

    /// <summary>The directory that holds the mailbox's Maildir and what lies beside it, without opening the mailbox.</summary>
    /// <exception cref="IOException">The volume or the tree is not there: a temporary failure.</exception>
    public string HomeOf(MailboxAccount account) => Find(account)?.Home ?? throw new IOException($"The mailbox '{account.CanonicalName}' has no tree on {account.Volume}.");

    /// <summary>Writes down what is known of open mailboxes, when the node stops.</summary>
    public void Dispose() => _open.Dispose();

    /// <summary>What the mailbox holds on disk; <see langword="null"/> when it has no tree on a volume that is there.</summary>
    public MailboxUsage? Measure(Guid id, string canonicalName)
    {
        var usages = Trees(canonicalName).Where(tree => IdOf(tree.Home) == id).Select(tree => new QuotaFile(Path.Combine(tree.Home, "Maildir")).Count()).ToList();
        if (usages.Count == 0)
            EnsureAllMounted();
        return usages.Count == 0 ? null : usages.MaxBy(usage => usage.Messages);
    }

    private (string Volume, string Home)? FindAside(Guid id, string canonicalName)
    {
        foreach (var volume in _volumes.Mounted)
        {
            // Once the name was part of it.
            var aside = Path.Combine(volume.Path, Terminated);
            foreach (var home in (string[])[Path.Combine(aside, $"{id:N}"), Path.Combine(aside, $"{id:N}-{canonicalName}")])
            {
                if (System.IO.Directory.Exists(home))
                    return (volume.Name, home);
            }
        }

        return null;
    }

    private string HomeOn(string volume, string canonicalName) => Path.Combine(_volumes.PathOf(volume), MailboxPath.Relative(canonicalName));

    private static void Move(string from, string to)
    {
        var parent = Path.GetDirectoryName(to)!;
        Durable.CreateDirectory(parent);
        System.IO.Directory.Move(from, to);
        Durable.SyncDirectory(parent);
        Durable.SyncDirectory(Path.GetDirectoryName(from)!);
    }

    /// <summary>The volumes may change at any time: more of them, other weights.</summary>
    public VolumeSet Volumes => _volumes;

    private void EnsureAllMounted()
    {
        if (_volumes.All.FirstOrDefault(volume => !System.IO.Directory.Exists(volume.Path)) is { } missing)
            throw new IOException($"The volume '{missing.Name}' is not mounted; the mailbox may be there.");
    }

    private List<(string Volume, string Home)> Trees(string canonicalName)
    {
        // The only volume there is begins with the first mailbox.
        if (_volumes.All is [var only] && !System.IO.Directory.Exists(only.Path))
            Durable.CreateDirectory(only.Path);
        var relative = MailboxPath.Relative(canonicalName);
        return [.. _volumes.Mounted.Select(volume => (volume.Name, Path.Combine(volume.Path, relative))).Where(tree => System.IO.Directory.Exists(tree.Item2))];
    }

    private static Guid? IdOf(string home) => MailboxTree.IdOf(home);

    private void PutAside(string volume, string home)
    {
        var aside = Path.Combine(_volumes.PathOf(volume), Terminated);
        Durable.CreateDirectory(aside);
        System.IO.Directory.Move(home, Path.Combine(aside, $"{IdOf(home) ?? Guid.CreateVersion7():N}"));
        Durable.SyncDirectory(aside);
        Durable.SyncDirectory(Path.GetDirectoryName(home)!);
    }
}

namespace Oss.MailEngine.Storage;

/// <summary>What other processes, and this one, did in a folder's directories since somebody last looked.</summary>
internal sealed class FolderEvents(FolderFiles files) : IDirectoryObserver
{
    /// <summary>With more than so many to look at, reading the directory costs less.</summary>
    private const int MaxQueued = 4096;

    private readonly Lock _gate = new();
    private List<(byte[] Name, bool Appeared)> _queue = [];
    private int? _cur;
    private int? _new;
    private bool _newTouched;
    private bool _lost;
    private volatile bool _pending;
    private int _telling;

    ~FolderEvents() => End();

    /// <summary>Raised, on another thread, when something happened.</summary>
    public event Action? Happened;

    /// <summary>Whether every change is noticed; otherwise directories have to be compared.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Begins to watch, and forgets what was noticed so far: the caller reads everything after this.</summary>
    public void Start()
    {
        if (IsActive && !_lost)
        {
            DirectoryEvents.Instance.Drain();
        }
        else
        {
            End();
            _cur = DirectoryEvents.Instance.TryWatch(files.Cur.Path, this);
            _new = _cur is null ? null : DirectoryEvents.Instance.TryWatch(files.New.Path, this);
            IsActive = _new is not null;
        }

        lock (_gate)
            (_queue, _newTouched, _lost, _pending) = ([], false, false, false);
    }

    /// <summary>Whether nothing happened until now.</summary>
    public bool IsQuiet()
    {
        DirectoryEvents.Instance.Drain();
        return !_pending;
    }

    /// <summary>Everything that happened until now.</summary>
    public (List<(byte[] Name, bool Appeared)> Cur, bool New, bool Lost) Take()
    {
        DirectoryEvents.Instance.Drain();
        lock (_gate)
        {
            var taken = (_queue, _newTouched, _lost);
            (_queue, _newTouched, _pending) = ([], false, false);
            return taken;
        }
    }

    public void Note(int watch, ReadOnlySpan<byte> name, bool appeared)
    {
        lock (_gate)
        {
            if (watch == _new)
                _newTouched |= appeared;
            else if (_queue.Count < MaxQueued)
                _queue.Add((name.ToArray(), appeared));
            else
                _lost = true;
            _pending = true;
        }

        Tell();
    }

    public void NoteLoss()
    {
        lock (_gate)
            (_lost, _pending) = (true, true);
        Tell();
    }

    public void End()
    {
        IsActive = false;
        if (_cur is { } cur)
            DirectoryEvents.Instance.End(cur, this);
        if (_new is { } @new)
            DirectoryEvents.Instance.End(@new, this);
        (_cur, _new) = (null, null);
    }

    // The kernel's notices are handed out under a lock: whoever is told is told outside of it, once for a burst.
    private void Tell()
    {
        if (Happened is null || Interlocked.Exchange(ref _telling, 1) == 1)
            return;
        ThreadPool.UnsafeQueueUserWorkItem(
            static self =>
            {
                Volatile.Write(ref self._telling, 0);
                self.Happened?.Invoke();
            },
            this, preferLocal: false);
    }
}

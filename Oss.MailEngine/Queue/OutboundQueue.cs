using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Queue;

/// <summary>
/// Mail on its way out of the platform, or waiting to get into a mailbox. A message is on disk before anybody is told that it is here (<see cref="QueueStore"/>); in memory are only those being
/// delivered now, so many at most. What arrives beyond that, and what waits for its next attempt, is found again on disk when its time has come.
/// </summary>
internal sealed partial class OutboundQueue(QueueStore store, QueueAttempt attempt, Destinations destinations, TimeProvider time, ILogger log)
{
    private readonly Channel<Guid> _arrivals = Channel.CreateBounded<Guid>(new BoundedChannelOptions(QueueLimits.Arrivals) { FullMode = BoundedChannelFullMode.Wait });
    private readonly Dictionary<Guid, Task> _active = [];
    private readonly HashSet<Guid> _again = [];
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _changed = new(0);
    private readonly SemaphoreSlim[] _once = [.. Enumerable.Range(0, QueueLimits.OnceGates).Select(_ => new SemaphoreSlim(1))];
    private DateTimeOffset _nextScan = DateTimeOffset.MinValue;
    private DateTimeOffset _lastScan = DateTimeOffset.MinValue;
    private bool _isBehind;
    private bool _isRunning;
    private FileStamp _rung;
    private CancellationToken _stopping;

    /// <summary>Messages being delivered now.</summary>
    public int Active
    {
        get
        {
            lock (_lock)
                return _active.Count;
        }
    }

    /// <summary>Takes a message; on disk when the task ends.</summary>
    /// <param name="envelope">Its envelope.</param>
    /// <param name="write">Writes the content, as it goes out.</param>
    /// <returns>Its id in the queue.</returns>
    /// <exception cref="IOException">There is no room; nothing was taken.</exception>
    public async Task<Guid> AddAsync(QueuedEnvelope envelope, Func<Stream, Task> write)
    {
        var id = Guid.CreateVersion7(time.GetUtcNow());
        await store.AddAsync(id, envelope, write);
        Queued(log, id, envelope.Origin ?? "", envelope.Sender, envelope.Recipients.Count);
        Wake(id);
        return id;
    }

    /// <summary>Takes a message whose content is in a file; on disk when the task ends.</summary>
    /// <exception cref="IOException">There is no room; nothing was taken.</exception>
    public Task<Guid> AddAsync(QueuedEnvelope envelope, SpooledMessage content) => AddAsync(envelope, Content(content));

    /// <summary>Takes a message that may come again; on disk when the task ends. One that is here already stays as it is. It waits until <see cref="Release"/>, so that whoever notes between the two that it
    /// was taken, and is killed before, finds it here when it comes again; if it does not come, it goes after <see cref="QueueLimits.Unreleased"/>.</summary>
    /// <exception cref="IOException">There is no room; nothing was taken.</exception>
    public async Task AddOnceAsync(Guid id, QueuedEnvelope envelope, SpooledMessage content, CancellationToken cancellationToken)
    {
        // By two ways at a time: the second finds the file of the first complete. Others do not wait for either.
        var gate = _once[(uint)id.GetHashCode() % QueueLimits.OnceGates];
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (store.Contains(id))
                return;

            await store.AddAsync(id, envelope, Content(content), time.GetUtcNow() + QueueLimits.Unreleased);
            Queued(log, id, envelope.Origin ?? "", envelope.Sender, envelope.Recipients.Count);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Lets a message go that was taken by <see cref="AddOnceAsync"/>.</summary>
    public void Release(Guid id)
    {
        if (!store.Contains(id))
            return;
        store.Schedule(id, time.GetUtcNow());
        Wake(id);
    }

    /// <summary>Says that a message has something to do now.</summary>
    public void Wake(Guid id)
    {
        // At once where there is room; one that waits for its turn waits behind the others.
        if (_isRunning && _arrivals.Reader.Count == 0 && HasRoom())
        {
            Start(id, isCalled: true, _stopping);
            return;
        }

        if (!_arrivals.Writer.TryWrite(id))
            _isBehind = true;
        if (_isRunning)
            _changed.Release();
    }

    /// <summary>Whether an attempt is made with a message at this moment.</summary>
    public bool IsActive(Guid id)
    {
        lock (_lock)
            return _active.ContainsKey(id);
    }

    /// <summary>Looks at the whole queue: an operator changed much.</summary>
    public void LookAgain()
    {
        lock (_lock)
            _nextScan = DateTimeOffset.MinValue;
        if (_isRunning)
            _changed.Release();
    }

    /// <summary>Delivers until it is told to stop. Returns at once when another process delivers from the same directory.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var only = store.TryLock();
        if (only is null)
        {
            Locked(log, store.DirectoryPath);
            return;
        }

        // Ends with this run, however it ends: whoever wakes a message at that moment must not send it beside the process that delivers next.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        store.Clean();
        _rung = store.Rung();
        _stopping = stopping.Token;
        _isRunning = true;
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                await StartDueAsync(stopping.Token);
                await WaitAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The node stops; what is not delivered is on disk.
        }
        finally
        {
            _isRunning = false;
            await stopping.CancelAsync();
            await DrainAsync();
            await destinations.CloseAsync();
        }
    }

    /// <summary>Delivers all that is due now, and returns when there is nothing more.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        do
        {
            _nextScan = DateTimeOffset.MinValue;
            await StartDueAsync(cancellationToken);
            await DrainAsync();
        }
        while (_arrivals.Reader.Count > 0 || _isBehind || store.All().Any(m => m.Due <= time.GetUtcNow()));
    }

    private static Func<Stream, Task> Content(SpooledMessage content) => async target =>
    {
        await using var source = content.OpenRead();
        await source.CopyToAsync(target);
    };

    private async Task StartDueAsync(CancellationToken cancellationToken)
    {
        while (_arrivals.Reader.TryPeek(out var arrived) && HasRoom())
        {
            _arrivals.Reader.TryRead(out _);
            Start(arrived, isCalled: true, cancellationToken);
        }

        // While some wait for room, who else is due is not looked for at each that leaves, but often enough for none to be kept out by those who come.
        var now = time.GetUtcNow();
        if (_arrivals.Reader.Count > 0 ? now < _lastScan + QueueLimits.Busy : !_isBehind && now < _nextScan)
            return;

        _lastScan = now;
        (_isBehind, _nextScan) = (false, DateTimeOffset.MaxValue);
        await Task.Run(() => Scan(now, cancellationToken), cancellationToken);
        destinations.Forget();
    }

    private void Scan(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var next = DateTimeOffset.MaxValue;
        foreach (var (id, due) in store.All())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (due > now)
                next = due < next ? due : next;
            else if (HasRoom())
                Start(id, isCalled: false, cancellationToken);
            // Remembered until there is room: one look at a long queue serves many.
            else if (!IsActive(id) && !_arrivals.Writer.TryWrite(id))
                _isBehind = true;
        }

        lock (_lock)
            _nextScan = next < _nextScan ? next : _nextScan;
    }

    private bool HasRoom()
    {
        lock (_lock)
            return _active.Count < QueueLimits.Active;
    }

    private void Start(Guid id, bool isCalled, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_active.ContainsKey(id))
                _active[id] = Task.Run(() => AttemptAsync(id, cancellationToken), CancellationToken.None);
            else if (isCalled)
                _again.Add(id);
        }
    }

    private async Task AttemptAsync(Guid id, CancellationToken cancellationToken)
    {
        var isSooner = false;
        try
        {
            // One that was called while the queue stops: another process may deliver by now.
            cancellationToken.ThrowIfCancellationRequested();
            if (await attempt.RunAsync(id, Wake, cancellationToken) is { } next)
            {
                lock (_lock)
                {
                    isSooner = next < _nextScan;
                    _nextScan = isSooner ? next : _nextScan;
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Found again at the next start.
        }
        catch (Exception e)
        {
            AttemptFailed(log, id, e);
            store.Schedule(id, time.GetUtcNow() + QueueLimits.Busy);
            lock (_lock)
                _nextScan = time.GetUtcNow() + QueueLimits.Busy;
            isSooner = true;
        }
        finally
        {
            bool isWanted;
            lock (_lock)
            {
                _active.Remove(id);
                isWanted = _again.Remove(id);
            }

            // Woken while it was at work: what it had not seen then, it sees now.
            if (isWanted)
                Wake(id);
            else if (_isRunning && (isSooner || _isBehind || _arrivals.Reader.Count > 0))
                _changed.Release();
        }
    }

    private async Task DrainAsync()
    {
        while (true)
        {
            Task[] active;
            lock (_lock)
                active = [.. _active.Values];
            if (active.Length == 0)
                return;
            await Task.WhenAll(active);
            await Task.Yield();
        }
    }

    // Until something changes or is due. The directory is not looked at more often than it is worth.
    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset next;
        lock (_lock)
            next = _nextScan;
        var now = time.GetUtcNow();
        var pause = next == DateTimeOffset.MaxValue ? QueueLimits.BellPause : next - now;
        if (pause < QueueLimits.ScanPause)
        {
            pause = QueueLimits.ScanPause;
            lock (_lock)
                _nextScan = next < now + pause ? now + pause : next;
        }

        using var deadline = new CancellationTokenSource(pause < QueueLimits.BellPause ? pause : QueueLimits.BellPause, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await _changed.WaitAsync(either.Token);
            while (_changed.Wait(0, CancellationToken.None))
            {
                // One look serves all that changed.
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Something is due, or another process has changed something.
        }

        if (store.Rung() is var rung && rung != _rung)
        {
            _rung = rung;
            LookAgain();
        }
    }

    [LoggerMessage(2302, LogLevel.Information, "{Id}: queued, from {Origin}, sender <{Sender}>, {Recipients} recipients.")]
    private static partial void Queued(ILogger log, Guid id, string origin, string sender, int recipients);

    [LoggerMessage(2303, LogLevel.Error, "The queue in {Directory} is served by another process; this one delivers nothing from it.")]
    private static partial void Locked(ILogger log, string directory);

    [LoggerMessage(2304, LogLevel.Error, "{Id}: the attempt failed; it is made again.")]
    private static partial void AttemptFailed(ILogger log, Guid id, Exception cause);
}

using Oss.MailEngine.Smtp.Client;
using Oss.MailEngine.TransportSecurity;

namespace Oss.MailEngine.Queue;

/// <summary>One next hop: so many connections at a time, kept open for the next message, and left alone for a while when nobody answers there.</summary>
internal sealed class Destination(NextHop hop, MailRouter router, TlsGate tls, MailEngineOptions options, TimeProvider time)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);

    private readonly DestinationPlaces _places = new(options.Outbound.ConnectionsPerDestination);
    private readonly Stack<IdleConnection> _idle = new();
    private readonly PriorityQueue<Guid, (int Urgency, long Order)> _turnedAway = new();
    private readonly Lock _lock = new();
    private DateTimeOffset _pausedUntil;
    private DateTimeOffset _pausedAt;
    private int _failures;
    private int _users;
    private long _order;

    /// <summary>Whether nothing needs to be remembered of it.</summary>
    public bool IsUnused
    {
        get
        {
            lock (_lock)
                return _users == 0 && _idle.Count == 0 && _turnedAway.Count == 0 && _pausedUntil <= time.GetUtcNow();
        }
    }

    /// <summary>Tries to deliver a message; when there is no place for it, it is woken as soon as there is. Each transaction's replies are given to <paramref name="note"/> before the next begins.</summary>
    /// <returns><see langword="null"/> when it was tried; else when to come again, because the destination is busy or does not answer.</returns>
    public async Task<DateTimeOffset?> DeliverAsync(
        Guid id, OutgoingMessage message, Action<Guid> wake, Func<IReadOnlyList<QueuedRecipient>, TransactionResult, string, Task> note, CancellationToken cancellationToken)
    {
        if (Paused(message.AskedFor) is { } until)
            return until;
        if (Interlocked.Increment(ref _users) > (message.Envelope.Priority > 0 ? QueueLimits.UrgentWaitingPerDestination : QueueLimits.WaitingPerDestination))
        {
            Interlocked.Decrement(ref _users);
            TurnAway(id, message.Envelope.Priority);
            return time.GetUtcNow() + QueueLimits.Busy;
        }

        try
        {
            await _places.EnterAsync(message.Envelope.Priority, cancellationToken);
            try
            {
                return Paused(message.AskedFor) is { } later ? later : await TryAsync(message, note, cancellationToken);
            }
            finally
            {
                _places.Leave();
            }
        }
        finally
        {
            if (Interlocked.Decrement(ref _users) < QueueLimits.WaitingPerDestination)
                CallBack(wake);
        }
    }

    /// <summary>Closes idle connections.</summary>
    public async Task CloseAsync()
    {
        while (TakeIdle() is { } connection)
            await connection.QuitAsync();
    }

    private async Task<DateTimeOffset?> TryAsync(
        OutgoingMessage message, Func<IReadOnlyList<QueuedRecipient>, TransactionResult, string, Task> note, CancellationToken cancellationToken)
    {
        SmtpClientConnection? connection = null;
        try
        {
            for (var done = 0; done < message.Recipients.Count && message.IsWanted();)
            {
                if (connection is not { TakesAnother: true })
                {
                    if (connection is not null)
                        await connection.QuitAsync();
                    (connection, var failure) = await ConnectAsync(cancellationToken);
                    if (connection is null)
                    {
                        var rest = message.Recipients.Skip(done).ToList();
                        await note(rest, new TransactionResult([.. rest.Select(_ => failure!)], false), "");
                        return null;
                    }
                }

                var part = connection.Fitting(message.Recipients.Skip(done));
                var result = await connection.SendAsync(message with { Recipients = part }, cancellationToken);
                await note(part, result, connection.Address.Host);
                done += part.Count;
            }
        }
        catch
        {
            if (connection is not null)
                await connection.DisposeAsync();
            throw;
        }

        if (connection is { TakesAnother: true })
            Keep(connection);
        else if (connection is not null)
            await connection.QuitAsync();
        return null;
    }

    private async Task<(SmtpClientConnection? Connection, SmtpReply? Failure)> ConnectAsync(CancellationToken cancellationToken)
    {
        while (TakeIdle() is { } idle)
        {
            if (idle.IsQuiet())
                return (idle, null);
            await idle.DisposeAsync();
        }

        var found = await router.FindAsync(hop, cancellationToken);
        var failure = found.Failure;
        var policy = found.Addresses.Count > 0 ? await tls.PolicyOfAsync(hop, cancellationToken) : MtaStsFinding.None;
        foreach (var address in found.Addresses)
        {
            var (connection, reply, _) = await tls.OpenAsync(hop, address, policy, cancellationToken);
            if (connection is not null)
            {
                lock (_lock)
                    (_failures, _pausedUntil) = (0, default);
                return (connection, null);
            }

            // One exchanger that refuses for ever and one that does not answer: the second may still take it.
            failure = failure is { IsPermanent: false } ? failure : reply;
        }

        if (!failure!.IsPermanent)
            Pause();
        return (null, failure);
    }

    private void TurnAway(Guid id, int priority)
    {
        lock (_lock)
        {
            // What is not remembered is found on disk.
            if (_turnedAway.Count < QueueLimits.TurnedAway)
                _turnedAway.Enqueue(id, (-priority, _order++));
        }
    }

    private void CallBack(Action<Guid> wake)
    {
        Guid next;
        lock (_lock)
        {
            if (!_turnedAway.TryDequeue(out next, out _))
                return;
        }

        wake(next);
    }

    private void Pause()
    {
        lock (_lock)
        {
            var pause = FirstPause * Math.Pow(2, Math.Min(_failures++, 10));
            _pausedAt = time.GetUtcNow();
            _pausedUntil = _pausedAt + (pause < LongestPause ? pause : LongestPause);
        }
    }

    // An operator who wants it tried knows what the pause knows not, that the other side is well again; the first attempt tells, and the others heed the pause that it makes.
    private DateTimeOffset? Paused(DateTimeOffset? askedFor)
    {
        lock (_lock)
            return _pausedUntil > time.GetUtcNow() && !(askedFor > _pausedAt) ? _pausedUntil : null;
    }

    private void Keep(SmtpClientConnection connection)
    {
        var idle = new IdleConnection(connection);
        lock (_lock)
            _idle.Push(idle);
        idle.Timer = time.CreateTimer(_ => _ = CloseIdleAsync(idle), null, QueueLimits.IdleConnection, Timeout.InfiniteTimeSpan);
    }

    private SmtpClientConnection? TakeIdle()
    {
        lock (_lock)
        {
            while (_idle.TryPop(out var idle))
            {
                idle.Timer?.Dispose();
                if (!idle.IsTaken)
                {
                    idle.IsTaken = true;
                    return idle.Connection;
                }
            }
        }

        return null;
    }

    private async Task CloseIdleAsync(IdleConnection idle)
    {
        lock (_lock)
        {
            if (idle.IsTaken)
                return;
            idle.IsTaken = true;
            if (_idle.All(i => i.IsTaken))
                _idle.Clear();
        }

        await idle.Connection.QuitAsync();
    }

    private sealed class IdleConnection(SmtpClientConnection connection)
    {
        public SmtpClientConnection Connection => connection;

        public bool IsTaken { get; set; }

        public ITimer? Timer { get; set; }
    }
}

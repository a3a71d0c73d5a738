namespace Oss.MailEngine.Queue;

/// <summary>The places of a destination: so many at a time, the most urgent of those that wait next, the first among equals.</summary>
internal sealed class DestinationPlaces(int count)
{
    private readonly PriorityQueue<TaskCompletionSource, (int Urgency, long Order)> _waiting = new();
    private readonly Lock _lock = new();
    private int _free = count;
    private long _order;

    /// <summary>Waits for a place, which is given back by <see cref="Leave"/>.</summary>
    /// <param name="priority">From -9 to 9 (RFC 6710).</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask EnterAsync(int priority, CancellationToken cancellationToken)
    {
        TaskCompletionSource turn;
        lock (_lock)
        {
            if (_free > 0)
            {
                _free--;
                return;
            }

            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn, (-priority, _order++));
        }

        // Whoever gives the place sets the turn first or finds it cancelled, and then asks the next: no place is lost between the two.
        await using (cancellationToken.UnsafeRegister(static (turn, token) => ((TaskCompletionSource)turn!).TrySetCanceled(token), turn))
            await turn.Task;
    }

    /// <summary>Gives a place back.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            while (_waiting.TryDequeue(out var next, out _))
            {
                if (next.TrySetResult())
                    return;
            }

            _free++;
        }
    }
}

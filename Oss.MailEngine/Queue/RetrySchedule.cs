namespace Oss.MailEngine.Queue;

/// <summary>When a recipient is tried again: each wait is twice the last, up to a longest one, and spread a little so that not all come at once.</summary>
internal sealed class RetrySchedule(OutboundOptions options, TimeProvider time)
{
    private const double Spread = 0.2;

    public DateTimeOffset After(int attempts, double chance)
    {
        var wait = options.FirstRetry * Math.Pow(2, Math.Min(attempts, 30));
        if (wait > options.LongestRetry)
            wait = options.LongestRetry;
        return time.GetUtcNow() + (wait * (1 - (Spread * chance)));
    }

    public bool IsExpired(QueuedMessage message) => time.GetUtcNow() - message.Since >= options.Expiry;

    public bool IsLate(QueuedMessage message) => time.GetUtcNow() - message.Since >= options.DelayWarning;
}

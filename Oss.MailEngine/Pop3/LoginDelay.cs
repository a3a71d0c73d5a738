using System.Collections.Concurrent;
using System.Globalization;

namespace Oss.MailEngine.Pop3;

/// <summary>The least time between two logins to one mailbox (LOGIN-DELAY, RFC 2449 6.5): clients that poll every second cost more than they read.</summary>
internal sealed class LoginDelay(TimeSpan delay, TimeProvider time)
{
    private const int MaxTracked = 100_000;

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _last = new();

    /// <summary>What CAPA says of it.</summary>
    public IEnumerable<string> Capabilities => delay > TimeSpan.Zero ? [string.Create(CultureInfo.InvariantCulture, $"LOGIN-DELAY {(long)delay.TotalSeconds}")] : [];

    /// <summary>Notes a login; false when it comes too soon after the last.</summary>
    public bool TryEnter(Guid mailbox)
    {
        if (delay <= TimeSpan.Zero)
            return true;

        var now = time.GetUtcNow();
        if (_last.TryGetValue(mailbox, out var last) && now - last < delay)
            return false;

        if (_last.Count >= MaxTracked)
            _last.Clear();
        _last[mailbox] = now;
        return true;
    }
}

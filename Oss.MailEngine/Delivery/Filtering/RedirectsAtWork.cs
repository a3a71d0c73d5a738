using System.Collections.Concurrent;

namespace Oss.MailEngine.Delivery.Filtering;

/// <summary>Redirects that are being done at this moment on this node: a message that comes by two ways at once is passed on once. Nobody waits for another: mailboxes that pass mail on to each other would
/// wait in a circle.</summary>
internal sealed class RedirectsAtWork
{
    private readonly ConcurrentDictionary<(Guid Mailbox, string Key), byte> _atWork = new();

    /// <summary>Begins one, until what is returned is disposed of; <see langword="null"/> when the same one is at work.</summary>
    public IDisposable? TryBegin(Guid mailbox, string key) => _atWork.TryAdd((mailbox, key), 0) ? new End(_atWork, (mailbox, key)) : null;

    private sealed class End(ConcurrentDictionary<(Guid, string), byte> atWork, (Guid, string) redirect) : IDisposable
    {
        public void Dispose() => atWork.TryRemove(redirect, out _);
    }
}

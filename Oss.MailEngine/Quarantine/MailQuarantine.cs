using Oss.MailEngine.Queue;
using Oss.MailEngine.Queue.Administration;

namespace Oss.MailEngine.Quarantine;

/// <summary>
/// The quarantine for those who look after it: mail that filters or rules held back. A released message goes by the queue into the INBOX of its mailbox, past filters and scripts, once: the wish is on disk first, the message then has the
/// same id in the queue as here and is not due there before it has left here, so that a process killed at any moment repeats what it was doing and delivers no second copy.
/// </summary>
public sealed class MailQuarantine
{
    private static readonly TimeSpan NotDueYet = TimeSpan.FromHours(1);

    private readonly QuarantineStore _store;
    private readonly OutboundServices _outbound;
    private readonly TimeProvider _time;
    private readonly TimeSpan _keep;

    internal MailQuarantine(QuarantineStore store, OutboundServices outbound, TimeProvider time, TimeSpan keep) => (_store, _outbound, _time, _keep) = (store, outbound, time, keep);

    /// <summary>How long a message stays.</summary>
    public TimeSpan Keep => _keep;

    /// <summary>Mailboxes that something is held back for.</summary>
    /// <exception cref="IOException">The quarantine cannot be read.</exception>
    public Task<IReadOnlySet<Guid>> ListMailboxesAsync(CancellationToken cancellationToken) =>
        Task.Run<IReadOnlySet<Guid>>(() => _store.All().Select(entry => entry.Mailbox).OfType<Guid>().ToHashSet(), cancellationToken);

    /// <summary>A part of what is held back, the latest first.</summary>
    /// <param name="mailboxes">Only for these; <see langword="null"/> for all, and for addresses elsewhere.</param>
    /// <param name="older">Behind this message.</param>
    /// <param name="limit">So many at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="IOException">The quarantine cannot be read.</exception>
    public Task<IReadOnlyList<QuarantinedMessage>> ListAsync(IReadOnlySet<Guid>? mailboxes, Guid? older, int limit, CancellationToken cancellationToken) => Task.Run<IReadOnlyList<QuarantinedMessage>>(
        () =>
        [
            .. _store.All(older).Where(entry => mailboxes is null || (entry.Mailbox is { } mailbox && mailboxes.Contains(mailbox)))
                .Select(entry => _store.Find(entry.Id)).OfType<QuarantinedMessage>().Take(limit),
        ],
        cancellationToken);

    /// <summary>One message; <see langword="null"/> when there is none of that id.</summary>
    /// <exception cref="IOException">The quarantine cannot be read.</exception>
    public Task<QuarantinedMessage?> FindAsync(Guid id, CancellationToken cancellationToken) => Task.Run(() => _store.Find(id), cancellationToken);

    /// <summary>A message's header; <see langword="null"/> when there is none of that id.</summary>
    /// <exception cref="IOException">The quarantine cannot be read.</exception>
    public async Task<string?> ReadHeaderAsync(Guid id, CancellationToken cancellationToken)
    {
        if (_store.Find(id) is null)
            return null;
        try
        {
            await using var content = OpenContent(id);
            return await MessageHeader.ReadAsync(content, cancellationToken);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Has a message delivered after all: the wish is on disk when the task ends, and the node that has the queue does it within seconds. False when there is none of that id.</summary>
    /// <exception cref="IOException">The quarantine cannot be written.</exception>
    public Task<bool> ReleaseAsync(Guid id, CancellationToken cancellationToken) => Task.Run(() => _store.Want(id), cancellationToken);

    /// <summary>Deletes a message for good; on disk when the task ends. False when there is none of that id.</summary>
    /// <exception cref="IOException">The quarantine cannot be written.</exception>
    public Task<bool> DeleteAsync(Guid id, CancellationToken cancellationToken) => Task.Run(() => _store.Delete(id), cancellationToken);

    /// <summary>Does what was wished, on the node that has the queue, before it delivers from it and from time to time; returns how many messages were released.</summary>
    /// <exception cref="IOException">Quarantine or queue cannot be written; it is done another time.</exception>
    public async Task<int> ReleaseWishedAsync(CancellationToken cancellationToken)
    {
        var released = 0;
        foreach (var id in await Task.Run(_store.ListWanted, cancellationToken))
            released += await QueueAsync(id, cancellationToken) ? 1 : 0;
        return released;
    }

    /// <summary>Removes what is older than it may get; returns how many messages went.</summary>
    /// <exception cref="IOException">The quarantine cannot be written.</exception>
    public Task<int> ExpireAsync(CancellationToken cancellationToken) => Task.Run(() => _store.Expire(_keep), cancellationToken);

    private FileStream OpenContent(Guid id) => new(_store.ContentPath(id), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, useAsync: true);

    // Each step may be repeated, and each but the last leaves the wish.
    private async Task<bool> QueueAsync(Guid id, CancellationToken cancellationToken)
    {
        var message = _store.Find(id);
        if (message is not null)
        {
            // Whoever sent spam is not told when its delivery fails at last.
            var envelope = new QueuedEnvelope(message.Sender, [.. message.Recipients.Select(recipient => new QueuedRecipient(recipient) { Notify = DsnNotify.Never })])
            {
                Arrived = _time.GetUtcNow(), Origin = "quarantine", Body = MessageBody.EightBit, IsReleased = true,
            };
            await _outbound.Store.AddAsync(
                id, envelope, async target =>
                {
                    await using var content = OpenContent(id);
                    await content.CopyToAsync(target, cancellationToken);
                },
                due: _time.GetUtcNow() + NotDueYet);
            _store.Delete(id);
        }

        _outbound.Store.Schedule(id, _time.GetUtcNow());
        _store.Unwant(id);
        _outbound.Queue.Wake(id);
        return message is not null;
    }
}

using System.Text;

namespace Oss.MailEngine.Queue.Administration;

/// <summary>
/// The queue for those who run it: what is in it, and what they do with it. Everything goes by the files on disk, each message alone for as long as it is written, so it may be used from the process that delivers
/// or from another beside it, and be killed at any moment: what was done to a message is done whole or not at all. A message that is being sent at that moment is not taken
/// from the wire: what the other side has accepted is noted, and nothing more of it is sent.
/// </summary>
public sealed class QueueAdministration
{
    private readonly QueueStore _store;
    private readonly OutboundQueue _queue;
    private readonly QueueIndex _index;
    private readonly TimeProvider _time;
    private readonly TimeSpan _expiry;

    internal QueueAdministration(QueueStore store, OutboundQueue queue, QueueIndex index, TimeProvider time, TimeSpan expiry) =>
        (_store, _queue, _index, _time, _expiry) = (store, queue, index, time, expiry);

    /// <summary>The queue at a glance.</summary>
    /// <exception cref="IOException">The queue cannot be read.</exception>
    public Task<QueueOverview> DescribeAsync(QueueFilter filter, CancellationToken cancellationToken) =>
        _index.ReadAsync(database => QueueQuery.Describe(database, filter), cancellationToken);

    /// <summary>A part of the list, the newest first.</summary>
    /// <exception cref="IOException">The queue cannot be read.</exception>
    public Task<QueuePage> ListAsync(QueueFilter filter, QueueCut cut, CancellationToken cancellationToken) =>
        _index.ReadAsync(database => QueueQuery.List(database, filter, cut with { Limit = Math.Clamp(cut.Limit, 1, QueueLimits.ListedMessages) }), cancellationToken);

    /// <summary>Both in one look, of the same moment.</summary>
    /// <exception cref="IOException">The queue cannot be read.</exception>
    public Task<(QueueOverview Overview, QueuePage Page)> LookAsync(QueueFilter filter, QueueCut cut, CancellationToken cancellationToken) => _index.ReadAsync(
        database => (QueueQuery.Describe(database, filter), QueueQuery.List(database, filter, cut with { Limit = Math.Clamp(cut.Limit, 1, QueueLimits.ListedMessages) })), cancellationToken);

    /// <summary>One message; <see langword="null"/> when there is none of that id.</summary>
    /// <exception cref="IOException">The queue cannot be read.</exception>
    public Task<QueuedMessageDetails?> FindAsync(Guid id, CancellationToken cancellationToken) => Task.Run(() => _store.Load(id) is { } message ? Details(message) : null, cancellationToken);

    /// <summary>The header of a message as it goes out, up to <see cref="QueueLimits.ReturnedHeader"/> octets; <see langword="null"/> when there is none of that id.</summary>
    /// <exception cref="IOException">The queue cannot be read.</exception>
    public async Task<string?> ReadHeaderAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!_store.Contains(id))
            return null;
        try
        {
            await using var content = _store.OpenContent(id);
            return await MessageHeader.ReadAsync(content, cancellationToken);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Does something with messages; on disk when the task ends.</summary>
    /// <exception cref="IOException">There is no room; some may be done and others not.</exception>
    public Task<QueueChange> ApplyAsync(QueueAction action, IReadOnlyCollection<Guid> messages, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var isDurable = messages.Count <= QueueLimits.SyncedOneByOne;
            try
            {
                return Apply(action, messages, isDurable, cancellationToken);
            }
            finally
            {
                if (!isDurable)
                    _store.SyncAll();
                _store.Ring();
                _queue.LookAgain();
            }
        },
        cancellationToken);

    /// <summary>Does something with all that match, as they stand when it begins; on disk when the task ends.</summary>
    /// <exception cref="IOException">There is no room; some may be done and others not.</exception>
    public async Task<QueueChange> ApplyAsync(QueueAction action, QueueFilter filter, CancellationToken cancellationToken) =>
        await ApplyAsync(action, await _index.ReadAsync(database => QueueQuery.Ids(database, filter), cancellationToken), cancellationToken);

    private QueueChange Apply(QueueAction action, IReadOnlyCollection<Guid> messages, bool isDurable, CancellationToken cancellationToken)
    {
        var (done, unchanged, gone) = (0, 0, 0);
        foreach (var id in messages)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var changed = action == QueueAction.Delete ? (_store.Delete(id, isDurable) ? true : null) : _store.Change(id, message => EventOf(action, message), isDurable);
            if (changed is null)
                gone++;
            else if (changed == false)
                unchanged++;
            else
                done++;
            if (changed == true && isDurable)
                _queue.Wake(id);
        }

        return new QueueChange(done, unchanged, gone);
    }

    private QueueEvent? EventOf(QueueAction action, QueuedMessage message) => (action, message.IsHeld) switch
    {
        (QueueAction.Hold, false) => new QueueEvent(QueueEventKind.Held, _time.GetUtcNow()),
        (QueueAction.Release, true) => new QueueEvent(QueueEventKind.Released, _time.GetUtcNow()),
        (QueueAction.Retry, false) => new QueueEvent(QueueEventKind.Expedited, _time.GetUtcNow()),
        (QueueAction.Requeue, _) => new QueueEvent(QueueEventKind.Requeued, _time.GetUtcNow()),
        _ => null,
    };

    private QueuedMessageDetails Details(QueuedMessage message) => new(
        message.Id, message.Envelope.Arrived, message.Envelope.Sender, message.Envelope.EnvelopeId, _store.LengthOf(message.Id), QueueIndex.StateOf(message), _queue.IsActive(message.Id), message.IsWarned,
        message.Envelope.RequireTls, message.Envelope.Origin, message.Since + _expiry,
        [.. message.Recipients.OrderBy(r => r.Status != RecipientStatus.Waiting).Take(QueueLimits.ShownRecipients).Select(r => Details(r, message.IsHeld))], message.Recipients.Count);

    private static QueuedRecipientDetails Details(RecipientState recipient, bool isHeld) => new(
        recipient.Recipient.Address, recipient.Recipient.OriginalAddress, recipient.Status.ToString(), QueueIndex.DestinationOf(recipient.Recipient), recipient.Attempts,
        recipient.LastAttempt == default ? null : recipient.LastAttempt, recipient.Host, recipient.Reply,
        isHeld || recipient.Status != RecipientStatus.Waiting || recipient.Next <= DateTimeOffset.UnixEpoch ? null : recipient.Next);
}

/// <summary>The header of a stored message for people who look at it.</summary>
internal static class MessageHeader
{
    /// <summary>Reads it up to the empty line, which is not part of it; octets that are no UTF-8 are shown as U+FFFD.</summary>
    public static async Task<string> ReadAsync(Stream content, CancellationToken cancellationToken)
    {
        var buffer = new byte[QueueLimits.ReturnedHeader];
        var read = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        var end = buffer.AsSpan(0, read).IndexOf("\r\n\r\n"u8);
        return Encoding.UTF8.GetString(buffer, 0, end < 0 ? read : end + 2);
    }
}

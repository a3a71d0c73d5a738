using Oss.Domain;
using Oss.Domain.MailPlatform;
using Oss.Domain.MailQueue;
using Engine = Oss.MailEngine.Queue.Administration;

namespace Oss.Api.MailAdapter;

/// <summary>The embedded engine's queue behind the domain's port: that of this node's data directory, whichever process on the machine delivers from it.</summary>
internal sealed class MailQueue(Oss.MailEngine.MailEngine engine) : IMailQueue
{
    public Task<QueueSummary> DescribeAsync(QueueSearch search, CancellationToken cancellationToken) => Reach(async () => ToDomain(await engine.Queue.DescribeAsync(Filter(search), cancellationToken)));

    public Task<Slice<QueuedMessageRow>> ListAsync(QueueSearch search, Cut cut, CancellationToken cancellationToken) => Reach(async () =>
        ToDomain(await engine.Queue.ListAsync(Filter(search), Of(cut), cancellationToken)));

    public Task<(QueueSummary Summary, Slice<QueuedMessageRow> Messages)> LookAsync(QueueSearch search, Cut cut, CancellationToken cancellationToken) => Reach(async () =>
        await engine.Queue.LookAsync(Filter(search), Of(cut), cancellationToken) is var (overview, page) ? (ToDomain(overview), ToDomain(page)) : default);

    public Task<QueuedMessageView?> FindAsync(Guid id, CancellationToken cancellationToken) => Reach(async () => await engine.Queue.FindAsync(id, cancellationToken) is { } message
        ? new QueuedMessageView(
            message.Id, message.Arrived.UtcDateTime, message.Sender, message.EnvelopeId, message.Bytes, (QueueState)message.State, message.IsBeingTried, message.IsWarned, message.RequiresTls, message.Origin,
            message.Expires.UtcDateTime,
            [
                .. message.Recipients.Select(recipient => new QueuedRecipientView(
                    recipient.Address, recipient.OriginalAddress, Enum.Parse<QueuedRecipientState>(recipient.Status), recipient.Destination, recipient.Attempts, recipient.LastAttempt?.UtcDateTime, recipient.Host,
                    recipient.Reply, recipient.Next?.UtcDateTime)),
            ],
            message.RecipientCount)
        : null);

    public Task<string?> ReadHeaderAsync(Guid id, CancellationToken cancellationToken) => Reach(() => engine.Queue.ReadHeaderAsync(id, cancellationToken));

    public Task<QueueOutcome> ApplyAsync(QueueAction action, IReadOnlyCollection<Guid> messages, CancellationToken cancellationToken) => Reach(async () =>
        Outcome(await engine.Queue.ApplyAsync((Engine.QueueAction)action, messages, cancellationToken)));

    public Task<QueueOutcome> ApplyAsync(QueueAction action, QueueSearch search, CancellationToken cancellationToken) => Reach(async () =>
        Outcome(await engine.Queue.ApplyAsync((Engine.QueueAction)action, Filter(search), cancellationToken)));

    private static QueueSummary ToDomain(Engine.QueueOverview found) =>
        new(found.Messages, found.Bytes, found.Oldest?.UtcDateTime, Counts(found.States), Counts(found.Destinations), Counts(found.Reasons));

    private static Slice<QueuedMessageRow> ToDomain(Engine.QueuePage found) => new(
        [
            .. found.Rows.Select(row => new QueuedMessageRow(
                row.Id, row.Arrived.UtcDateTime, row.Sender, row.Bytes, (QueueState)row.State, row.Recipients, row.Recipient, row.Reply, row.Attempts, row.Next?.UtcDateTime)),
        ],
        found.HasNewer ? found.Rows[0].Id.ToString() : null, found.HasOlder ? found.Rows[^1].Id.ToString() : null);

    private static Engine.QueueCut Of(Cut cut)
    {
        return new(Id(cut.After), Id(cut.Before), cut.Last, cut.Limit);

        static Guid? Id(string? place) => Guid.TryParse(place, out var id) ? id : null;
    }

    private static Engine.QueueFilter Filter(QueueSearch search) => new((Engine.QueueState?)search.State, search.Destination, search.Reason, search.Text);

    private static IReadOnlyList<QueueCount> Counts(IReadOnlyList<Engine.QueueFacet> facets) => [.. facets.Select(facet => new QueueCount(facet.Value, facet.Messages))];

    private static QueueOutcome Outcome(Engine.QueueChange change) => new(change.Done, change.Unchanged, change.Gone);

    private static async Task<T> Reach<T>(Func<Task<T>> operation)
    {
        try
        {
            return await operation();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MailPlatformUnavailableException("The queue's directory could not be reached.", e);
        }
    }
}

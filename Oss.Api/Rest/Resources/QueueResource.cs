using System.ComponentModel.DataAnnotations;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.MailQueue;

namespace Oss.Api.Rest.Resources;

/// <summary>Mail that is not delivered yet, for those who run the platform.</summary>
internal static class QueueResource
{
    public static void MapQueue(this RouteGroupBuilder api)
    {
        api.Get("/queue", "ListQueue", ApiScopes.ReadQueue, "Lists queued messages, the newest first.", ListAsync).Lists<QueuedMessageRow>();
        api.Get("/queue/{id}", "GetQueuedMessage", ApiScopes.ReadQueue, "Shows a queued message's envelope and how each recipient stands.", GetAsync).Returns<QueuedMessageView>();
        api.Get("/queue/{id}/header", "ReadQueuedHeader", ApiScopes.ReadQueue, "Shows a queued message's header; the look is noted in the audit.", HeaderAsync).Returns<MailHeader>();
        api.Get("/queue-summary", "DescribeQueue", ApiScopes.ReadQueue, "Counts queued messages by state, destination and reason.", DescribeAsync).Returns<QueueSummary>();
        api.Post("/queue-changes", "ChangeQueue", ApiScopes.WriteQueue, "Holds, releases, retries, requeues or deletes queued messages: those named, or all that match.", ChangeAsync).Takes<QueueChangeBody>().Returns<QueueOutcome>();
    }

    private static async Task<Reply> ListAsync(RestCall call, SearchQueue queue, [AsParameters] QueueSearch search) =>
        Reply.List(call, await queue.ExecuteAsync(search, call.Cut, call.Actor, call.Aborted));

    private static async Task<Reply> DescribeAsync(RestCall call, SearchQueue queue, [AsParameters] QueueSearch search) => Reply.Show(await queue.DescribeAsync(search, call.Actor, call.Aborted));

    private static async Task<Reply> GetAsync(RestCall call, string id, GetQueuedMessage messages) => Reply.Show(await messages.ExecuteAsync(Id(id), call.Actor, call.Aborted));

    private static async Task<Reply> HeaderAsync(RestCall call, string id, GetQueuedMessage messages) => Reply.Show(new MailHeader(await messages.ReadHeaderAsync(Id(id), call.Actor, call.Aborted)));

    private static async Task<Reply> ChangeAsync(RestCall call, ChangeQueue queue)
    {
        var body = await call.ReadAsync<QueueChangeBody>();
        if (body.Messages is null == body.All is null)
            throw new DomainException(new DomainError.Validation([new Finding("messages", ErrorCodes.Required, "Name messages, or all that match: one of the two.")]));
        return Reply.Say(body.All is { } all
            ? await queue.ExecuteAsync(body.Action, new QueueSearch(all.State, all.Destination, all.Reason, all.Text), all.Seen, call.Actor, call.Aborted)
            : await queue.ExecuteAsync(body.Action, [.. body.Messages!.Distinct()], call.Actor, call.Aborted));
    }

    private static Guid Id(string text) => OrdersResource.Id("queued message", text);
}

/// <summary>A message's header.</summary>
/// <param name="Header">The header fields as they go out, with their line ends.</param>
internal sealed record MailHeader(string Header);

/// <summary>What is to be done, and to which messages.</summary>
/// <param name="Action">What.</param>
/// <param name="Messages">These; not with <paramref name="All"/>.</param>
/// <param name="All">All that match.</param>
internal sealed record QueueChangeBody(QueueAction Action, [property: MaxLength(ChangeQueue.MaxNamed)] IReadOnlyList<Guid>? Messages = null, QueueMatch? All = null);

/// <summary>All queued messages that match.</summary>
/// <param name="Seen">So many at most, as the summary said; when there are more by now, nothing is done.</param>
/// <param name="State">How they stand.</param>
/// <param name="Destination">Where a recipient goes.</param>
/// <param name="Reason">What put a recipient off.</param>
/// <param name="Text">Part of an address.</param>
internal sealed record QueueMatch(
    [property: Range(0, int.MaxValue)] int Seen, QueueState? State = null, [property: MaxLength(QueueSearch.TextLength)] string? Destination = null,
    [property: MaxLength(QueueSearch.TextLength)] string? Reason = null, [property: MaxLength(QueueSearch.TextLength)] string? Text = null);

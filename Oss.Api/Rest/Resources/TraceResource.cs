using Oss.Domain.Access;
using Oss.Domain.Trace;

namespace Oss.Api.Rest.Resources;

/// <summary>What became of messages.</summary>
internal static class TraceResource
{
    public static void MapTrace(this RouteGroupBuilder api)
    {
        api.Get("/messages", "SearchTrace", ApiScopes.ReadTrace, "Finds messages by sender, recipient, Message-ID, client and time, the newest first.", ListAsync).Lists<TraceRow>();
        api.Get("/messages/{message}", "GetTrace", ApiScopes.ReadTrace, "Shows a message's way to each of its recipients, with all that happened on it.", GetAsync).Returns<TraceShown>();
    }

    private static async Task<Reply> ListAsync(RestCall call, SearchTrace trace, [AsParameters] TraceSearch search) =>
        Reply.List(call, await trace.ExecuteAsync(search, call.Cut, call.Actor, call.Aborted));

    private static async Task<Reply> GetAsync(RestCall call, string message, GetTracedMessage trace)
    {
        var id = OrdersResource.Id("message", message);
        return Reply.Show(new TraceShown(id, await trace.ExecuteAsync(id, call.Actor, call.Aborted)));
    }
}

/// <summary>What became of a message.</summary>
/// <param name="Message">The message.</param>
/// <param name="Recipients">Its ways, in the order in which they began.</param>
internal sealed record TraceShown(Guid Message, IReadOnlyList<TracedRecipient> Recipients);

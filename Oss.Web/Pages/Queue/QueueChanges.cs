using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Oss.Domain;
using Oss.Domain.MailQueue;
using Oss.Web.Changes;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Queue;

/// <summary>What operators do with queued messages: with one, with those selected, or with all that match and were counted when the form was shown.</summary>
internal static class QueueChanges
{
    public static void MapQueueChanges(this IEndpointRouteBuilder routes) =>
        routes.MapChange("/queue/change", ChangeAsync).RequireAuthorization(new AuthorizeAttribute { Roles = SupportConsole.Operators });

    private static async Task<IResult> ChangeAsync(IFormCollection form, ChangeQueue queue, ConsoleActor console, Change change, CancellationToken cancellationToken)
    {
        var search = QueueUrl.Search(form["state"], form["destination"], form["reason"], form["q"]);
        var messages = form["message"].Select(Asked.Id).OfType<Guid>().Distinct().ToList();
        var isOnItsPage = form["page"] == "message" && messages.Count == 1;
        return await change.RunAsync(isOnItsPage ? $"{QueueUrl.Path}/{messages[0]}" : QueueUrl.Of(search), "queue", new Dictionary<string, string?>(), async () =>
        {
            if (!Enum.TryParse<QueueAction>(form["action"], out var action) || !Enum.IsDefined(action))
                throw new DomainException(new DomainError.Validation([new Finding("action", ErrorCodes.Required, "Say what is to be done.")]));

            var actor = console.Get() with { Reason = form["why"].ToString().Trim() is { Length: > 0 } why ? why : null };
            var outcome = int.TryParse(form["all"], NumberStyles.None, CultureInfo.InvariantCulture, out var seen)
                ? await queue.ExecuteAsync(action, search, seen, actor, cancellationToken)
                : await queue.ExecuteAsync(action, messages, actor, cancellationToken);
            return new Done("QueueChanged", outcome.Done, outcome.Unchanged, outcome.Gone) { Page = action == QueueAction.Delete && isOnItsPage ? QueueUrl.Path : null };
        });
    }
}

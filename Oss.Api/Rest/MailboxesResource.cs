using Oss.Api.Authentication;
using Oss.Domain;
using Oss.Domain.Mailboxes;

namespace Oss.Api.Rest;

/// <summary>Mailboxes, as support finds them.</summary>
internal static class MailboxesResource
{
    public static void MapMailboxes(this RouteGroupBuilder api) => api.MapGet("/mailboxes", SearchAsync)
        .WithName("SearchMailboxes")
        .WithSummary("Mailboxes whose address, alias, display name, tenant or contract number matches, page by page.")
        .Produces<Page<MailboxRow>>()
        .WithProblems(400, 422, 503);

    private static async Task SearchAsync(
        HttpContext context, SearchMailboxes mailboxes, string search = "", int offset = 0, int limit = 50) =>
        await context.Response.WriteAsJsonAsync(
            await mailboxes.ExecuteAsync(new MailboxSearch(search, offset, limit), ActorPrincipal.Of(context), context.RequestAborted),
            RestJson.Options, context.RequestAborted);
}

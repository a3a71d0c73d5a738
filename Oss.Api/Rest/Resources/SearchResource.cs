using Oss.Domain.Access;
using Oss.Domain.Search;

namespace Oss.Api.Rest.Resources;

/// <summary>Whatever a caller can mean by one text.</summary>
internal static class SearchResource
{
    public static void MapSearch(this RouteGroupBuilder api) =>
        api.Get("/search", "Search", ApiScopes.ReadCustomers, "Finds customers, contracts, domains, mailboxes, forwards and orders by one text.", SearchAsync).Lists<Hit>();

    private static async Task<Reply> SearchAsync(RestCall call, SearchAnything search, string text) =>
        Reply.List(call, await search.ExecuteAsync(text, call.Actor, call.Aborted), null);
}

using Oss.Domain.Access;

namespace Oss.Api.Rest.Resources;

/// <summary>Machines that may call this interface.</summary>
internal static class ApiClientsResource
{
    public static void MapApiClients(this RouteGroupBuilder api)
    {
        api.Get("/api-clients", "ListApiClients", ApiScopes.ReadClients, "Lists API clients by name.", ListAsync).Lists<ApiClientView>();
        api.Post("/api-clients", "CreateApiClient", ApiScopes.WriteClients, "Makes an API client; its secret is shown this once.", CreateAsync).Takes<ApiClientNew>().Returns<ApiClientSecret>(StatusCodes.Status201Created);
        api.Get("/api-clients/{name}", "GetApiClient", ApiScopes.ReadClients, "Shows an API client.", GetAsync).Returns<ApiClientView>();
        api.Patch("/api-clients/{name}", "ChangeApiClient", ApiScopes.WriteClients, "Changes what a client is allowed, the certificate that it must show, or who it is at the OpenID provider.", ChangeAsync).Takes<ApiClientChange>().Returns<ApiClientView>();
        api.Delete("/api-clients/{name}", "RemoveApiClient", ApiScopes.WriteClients, "Removes an API client.", RemoveAsync).ReturnsNothing();
        api.Post("/api-clients/{name}:rotate", "RotateApiClientSecret", ApiScopes.WriteClients, "Makes a new secret, shown this once; the former one is right beside it for a day, unless it is to end at once.", RotateAsync)
            .Takes<RotateBody>(optional: true).Returns<ApiClientSecret>();
    }

    private static async Task<Reply> ListAsync(RestCall call, ManageApiClients clients) =>
        Reply.List(call, await clients.ListAsync(call.Cut, call.Actor, call.Aborted));

    private static async Task<Reply> CreateAsync(RestCall call, ManageApiClients clients)
    {
        var made = await clients.CreateAsync(await call.ReadAsync<ApiClientNew>(), call.Actor, call.Aborted);
        return Reply.Say(made, StatusCodes.Status201Created, $"/api-clients/{made.Client.Name}");
    }

    private static async Task<Reply> GetAsync(RestCall call, string name, ManageApiClients clients) => Reply.Show(Still(await clients.GetAsync(name, call.Actor, call.Aborted)));

    private static async Task<Reply> ChangeAsync(RestCall call, string name, ManageApiClients clients)
    {
        call.Match(Still(await clients.GetAsync(name, call.Actor, call.Aborted)), null);
        return Reply.Show(Still(await clients.ChangeAsync(name, await call.ReadAsync<ApiClientChange>(), call.Actor, call.Aborted)));
    }

    private static async Task<Reply> RemoveAsync(RestCall call, string name, ManageApiClients clients)
    {
        call.Match(Still(await clients.GetAsync(name, call.Actor, call.Aborted)), null);
        await clients.RemoveAsync(name, call.Actor, call.Aborted);
        return Reply.Nothing();
    }

    // What changes by use would change the ETag under everybody's hands.
    private static ApiClientView Still(ApiClientView client) => client with { LastUsedAt = null };

    private static async Task<Reply> RotateAsync(RestCall call, string name, ManageApiClients clients) =>
        Reply.Say(await clients.RotateAsync(name, (await call.ReadOptionalAsync<RotateBody>())?.AtOnce is true, call.Actor, call.Aborted));
}

/// <summary>How the former secret ends.</summary>
/// <param name="AtOnce">True when it is known to the wrong people: it ends now.</param>
internal sealed record RotateBody(bool? AtOnce = null);

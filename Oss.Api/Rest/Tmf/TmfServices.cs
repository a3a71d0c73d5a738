namespace Oss.Api.Rest.Tmf;

/// <summary>The platform as TM Forum's Open APIs v4 see it: TMF641 service ordering, TMF638 service inventory and TMF633 service catalogue, the latter two to be read.
/// It is another face of the same use cases; <c>docs/integrators.md</c> says what is mapped on what.</summary>
internal static class TmfServices
{
    public const string Root = "/tmf-api";
    public const string Ordering = Root + "/serviceOrdering/v4";
    public const string Inventory = Root + "/serviceInventory/v4";
    public const string Catalog = Root + "/serviceCatalogManagement/v4";

    public static RouteGroupBuilder MapTmf(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("");
        api.ExcludeFromDescription();
        api.MapServiceOrders();
        api.MapServiceOrderEvents();
        api.MapServiceInventory();
        api.MapServiceCatalog();
        api.Map(Root + "/{**rest}", (RequestDelegate)(context => context.RequestServices.GetRequiredService<RestMethods>().AnswerAsync(context)));
        return api;
    }
}

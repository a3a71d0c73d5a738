using Oss.Api.Rest.OpenApi;
using Oss.Api.Rest.Resources;
using Oss.Api.Rest.Tmf;

namespace Oss.Api.Rest;

/// <summary>The REST interface and its OpenAPI document.</summary>
public static class RestServices
{
    internal const string Root = "/api/v1";

    private const int SchemaDepth = 64;

    internal static IServiceCollection AddOssRest(this IServiceCollection services) => services
        .AddSingleton<Idempotency>().AddSingleton<RestMethods>().AddSingleton<RestPipeline>().AddSingleton<RestChange>().AddSingleton<MailRulesResource.Desk>().AddScoped<FilterResource.Desk>()
        // In every environment: a parameter that cannot be read ends as a problem like anything else.
        .Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true)
        // Only the document's schemas are made by these, and schemas are deeper than what they describe; bodies are read by RestJson within its limit.
        .ConfigureHttpJsonOptions(json => RestJson.Configure(json.SerializerOptions).MaxDepth = SchemaDepth)
        .AddOpenApi("v1", OpenApiDescription.Configure);

    /// <summary>Maps the resources under <c>/api/v1</c> the document at <c>/openapi/v1.json</c>, and TM Forum's under <c>/tmf-api</c>.</summary>
    public static void MapOssRest(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapOpenApi();
        var pipeline = endpoints.ServiceProvider.GetRequiredService<RestPipeline>();
        var api = endpoints.MapGroup(Root);
        api.MapOrders();
        api.MapOrderBatches();
        api.MapEvents();
        api.MapProducts();
        api.MapTenants();
        api.MapSubscriptions();
        api.MapMailboxes();
        api.MapExports();
        api.MapMailboxSettings();
        api.MapMailRules();
        api.MapAddresses();
        api.MapDomains();
        api.MapSearch();
        api.MapTrace();
        api.MapStatistics();
        api.MapAudit();
        api.MapWebhooks();
        api.MapApiClients();
        api.MapQueue();
        api.MapQuarantine();
        // A delegate of this very type: whatever the path, nothing is bound.
        api.Map("/{**rest}", (RequestDelegate)(context => context.RequestServices.GetRequiredService<RestMethods>().AnswerAsync(context))).ExcludeFromDescription();
        ((IEndpointConventionBuilder)api).Add(endpoint => Guard(endpoint, pipeline));
        ((IEndpointConventionBuilder)endpoints.MapTmf()).Add(endpoint => Guard(endpoint, pipeline));
    }

    private static void Guard(EndpointBuilder endpoint, RestPipeline pipeline)
    {
        var handle = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = context => pipeline.RunAsync(context, handle);
        // What can be read can be asked after (RFC 9110 9.3.2).
        for (var i = 0; i < endpoint.Metadata.Count; i++)
        {
            if (endpoint.Metadata[i] is HttpMethodMetadata { HttpMethods: ["GET"] })
                endpoint.Metadata[i] = new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]);
        }
    }
}

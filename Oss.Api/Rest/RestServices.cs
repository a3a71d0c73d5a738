using Microsoft.AspNetCore.Authentication;
using Oss.Api.Authentication;
using Oss.Api.Hosting;
using Oss.Domain;

namespace Oss.Api.Rest;

/// <summary>The REST interface and its OpenAPI document.</summary>
public static partial class RestServices
{
    internal const string Root = "/api/v1";

    internal static IServiceCollection AddOssRest(this IServiceCollection services) => services
        .ConfigureHttpJsonOptions(json => RestJson.Configure(json.SerializerOptions))
        .AddOpenApi("v1", OpenApiDescription.Configure);

    /// <summary>Maps the resources under <c>/api/v1</c> and the document at <c>/openapi/v1.json</c>.</summary>
    public static void MapOssRest(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapOpenApi();
        var log = endpoints.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(RestServices).FullName!);
        var api = endpoints.MapGroup(Root).WithTags("v1");
        api.MapOrders();
        api.MapMailboxes();
        api.Map("/{**rest}", context => Problems.WriteAsync(context, StatusCodes.Status404NotFound, ErrorCodes.NotFound, "There is no such resource."))
            .ExcludeFromDescription();
        ((IEndpointConventionBuilder)api).Add(endpoint => Guard(endpoint, log));
    }

    /// <summary>The problems a resource may answer with, besides those any may.</summary>
    internal static RouteHandlerBuilder WithProblems(this RouteHandlerBuilder resource, params int[] statuses)
    {
        foreach (var status in (int[])[401, 403, 429, 500, .. statuses])
            resource.Produces<ProblemBody>(status, "application/problem+json");
        return resource;
    }

    // Around the whole handler, its binding of parameters included: whatever fails there must find the caller known and end as a problem.
    private static void Guard(EndpointBuilder endpoint, ILogger log)
    {
        var handle = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = async context =>
        {
            using var scope = CorrelationId.Scope(log, context);
            if (await IsKnownAsync(context))
                await RunAsync(context, handle, log);
        };
    }

    private static async Task<bool> IsKnownAsync(HttpContext context)
    {
        var result = await context.AuthenticateAsync(BasicAuthentication.SchemeName);
        if (result.Principal is { } principal)
        {
            context.User = principal;
            return true;
        }

        await context.ChallengeAsync(BasicAuthentication.SchemeName);
        await Problems.WriteAsync(context, context.Response.StatusCode, "unauthenticated", "API credentials are needed, by HTTP Basic over TLS.");
        return false;
    }

    private static async Task RunAsync(HttpContext context, RequestDelegate handle, ILogger log)
    {
        try
        {
            await handle(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            LogAborted(log);
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            if (e is not (DomainException or BadHttpRequestException))
                LogFailed(log, e, context.Request.Path);
            await Problems.WriteAsync(context, e);
        }
    }

    [LoggerMessage(3201, LogLevel.Error, "REST request to {Path} failed")]
    private static partial void LogFailed(ILogger log, Exception exception, string path);

    [LoggerMessage(3202, LogLevel.Information, "REST client went away before the reply")]
    private static partial void LogAborted(ILogger log);
}

using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Oss.Web.Changes;

/// <summary>Endpoints that change something: POST only, small, and with the token of a form of ours.</summary>
internal static class ChangeEndpoints
{
    /// <summary>Octets of a form.</summary>
    private const long MaxFormOctets = 64 * 1024;

    /// <summary>Maps one change.</summary>
    public static RouteHandlerBuilder MapChange(this IEndpointRouteBuilder routes, string pattern, Delegate change) => routes.MapPost(pattern, change)
        .WithMetadata(ConsoleEndpoint.Mark, new RequireAntiforgeryTokenAttribute(), new RequestSizeLimitAttribute(MaxFormOctets))
        .AddEndpointFilter(RefuseForgedAsync)
        .ExcludeFromDescription();

    private static async ValueTask<object?> RefuseForgedAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: true } ? await next(context) : Results.BadRequest();
}

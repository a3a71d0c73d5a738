using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Oss.Domain.Access;

namespace Oss.Web.Sessions;

/// <summary>Where the platform demands it (<see cref="ConsoleOptions.RequireReason"/>), leads those who run it to the page that asks why, before they see somebody's things. Who looks after one customer looks at the own.</summary>
internal static class ReasonGate
{
    public const string Page = "/account/reason";

    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ShowsSomebodyAttribute>() is null || ConsoleSession.User(context) is not { } user || !IsAsked(user.ToActor())
            || !context.RequestServices.GetRequiredService<IOptions<ConsoleOptions>>().Value.RequireReason || context.RequestServices.GetRequiredService<GivenReason>().Get() is not null)
            return next(context);

        context.Response.Redirect($"{Page}?returnUrl={Uri.EscapeDataString(context.Request.Path + context.Request.QueryString)}");
        return Task.CompletedTask;
    }

    /// <summary>Whether somebody is asked why at all.</summary>
    public static bool IsAsked(Actor actor) => actor.TenantId is null;
}

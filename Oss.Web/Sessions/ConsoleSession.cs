using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Oss.Domain.Access;

namespace Oss.Web.Sessions;

/// <summary>
/// A person's session: a cookie that names the account and its security stamp, and nothing that could grow old. Who that is, and whether the account is still
/// open, is read from the database at each request, so a lock, a new password or another role counts with the next click.
/// </summary>
internal static class ConsoleSession
{
    public const string Scheme = "console";
    private const string StampClaim = "stamp";
    private static readonly TimeSpan IdleTime = TimeSpan.FromHours(10);

    public static void Configure(CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.Name = "oss-console";
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.HttpOnly = true;
        cookie.ExpireTimeSpan = IdleTime;
        cookie.LoginPath = "/account/sign-in";
        cookie.ReturnUrlParameter = "returnUrl";
        cookie.Events.OnValidatePrincipal = ValidateAsync;
        cookie.Events.OnRedirectToLogin = context => RedirectToSignIn(context.HttpContext);
        cookie.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
    }

    /// <summary>Begins a session, also anew after the stamp changed.</summary>
    public static Task BeginAsync(HttpContext context, ConsoleUser user) => context.SignInAsync(Scheme, Principal(user));

    /// <summary>The person of this request; <see langword="null"/> when nobody is signed in.</summary>
    public static ConsoleUser? User(HttpContext context) => context.Features.Get<ConsoleUser>();

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        if (http.GetEndpoint()?.Metadata.GetMetadata<ConsoleEndpoint>() is null)
        {
            context.RejectPrincipal();
            return;
        }

        var sessions = http.RequestServices.GetRequiredService<FindConsoleSession>();
        if (Guid.TryParse(context.Principal?.FindFirstValue(ClaimTypes.NameIdentifier), out var id) && context.Principal!.FindFirstValue(StampClaim) is { } stamp
            && await sessions.ExecuteAsync(id, stamp, http.RequestAborted) is { } user)
        {
            http.Features.Set(user);
            context.ReplacePrincipal(Principal(user));
            return;
        }

        context.RejectPrincipal();
        await http.SignOutAsync(Scheme);
    }

    // What was posted is lost with the session, so the way back leads to the page that the form was on.
    private static Task RedirectToSignIn(HttpContext context)
    {
        var request = context.Request;
        var back = HttpMethods.IsGet(request.Method) ? request.PathBase + request.Path + request.QueryString : LocalUrl.Referring(request);
        context.Response.Redirect($"/account/sign-in?returnUrl={Uri.EscapeDataString(back)}");
        return Task.CompletedTask;
    }

    private static ClaimsPrincipal Principal(ConsoleUser user) => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, user.Id.ToString()),
            new Claim(ClaimTypes.Name, user.UserName!),
            new Claim(ClaimTypes.Role, user.Role.ToString()),
            new Claim(StampClaim, user.SecurityStamp!),
        ],
        Scheme));
}

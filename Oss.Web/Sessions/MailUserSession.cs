using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Oss.Domain;
using Oss.Domain.Access;

namespace Oss.Web.Sessions;

/// <summary>The session of a mailbox's own user: a cookie of its own, sent to <c>/self</c> alone, that opens nothing of the console; as the console's cookie opens nothing here.</summary>
internal static class MailUserSession
{
    public const string Scheme = "mailbox";

    /// <summary>The own page.</summary>
    public const string Page = "/self";

    public const string SignInPage = "/self/sign-in";

    /// <summary>The external system of orders made here.</summary>
    public const string OrderSystem = "self-service";

    private const string StampClaim = "stamp";
    private static readonly TimeSpan IdleTime = TimeSpan.FromHours(1);

    /// <summary>What a page or change here asks for: the policy of the same name.</summary>
    public static AuthorizeAttribute Required => new(Scheme);

    public static void Configure(CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.Name = "oss-mailbox";
        cookie.Cookie.Path = Page;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.HttpOnly = true;
        cookie.ExpireTimeSpan = IdleTime;
        cookie.Events.OnValidatePrincipal = ValidateAsync;
        cookie.Events.OnRedirectToLogin = context => Redirect(context.HttpContext);
        cookie.Events.OnRedirectToAccessDenied = context => Redirect(context.HttpContext);
    }

    /// <summary>Begins a session, also anew after the password changed.</summary>
    public static Task BeginAsync(HttpContext context, MailUser user) => context.SignInAsync(Scheme, Principal(user));

    /// <summary>The person of this request.</summary>
    /// <exception cref="DomainException">Nobody is signed in here.</exception>
    public static MailUser User(HttpContext context) => context.Features.Get<MailUser>() ?? throw new DomainException(new DomainError.Forbidden("Sign in first."));

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        var users = http.RequestServices.GetRequiredService<FindMailUser>();
        if (http.GetEndpoint()?.Metadata.GetMetadata<ConsoleEndpoint>() is not null
            && Guid.TryParse(context.Principal?.FindFirstValue(ClaimTypes.NameIdentifier), out var id) && context.Principal!.FindFirstValue(StampClaim) is { } stamp
            && await users.ExecuteAsync(id, stamp, http.RequestAborted) is { } user)
        {
            http.Features.Set(user);
            return;
        }

        context.RejectPrincipal();
        await http.SignOutAsync(Scheme);
    }

    private static Task Redirect(HttpContext context)
    {
        context.Response.Redirect(SignInPage);
        return Task.CompletedTask;
    }

    private static ClaimsPrincipal Principal(MailUser user) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.NameIdentifier, user.MailboxId.ToString()), new Claim(ClaimTypes.Name, user.Address), new Claim(StampClaim, user.Stamp)], Scheme));
}

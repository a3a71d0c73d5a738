using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;
using Oss.Web.Shared;

namespace Oss.Web;

/// <summary>The console: what it needs, and where it is.</summary>
public static class SupportConsole
{
    private static readonly string[] Languages = ["en", "de"];

    /// <summary>Registers the console's pages and the sign-in of people.</summary>
    public static IServiceCollection AddSupportConsole(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddLocalization();
        services.AddHttpContextAccessor();
        services.AddCascadingAuthenticationState();
        services.AddScoped<ConsoleActor>().AddScoped<ErrorTexts>();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.ConfigureApplicationCookie(cookie =>
        {
            cookie.LoginPath = "/account/sign-in";
            cookie.AccessDeniedPath = "/account/sign-in";
            cookie.ReturnUrlParameter = "returnUrl";
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.ExpireTimeSpan = TimeSpan.FromHours(10);
        });
        // A locked or changed account ends its sessions within a minute.
        services.Configure<SecurityStampValidatorOptions>(stamp => stamp.ValidationInterval = TimeSpan.FromMinutes(1));
        services.AddAuthorization();
        return services;
    }

    /// <summary>Maps the console at the root.</summary>
    public static void MapSupportConsole(this WebApplication app)
    {
        app.UseRequestLocalization(localization => localization.SetDefaultCulture("en").AddSupportedCultures(Languages).AddSupportedUICultures(Languages));
        app.Use(SecureAsync);
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapRazorComponents<App>();
        app.MapPost("/account/sign-out", SignOutAsync).RequireAuthorization();
        app.MapGet("/account/language/{language}", SetLanguage);
        app.MapPost("/mailboxes/{id:guid}/aliases/add", AddAliasAsync).RequireAuthorization();
        app.MapPost("/mailboxes/{id:guid}/aliases/remove", RemoveAliasAsync).RequireAuthorization();
    }

    private static async Task SecureAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; form-action 'self'; base-uri 'self'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        await next(context);
    }

    private static async Task<IResult> SignOutAsync([FromForm] string? _, SignInManager<ConsoleUser> signIn)
    {
        await signIn.SignOutAsync();
        return Results.LocalRedirect("/account/sign-in");
    }

    private static IResult SetLanguage(string language, HttpContext context)
    {
        if (Languages.Contains(language))
        {
            context.Response.Cookies.Append(
                CookieRequestCultureProvider.DefaultCookieName, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(language)),
                new CookieOptions { SameSite = SameSiteMode.Lax, HttpOnly = true, MaxAge = TimeSpan.FromDays(365) });
        }

        return Results.LocalRedirect("/");
    }

    private static Task<IResult> AddAliasAsync(
        Guid id, [FromForm] string address, [FromForm] Guid order, GetMailbox mailboxes, SubmitOrder submit, ConsoleActor console, CancellationToken cancellationToken) =>
        OrderAsync(id, order, mailboxes, submit, console, target => new AliasItemRequest(OrderAction.Provide, address.Trim(), [target], AliasKind.Alias), cancellationToken);

    private static Task<IResult> RemoveAliasAsync(
        Guid id, [FromForm] string address, [FromForm] Guid order, GetMailbox mailboxes, SubmitOrder submit, ConsoleActor console, CancellationToken cancellationToken) =>
        OrderAsync(id, order, mailboxes, submit, console, _ => new AliasItemRequest(OrderAction.Terminate, address), cancellationToken);

    // The order's number was made with the form: the second click on the same button is the same order.
    private static async Task<IResult> OrderAsync(
        Guid id, Guid order, GetMailbox mailboxes, SubmitOrder submit, ConsoleActor console, Func<string, OrderItemRequest> item, CancellationToken cancellationToken)
    {
        try
        {
            var actor = await console.GetAsync();
            var mailbox = await mailboxes.ExecuteAsync(id, actor, cancellationToken);
            await submit.ExecuteAsync(new OrderRequest("console", order.ToString("D", CultureInfo.InvariantCulture), [item(mailbox.Address)]), actor, cancellationToken);
            return Results.LocalRedirect($"/mailboxes/{id}");
        }
        catch (DomainException e)
        {
            return Results.LocalRedirect($"/mailboxes/{id}?error={Uri.EscapeDataString(ErrorTexts.CodeOf(e.Error))}");
        }
    }
}

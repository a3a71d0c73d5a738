using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Oss.Domain.Access;
using Oss.Web.Changes;
using Oss.Web.Errors;
using Oss.Web.Pages.Account;
using Oss.Web.Pages.ApiClients;
using Oss.Web.Pages.Domains;
using Oss.Web.Pages.Mailboxes;
using Oss.Web.Pages.Orders;
using Oss.Web.Pages.Products;
using Oss.Web.Pages.Quarantine;
using Oss.Web.Pages.Queue;
using Oss.Web.Pages.Rules;
using Oss.Web.Pages.Self;
using Oss.Web.Pages.Tenants;
using Oss.Web.Pages.Users;
using Oss.Web.Sessions;
using Oss.Web.Shared;

namespace Oss.Web;

/// <summary>The console: what it needs, and where it is.</summary>
public static class SupportConsole
{
    /// <summary>Those who may change mailboxes and addresses.</summary>
    internal const string Changers = $"{nameof(Role.Operator)},{nameof(Role.Support)},{nameof(Role.TenantAdmin)}";

    /// <summary>Those who run the platform.</summary>
    internal const string Operators = nameof(Role.Operator);

    /// <summary>Those who look at what is everybody's: nobody of a tenant is among them, whatever the role, which the use cases see to.</summary>
    internal const string PlatformReaders = $"{nameof(Role.Operator)},{nameof(Role.Support)},{nameof(Role.Auditor)}";

    /// <summary>Those who look after API clients.</summary>
    internal const string ClientManagers = $"{nameof(Role.Operator)},{nameof(Role.TenantAdmin)}";

    /// <summary>Registers the console's pages and the sign-in of people.</summary>
    public static IServiceCollection AddSupportConsole(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddLocalization();
        services.AddHttpContextAccessor();
        services.AddCascadingAuthenticationState();
        services.AddOptions<ConsoleOptions>().BindConfiguration("Oss:Console");
        services.AddScoped<ConsoleActor>().AddScoped<GivenReason>().AddScoped<ErrorTexts>().AddScoped<Pages.Trace.TraceSentence>().AddScoped<Notices>().AddScoped<Change>();
        services.AddAuthentication(ConsoleSession.Scheme).AddCookie(ConsoleSession.Scheme, ConsoleSession.Configure).AddCookie(MailUserSession.Scheme, MailUserSession.Configure);
        services.AddAuthorization(options => options.AddPolicy(MailUserSession.Scheme, policy => policy.AddAuthenticationSchemes(MailUserSession.Scheme).RequireAuthenticatedUser()));
        return services;
    }

    /// <summary>Maps the console at the root.</summary>
    public static void MapSupportConsole(this WebApplication app)
    {
        app.UseRequestLocalization(localization => localization
            .SetDefaultCulture(Languages.Default).AddSupportedCultures(Languages.All).AddSupportedUICultures(Languages.All));
        app.Use(SecureAsync);
        app.UseMiddleware<ErrorPages>();
        app.UseAuthentication();
        app.UseAuthorization();
        app.Use(PasswordGate.InvokeAsync);
        app.Use(ReasonGate.InvokeAsync);
        app.UseAntiforgery();
        app.MapStaticAssets();
        // Every page asks for a sign-in unless it says otherwise.
        app.MapRazorComponents<App>().WithMetadata(ConsoleEndpoint.Mark).RequireAuthorization();
        app.MapAccount();
        app.MapMailboxChanges();
        app.MapDomainChanges();
        app.MapTenantChanges();
        app.MapOrderChanges();
        app.MapProductChanges();
        app.MapQueueChanges();
        app.MapQuarantineChanges();
        app.MapUserChanges();
        app.MapApiClientChanges();
        app.MapRuleChanges();
        app.MapSelf();
    }

    private static async Task SecureAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; form-action 'self'; base-uri 'self'; object-src 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        await next(context);
    }
}

using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Localization;
using Oss.Domain.Access;
using Oss.Web.Changes;
using Oss.Web.Sessions;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Account;

/// <summary>Signing in and out, the own password, the language.</summary>
internal static class AccountEndpoints
{
    private const string SignInPage = "/account/sign-in";

    public static void MapAccount(this IEndpointRouteBuilder routes)
    {
        // Before the page of the same address, which answers to GET.
        routes.MapChange(SignInPage, SignInAsync).AllowAnonymous().WithOrder(-1);
        routes.MapChange("/account/sign-out", SignOutAsync).RequireAuthorization().WithMetadata(new OpenToGeneratedPasswordAttribute());
        routes.MapChange(PasswordGate.Page, ChangePasswordAsync).RequireAuthorization().WithMetadata(new OpenToGeneratedPasswordAttribute()).WithOrder(-1);
        routes.MapChange(ReasonGate.Page, GiveReason).RequireAuthorization().WithOrder(-1);
        routes.MapGet("/account/language/{language}", SetLanguage).AllowAnonymous().WithMetadata(ConsoleEndpoint.Mark, new OpenToGeneratedPasswordAttribute()).ExcludeFromDescription();
    }

    private static async Task<IResult> SignInAsync(
        HttpContext context, [FromForm] string? userName, [FromForm] string? password, [FromForm] string? returnUrl,
        SignInConsoleUser signIn, Notices notices, IStringLocalizer<Texts> texts)
    {
        if (await signIn.ExecuteAsync(userName ?? "", password ?? "", context.RequestAborted) is { } user)
        {
            await ConsoleSession.BeginAsync(context, user);
            return Results.Redirect(LocalUrl.OrStart(returnUrl));
        }

        // One sentence for all that can be wrong: which names exist is nobody's business.
        notices.Leave(SignInPage, new Notice("sign-in", true, texts["SignInRefused"], new Dictionary<string, string> { ["userName"] = userName ?? "" }, null));
        return Results.Redirect($"{SignInPage}?returnUrl={Uri.EscapeDataString(LocalUrl.OrStart(returnUrl))}");
    }

    private static async Task<IResult> SignOutAsync(HttpContext context)
    {
        await context.SignOutAsync(ConsoleSession.Scheme);
        return Results.Redirect(SignInPage);
    }

    private static Task<IResult> ChangePasswordAsync(
        HttpContext context, [FromForm] string? currentPassword, [FromForm] string? newPassword, [FromForm] string? repeated, ChangeOwnPassword change, Change run, IStringLocalizer<Texts> texts, Notices notices)
    {
        if (newPassword != repeated)
        {
            notices.Leave(PasswordGate.Page, new Notice("password", true, texts["PasswordsDiffer"], new Dictionary<string, string>(), null));
            return Task.FromResult(Results.Redirect(PasswordGate.Page));
        }

        return run.RunAsync(PasswordGate.Page, "password", new Dictionary<string, string?>(), async () =>
        {
            var user = await change.ExecuteAsync(context.User.Identity!.Name!, currentPassword ?? "", newPassword ?? "", context.RequestAborted);
            await ConsoleSession.BeginAsync(context, user);
            return new Done("PasswordChanged");
        });
    }

    private static IResult GiveReason([FromForm] string? reason, [FromForm] string? returnUrl, GivenReason given)
    {
        given.Set(reason);
        return Results.Redirect(LocalUrl.OrStart(returnUrl));
    }

    private static IResult SetLanguage(string language, string? returnUrl, HttpContext context)
    {
        if (Languages.All.Contains(language))
        {
            context.Response.Cookies.Append(
                CookieRequestCultureProvider.DefaultCookieName, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(language)),
                new CookieOptions { SameSite = SameSiteMode.Lax, HttpOnly = true, MaxAge = TimeSpan.FromDays(365) });
        }

        return Results.Redirect(LocalUrl.OrStart(returnUrl));
    }
}

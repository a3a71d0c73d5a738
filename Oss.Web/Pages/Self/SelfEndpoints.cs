using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Localization;
using Oss.Domain.Access;
using Oss.Domain.Mailboxes.Archives;
using Oss.Domain.Orders;
using Oss.Web.Changes;
using Oss.Web.Sessions;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Self;

/// <summary>Signing in to the own mailbox's settings, and the own password.</summary>
internal static class SelfEndpoints
{
    private const string PasswordForm = "own-password";
    private const string System = "self-service";

    public static void MapSelf(this IEndpointRouteBuilder routes)
    {
        // Before the page of the same address, which answers to GET.
        routes.MapChange(MailUserSession.SignInPage, SignInAsync).AllowAnonymous().WithOrder(-1);
        routes.MapChange("/self/sign-out", SignOutAsync).RequireAuthorization(MailUserSession.Required);
        routes.MapChange("/self/password", ChangePasswordAsync).RequireAuthorization(MailUserSession.Required);
        routes.MapChange("/self/export", ExportAsync).RequireAuthorization(MailUserSession.Required);
        routes.MapGet("/self/exports/{id:guid}/file", FetchAsync).WithMetadata(ConsoleEndpoint.Mark).RequireAuthorization(MailUserSession.Required).ExcludeFromDescription();
    }

    private static async Task<IResult> SignInAsync(HttpContext context, [FromForm] string? address, [FromForm] string? password, SignInMailUser signIn, Notices notices, IStringLocalizer<Texts> texts)
    {
        var from = context.Connection.RemoteIpAddress?.ToString() ?? "";
        if (await signIn.ExecuteAsync((address ?? "").Trim(), password ?? "", from, context.RequestAborted) is { } user)
        {
            await MailUserSession.BeginAsync(context, user);
            return Results.Redirect(MailUserSession.Page);
        }

        // One sentence for all that can be wrong: which mailboxes exist is nobody's business.
        notices.Leave(MailUserSession.SignInPage, new Notice("sign-in", true, texts["SelfRefused"], new Dictionary<string, string> { ["address"] = address ?? "" }, null));
        return Results.Redirect(MailUserSession.SignInPage);
    }

    private static async Task<IResult> SignOutAsync(HttpContext context)
    {
        await context.SignOutAsync(MailUserSession.Scheme);
        return Results.Redirect(MailUserSession.SignInPage);
    }

    private static Task<IResult> ExportAsync(HttpContext context, [FromForm] Guid order, SubmitOrder submit, Change run) => run.RunAsync(MailUserSession.Page, "export", new Dictionary<string, string?>(), async () =>
    {
        var user = MailUserSession.User(context);
        var result = await submit.ExecuteAsync(new OrderRequest(System, order.ToString("D"), [new MailboxItemRequest(OrderAction.Export, user.Address)]), user.ToActor(), context.RequestAborted);
        return new Done(result.Order.State == OrderState.Completed ? "ExportReady" : "OrderAccepted");
    });

    private static async Task<IResult> FetchAsync(HttpContext context, Guid id, GetArchives archives)
    {
        var (name, content) = await archives.OpenAsync(id, MailUserSession.User(context).ToActor(), context.RequestAborted);
        return Results.Stream(content, "application/x-tar", name, enableRangeProcessing: true);
    }

    private static Task<IResult> ChangePasswordAsync(
        HttpContext context, [FromForm] string? currentPassword, [FromForm] string? newPassword, [FromForm] string? repeated, [FromForm] Guid order, ChangeMailUserPassword change, Change run,
        IStringLocalizer<Texts> texts, Notices notices)
    {
        if (newPassword != repeated)
        {
            notices.Leave(MailUserSession.Page, new Notice(PasswordForm, true, texts["PasswordsDiffer"], new Dictionary<string, string>(), null));
            return Task.FromResult(Results.Redirect(MailUserSession.Page));
        }

        return run.RunAsync(MailUserSession.Page, PasswordForm, new Dictionary<string, string?>(), async () =>
        {
            var user = await change.ExecuteAsync(MailUserSession.User(context), currentPassword ?? "", newPassword ?? "", order.ToString("D"), context.RequestAborted);
            await MailUserSession.BeginAsync(context, user);
            return new Done("MailboxPasswordChanged");
        });
    }
}

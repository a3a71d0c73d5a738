using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Oss.Domain.Access;
using Oss.Domain.MailQuarantine;
using Oss.Web.Changes;
using Oss.Web.Sessions;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Quarantine;

/// <summary>What becomes of mail that is held back: let go or deleted, by those who look after mailboxes and by the owner of one.</summary>
internal static class QuarantineChanges
{
    private const string Form = "quarantine";
    private static readonly Dictionary<string, string?> Nothing = [];

    public static void MapQuarantineChanges(this IEndpointRouteBuilder routes)
    {
        var changers = new AuthorizeAttribute { Roles = SupportConsole.Changers };
        routes.MapChange("/quarantine/release", (ChangeQuarantine quarantine, ConsoleActor console, Change change, [FromForm] Guid message) => ReleaseAsync(quarantine, change, "/quarantine", message, console.Get())).RequireAuthorization(changers);
        routes.MapChange("/quarantine/delete", (ChangeQuarantine quarantine, ConsoleActor console, Change change, [FromForm] Guid message) => DeleteAsync(quarantine, change, "/quarantine", message, console.Get())).RequireAuthorization(changers);
        routes.MapChange("/self/quarantine/release", (ChangeQuarantine quarantine, HttpContext context, Change change, [FromForm] Guid message) => ReleaseAsync(quarantine, change, MailUserSession.Page, message, MailUserSession.User(context).ToActor()))
            .RequireAuthorization(MailUserSession.Required);
        routes.MapChange("/self/quarantine/delete", (ChangeQuarantine quarantine, HttpContext context, Change change, [FromForm] Guid message) => DeleteAsync(quarantine, change, MailUserSession.Page, message, MailUserSession.User(context).ToActor()))
            .RequireAuthorization(MailUserSession.Required);
    }

    private static Task<IResult> ReleaseAsync(ChangeQuarantine quarantine, Change change, string page, Guid message, Actor actor) => change.RunAsync(page, Form, Nothing, async () =>
    {
        await quarantine.ReleaseAsync(message, actor, CancellationToken.None);
        return new Done("MailReleased");
    });

    private static Task<IResult> DeleteAsync(ChangeQuarantine quarantine, Change change, string page, Guid message, Actor actor) => change.RunAsync(page, Form, Nothing, async () =>
    {
        await quarantine.DeleteAsync(message, actor, CancellationToken.None);
        return new Done("MailDeleted");
    });
}

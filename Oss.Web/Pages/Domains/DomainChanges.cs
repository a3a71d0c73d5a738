using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Oss.Domain;
using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Orders;
using Oss.Web.Changes;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Domains;

/// <summary>What people do with a domain: have its DNS looked at, make and switch its keys.</summary>
internal static class DomainChanges
{
    private static readonly Dictionary<string, string?> Nothing = [];

    public static void MapDomainChanges(this IEndpointRouteBuilder routes)
    {
        var changers = new AuthorizeAttribute { Roles = SupportConsole.Changers };
        routes.MapChange("/domains/{name}/rename", RenameAsync).RequireAuthorization(new AuthorizeAttribute { Roles = SupportConsole.Operators });
        routes.MapChange("/domains/{name}/check", CheckAsync).RequireAuthorization(changers);
        routes.MapChange("/domains/{name}/dkim/create", CreateAsync).RequireAuthorization(changers);
        routes.MapChange("/domains/{name}/dkim/switch", SwitchAsync).RequireAuthorization(changers);
        routes.MapChange("/domains/{name}/dkim/remove", RemoveAsync).RequireAuthorization(changers);
    }

    private static Task<IResult> CheckAsync(string name, CheckDomain check, [AsParameters] Changing changing) => changing.RunAsync(name, "check", async () =>
    {
        await check.ExecuteAsync(name, changing.Console.Get(), changing.Cancellation);
        return new Done("DomainChecked");
    });

    private static async Task<IResult> RenameAsync(string name, [FromForm] string? newName, [FromForm] Guid order, SubmitOrder submit, GetDomainRecords domains, ConsoleActor console, Change change, CancellationToken cancellationToken)
    {
        var (found, wanted) = ((await domains.ExecuteAsync(name, console.Get(), cancellationToken)).Domain.Name, (newName ?? "").Trim());
        return await change.RunAsync($"/domains/{found}", "rename", new Dictionary<string, string?> { ["newName"] = wanted }, async () =>
        {
            var result = await submit.ExecuteAsync(
                new OrderRequest("console", order.ToString("D", CultureInfo.InvariantCulture), [new DomainItemRequest(OrderAction.Modify, found, NewName: wanted)]), console.Get(), cancellationToken);
            return result.Order switch
            {
                { State: OrderState.Completed } => new Done("DomainRenamed", wanted) { Page = $"/domains/{DomainName.TryParse(wanted)!.Value}" },
                { ErrorCode: { } code, ErrorText: { } text } ended when OrderTransitions.IsEnd(ended.State) => throw new DomainException(new DomainError.Conflict(code, text)),
                _ => new Done("OrderAccepted"),
            };
        });
    }

    private static Task<IResult> CreateAsync(string name, CreateDkimKeys create, [AsParameters] Changing changing) => changing.RunAsync(name, "dkim", async () =>
    {
        await create.ExecuteAsync(name, changing.Console.Get(), changing.Cancellation);
        return new Done("DkimCreated");
    });

    private static Task<IResult> SwitchAsync(string name, SwitchDkimKeys switching, [AsParameters] Changing changing) => changing.RunAsync(name, "dkim", async () =>
    {
        await switching.ExecuteAsync(name, changing.Console.Get(), changing.Cancellation);
        return new Done("DkimSwitched");
    });

    private static Task<IResult> RemoveAsync(string name, [FromForm] string? selector, RemoveDkimKey remove, [AsParameters] Changing changing) => changing.RunAsync(name, "dkim", async () =>
    {
        await remove.ExecuteAsync(name, selector ?? "", changing.Console.Get(), changing.Cancellation);
        return new Done("DkimRemoved", selector ?? "");
    });

    /// <summary>What every change here needs.</summary>
    internal sealed record Changing(GetDomainRecords Domains, ConsoleActor Console, Change Change, CancellationToken Cancellation)
    {
        // The page must be the reader's to see: what is not is told so before anything else is.
        public async Task<IResult> RunAsync(string name, string form, Func<Task<Done>> change)
        {
            var page = $"/domains/{(await Domains.ExecuteAsync(name, Console.Get(), Cancellation)).Domain.Name}";
            return await Change.RunAsync(page, form, Nothing, change);
        }
    }
}

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
using Oss.Domain.Relaying;
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
        routes.MapChange("/domains/{name}/relay", RelayAsync).RequireAuthorization(new AuthorizeAttribute { Roles = SupportConsole.Operators });
        routes.MapChange("/domains/{name}/relay/end", EndRelayAsync).RequireAuthorization(new AuthorizeAttribute { Roles = SupportConsole.Operators });
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

    private static Task<IResult> RelayAsync(string name, [FromForm] string? to, [FromForm] RelayRecipients? recipients, [FromForm] Guid order, [AsParameters] Ordering ordering) => ordering.RunAsync(
        name, order, "relay", new() { ["to"] = to }, domain => new RelayItemRequest(OrderAction.Provide, domain, (to ?? "").Trim(), recipients), new Done("RelaySet", (to ?? "").Trim()));

    private static Task<IResult> EndRelayAsync(string name, [FromForm] Guid order, [AsParameters] Ordering ordering) => ordering.RunAsync(
        name, order, "relay", [], domain => new RelayItemRequest(OrderAction.Terminate, domain), new Done("RelayEnded"));

    private static Task<IResult> RenameAsync(string name, [FromForm] string? newName, [FromForm] Guid order, [AsParameters] Ordering ordering)
    {
        var wanted = (newName ?? "").Trim();
        return ordering.RunAsync(
            name, order, "rename", new() { ["newName"] = wanted }, domain => new DomainItemRequest(OrderAction.Modify, domain, NewName: wanted),
            new Done("DomainRenamed", wanted) { Page = $"/domains/{DomainName.TryParse(wanted)?.Value}" });
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

    /// <summary>What a change by an order needs.</summary>
    internal sealed record Ordering(GetDomain Domains, SubmitOrder Submit, ConsoleActor Console, Change Change, CancellationToken Cancellation)
    {
        public async Task<IResult> RunAsync(string name, Guid order, string form, Dictionary<string, string?> typed, Func<string, OrderItemRequest> item, Done done)
        {
            var found = (await Domains.ExecuteAsync(name, Console.Get(), Cancellation)).Name;
            return await Change.RunAsync($"/domains/{found}", form, typed, async () =>
            {
                var result = await Submit.ExecuteAsync(new OrderRequest("console", order.ToString("D", CultureInfo.InvariantCulture), [item(found)]), Console.Get(), Cancellation);
                return result.Order switch
                {
                    { State: OrderState.Completed } => done,
                    { ErrorCode: { } code, ErrorText: { } text } ended when OrderTransitions.IsEnd(ended.State) => throw new DomainException(new DomainError.Conflict(code, text)),
                    _ => new Done("OrderAccepted"),
                };
            });
        }
    }
}

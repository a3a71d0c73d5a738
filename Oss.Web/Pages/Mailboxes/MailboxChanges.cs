using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Oss.Domain;
using Oss.Domain.Addresses;
using Oss.Domain.Mailboxes;
using Oss.Domain.Mailboxes.Archives;
using Oss.Domain.Orders;
using Oss.Domain.Quotas;
using Oss.Web.Changes;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Mailboxes;

/// <summary>What support changes at a mailbox, each as an order like a CRM's. The order's number was made with the form: the second click on the same button
/// is the same order.</summary>
internal static class MailboxChanges
{
    private const string System = "console";

    public static void MapMailboxChanges(this IEndpointRouteBuilder routes)
    {
        var changers = new AuthorizeAttribute { Roles = SupportConsole.Changers };
        routes.MapChange("/mailboxes/{id:guid}/aliases/add", AddAliasAsync).RequireAuthorization(changers);
        routes.MapChange("/mailboxes/{id:guid}/aliases/remove", RemoveAliasAsync).RequireAuthorization(changers);
        routes.MapChange("/mailboxes/{id:guid}/sending-rights/add", AddSendingRightAsync).RequireAuthorization(changers);
        routes.MapChange("/mailboxes/{id:guid}/sending-rights/remove", RemoveSendingRightAsync).RequireAuthorization(changers);
        routes.MapChange("/mailboxes/{id:guid}/relay", RelayAsync).RequireAuthorization(new AuthorizeAttribute { Roles = SupportConsole.Operators });
        routes.MapChange("/mailboxes/{id:guid}/relay/end", EndRelayAsync).RequireAuthorization(new AuthorizeAttribute { Roles = SupportConsole.Operators });
        routes.MapChange("/mailboxes/{id:guid}/name", ChangeNameAsync).RequireAuthorization(changers);
        routes.MapChange("/mailboxes/{id:guid}/quota", ChangeQuotaAsync).RequireAuthorization(changers);
        routes.MapChange("/mailboxes/{id:guid}/suspension", SuspendAsync).RequireAuthorization(changers);
        routes.MapChange("/mailboxes/{id:guid}/password", SetPasswordAsync).RequireAuthorization(changers);
        routes.MapChange("/mailboxes/{id:guid}/export", ExportAsync).RequireAuthorization(new AuthorizeAttribute { Roles = SupportConsole.ClientManagers });
        routes.MapGet("/exports/{id:guid}/file", FetchAsync).WithMetadata(ConsoleEndpoint.Mark).RequireAuthorization(new AuthorizeAttribute { Roles = SupportConsole.ClientManagers }).ExcludeFromDescription();
        routes.MapChange("/mailboxes/{id:guid}/end", EndAsync).RequireAuthorization(changers);
        routes.MapChange("/mailboxes/{id:guid}/restore", RestoreAsync).RequireAuthorization(changers);
        routes.MapChange("/mailboxes/{id:guid}/purge", PurgeAsync).RequireAuthorization(new AuthorizeAttribute { Roles = SupportConsole.Operators });
    }

    private static Task<IResult> AddAliasAsync(Guid id, [FromForm] string? address, [FromForm] Guid order, [AsParameters] Ordering ordering) => ordering.RunAsync(
        id, order, "alias", new() { ["address"] = address },
        mailbox => new AliasItemRequest(OrderAction.Provide, (address ?? "").Trim(), [mailbox], AliasKind.Alias), _ => new Done("AliasAdded", (address ?? "").Trim()));

    private static Task<IResult> RemoveAliasAsync(Guid id, [FromForm] string? alias, [FromForm] Guid order, [AsParameters] Ordering ordering) => ordering.RunAsync(
        id, order, "alias-gone", [], _ => new AliasItemRequest(OrderAction.Terminate, alias ?? ""), _ => new Done("AliasRemoved", alias ?? ""));

    private static Task<IResult> AddSendingRightAsync(Guid id, [FromForm] string? address, [FromForm] Guid order, [AsParameters] Ordering ordering) => ordering.RunAsync(
        id, order, "right", new() { ["address"] = address },
        mailbox => new SendingRightItemRequest(OrderAction.Provide, (address ?? "").Trim(), mailbox), _ => new Done("SendingRightAdded", (address ?? "").Trim()));

    private static Task<IResult> RemoveSendingRightAsync(Guid id, [FromForm] string? address, [FromForm] Guid order, [AsParameters] Ordering ordering) => ordering.RunAsync(
        id, order, "right-gone", [], mailbox => new SendingRightItemRequest(OrderAction.Terminate, address ?? "", mailbox), _ => new Done("SendingRightRemoved", address ?? ""));

    private static Task<IResult> RelayAsync(
        Guid id, [FromForm] string? to, [FromForm] string? knownAs, [FromForm] bool? evenIfInUse, [FromForm] Guid order, [AsParameters] Ordering ordering) => ordering.RunAsync(
        id, order, "relay", new() { ["to"] = to, ["knownAs"] = knownAs },
        mailbox => new RelayItemRequest(OrderAction.Provide, mailbox, (to ?? "").Trim(), As: string.IsNullOrWhiteSpace(knownAs) ? null : knownAs.Trim(), EvenIfInUse: evenIfInUse ?? false),
        _ => new Done("RelaySet", (to ?? "").Trim()));

    private static Task<IResult> EndRelayAsync(Guid id, [FromForm] Guid order, [AsParameters] Ordering ordering) => ordering.RunAsync(
        id, order, "relay", [], mailbox => new RelayItemRequest(OrderAction.Terminate, mailbox), _ => new Done("RelayEnded"));

    private static Task<IResult> ChangeNameAsync(Guid id, [FromForm] string? name, [FromForm] Guid order, [AsParameters] Ordering ordering) => ordering.RunAsync(
        id, order, "name", new() { ["name"] = name }, mailbox => new MailboxItemRequest(OrderAction.Modify, mailbox, DisplayName: (name ?? "").Trim()), _ => new Done("NameChanged", (name ?? "").Trim()));

    private static Task<IResult> ChangeQuotaAsync(Guid id, [FromForm] string? quota, [FromForm] string? unit, [FromForm] Guid order, [AsParameters] Ordering ordering) => ordering.RunAsync(
        id, order, "quota", new() { ["quota"] = quota, ["unit"] = unit }, mailbox => new MailboxItemRequest(OrderAction.Modify, mailbox, Quota: Amount(quota, unit)), _ => new Done("QuotaChanged"));

    private static Task<IResult> SetPasswordAsync(Guid id, [FromForm] string? password, [FromForm] Guid order, [AsParameters] Ordering ordering) => ordering.RunAsync(
        id, order, "password", [], mailbox => new MailboxItemRequest(OrderAction.Modify, mailbox, Password: new PasswordChange(password ?? "", IsHash: false)),
        mailbox => new Done("PasswordSet", mailbox) { Secret = password });

    // All three axes as the form has them; with none suspended it is a resumption, and is called so in the order.
    private static Task<IResult> SuspendAsync(
        Guid id, [FromForm] bool? login, [FromForm] bool? send, [FromForm] ReceivePolicy? receive, [FromForm] Guid order, [AsParameters] Ordering ordering)
    {
        var change = new SuspensionChange(login ?? false, send ?? false, receive ?? ReceivePolicy.Accept);
        var all = change is { Login: false, Send: false, Receive: ReceivePolicy.Accept };
        return ordering.RunAsync(
            id, order, "suspension", [],
            mailbox => all ? new MailboxItemRequest(OrderAction.Resume, mailbox) : new MailboxItemRequest(OrderAction.Suspend, mailbox, Suspension: change),
            _ => new Done(all ? "Resumed" : "Suspended"));
    }

    private static Task<IResult> ExportAsync(Guid id, [FromForm] Guid order, [AsParameters] Ordering ordering) =>
        ordering.RunAsync(id, order, "export", [], mailbox => new MailboxItemRequest(OrderAction.Export, mailbox), _ => new Done("ExportReady"));

    private static async Task<IResult> FetchAsync(Guid id, GetArchives archives, ConsoleActor console, CancellationToken cancellation)
    {
        var (name, content) = await archives.OpenAsync(id, console.Get(), cancellation);
        return Results.Stream(content, "application/x-tar", name, enableRangeProcessing: true);
    }

    private static Task<IResult> EndAsync(Guid id, [FromForm] string? confirm, [FromForm] Guid order, [AsParameters] Ordering ordering) => ordering.RunAsync(
        id, order, "end", [], mailbox => Confirmed(confirm, mailbox, new MailboxItemRequest(OrderAction.Terminate, mailbox)), mailbox => new Done("MailboxEnds", mailbox));

    private static Task<IResult> RestoreAsync(Guid id, [FromForm] Guid order, [AsParameters] Ordering ordering) => ordering.RunAsync(
        id, order, "restore", [], mailbox => new MailboxItemRequest(OrderAction.Restore, mailbox, MailboxId: id), mailbox => new Done("MailboxRestored", mailbox));

    private static Task<IResult> PurgeAsync(Guid id, [FromForm] string? confirm, [FromForm] bool? erase, [FromForm] Guid order, [AsParameters] Ordering ordering) => ordering.RunAsync(
        id, order, "purge", [], mailbox => Confirmed(confirm, mailbox, new MailboxItemRequest(OrderAction.Purge, mailbox, MailboxId: id, Erase: erase is true ? true : null)),
        mailbox => new Done("MailboxPurged", mailbox));

    // Whoever ends or deletes types the address: the wrong tab is the usual mistake.
    private static MailboxItemRequest Confirmed(string? typed, string mailbox, MailboxItemRequest request) => EmailAddress.TryParse(typed?.Trim())?.Value == mailbox ? request
        : throw new DomainException(new DomainError.Validation([new Finding("confirm", ErrorCodes.NotConfirmed, $"What was typed is not {mailbox}.")]));

    // A comma is a German decimal point, and nobody writes thousands of gigabytes with separators.
    private static Quota Amount(string? amount, string? unit)
    {
        if (unit == "unlimited")
            return Quota.Unlimited;

        var size = unit switch { "MB" => Octets.MiB, "GB" => Octets.GiB, _ => 0 };
        return size > 0 && decimal.TryParse((amount ?? "").Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= long.MaxValue / size
            ? Quota.OfBytes((long)(number * size))
            : throw new DomainException(new DomainError.Validation([new Finding("quota", ErrorCodes.InvalidQuota, "This is not an amount of storage like 2 GB.")]));
    }

    /// <summary>What every change here needs.</summary>
    internal sealed record Ordering(GetMailbox Mailboxes, SubmitOrder Submit, ConsoleActor Console, Change Change, CancellationToken Cancellation)
    {
        public async Task<IResult> RunAsync(
            Guid id, Guid order, string form, Dictionary<string, string?> typed, Func<string, OrderItemRequest> item, Func<string, Done> done)
        {
            var actor = Console.Get();
            var mailbox = (await Mailboxes.ExecuteAsync(id, actor, Cancellation)).Address;
            return await Change.RunAsync($"/mailboxes/{id}", form, typed, async () =>
            {
                var request = new OrderRequest(System, order.ToString("D", CultureInfo.InvariantCulture), [item(mailbox)]);
                var result = await Submit.ExecuteAsync(request, actor, Cancellation);
                return result.Order switch
                {
                    { State: OrderState.Completed } => done(mailbox),
                    { ErrorCode: { } code, ErrorText: { } text } ended when OrderTransitions.IsEnd(ended.State) => throw new DomainException(new DomainError.Conflict(code, text)),
                    _ => new Done("OrderAccepted"),
                };
            });
        }
    }
}

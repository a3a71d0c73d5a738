using Oss.Api.Errors;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Orders;

namespace Oss.Api.Rest.Resources;

/// <summary>Addresses of every kind: primary addresses, aliases, forwards, catch-alls.</summary>
internal static class AddressesResource
{
    public static void MapAddresses(this RouteGroupBuilder api)
    {
        api.Get("/addresses", "ListAddresses", ApiScopes.ReadMailboxes, "Lists addresses of every kind, in their order.", ListAsync).Lists<AddressView>();
        api.Post("/addresses", "ProvideAddress", ApiScopes.WriteMailboxes, "Makes an alias, a forward or a catch-all.", ProvideAsync).Takes<AddressNew>().Changes().Returns<ChangeBody>(StatusCodes.Status201Created);
        api.Get("/addresses/{address}", "GetAddress", ApiScopes.ReadMailboxes, "Shows what an address is and where it leads.", GetAsync).Returns<AddressView>();
        api.Patch("/addresses/{address}", "ChangeForwardTargets", ApiScopes.WriteMailboxes, "Adds targets to a forward and takes targets from it.", ModifyAsync).Takes<AddressChanges>().Changes();
        api.Delete("/addresses/{address}", "RemoveAddress", ApiScopes.WriteMailboxes, "Ends an alias, a forward or a catch-all.", TerminateAsync).Changes();
        api.Get("/addresses/{address}/availability", "CheckAddress", ApiScopes.ReadMailboxes, "Says whether an address can be ordered, why not, and what is free instead.", CheckAsync).Returns<AvailabilityShown>();
    }

    private static async Task<Reply> ListAsync(RestCall call, GetAddress addresses, [AsParameters] AddressFilter filter)
    {
        return Reply.List(call, await addresses.ListAsync(filter, call.Cut, call.Actor, call.Aborted));
    }

    private static async Task<Reply> GetAsync(RestCall call, string address, GetAddress addresses) =>
        Reply.Show(await addresses.ExecuteAsync(address, call.Actor, call.Aborted));

    private static async Task<Reply> ProvideAsync(RestCall call, RestChange change)
    {
        var body = await call.ReadAsync<AddressNew>();
        return await change.ExecuteAsync(call, new AliasItemRequest(OrderAction.Provide, body.Address, body.Targets, body.Kind), location: $"/addresses/{Uri.EscapeDataString(body.Address)}");
    }

    private static async Task<Reply> ModifyAsync(RestCall call, string address, GetAddress addresses, RestChange change)
    {
        var (found, body) = (await addresses.ExecuteAsync(address, call.Actor, call.Aborted), await call.ReadAsync<AddressChanges>());
        call.Match(found, null);
        return await change.ExecuteAsync(call, new AliasItemRequest(OrderAction.Modify, found.Value, Kind: AliasKind.Forward, AddTargets: body.AddTargets, RemoveTargets: body.RemoveTargets));
    }

    private static async Task<Reply> TerminateAsync(RestCall call, string address, GetAddress addresses, RestChange change)
    {
        var found = await addresses.ExecuteAsync(address, call.Actor, call.Aborted);
        call.Match(found, null);
        return await change.ExecuteAsync(call, new AliasItemRequest(OrderAction.Terminate, found.Value));
    }

    private static async Task<Reply> CheckAsync(RestCall call, string address, CheckAddress availability, string? displayName = null)
    {
        var answer = await availability.ExecuteAsync(address, displayName, call.Actor, call.Aborted);
        return Reply.Show(new AvailabilityShown(
            answer.Address, answer.Available, answer.Code, answer is { Code: { } code, Reason: { } reason } ? ErrorTexts.Of(code, reason, call.Language) : null, answer.Suggestions));
    }
}

/// <summary>An address to be made.</summary>
/// <param name="Address">The address, or @example.org for a catch-all.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Targets">The mailbox of an alias or a catch-all, the addresses of a forward; none of an address that another server knows.</param>
internal sealed record AddressNew(string Address, AliasKind Kind, IReadOnlyList<string>? Targets = null);

/// <summary>Changes of a forward's targets.</summary>
/// <param name="AddTargets">Addresses that it leads to as well from now on.</param>
/// <param name="RemoveTargets">Addresses that it leads to no more.</param>
internal sealed record AddressChanges(IReadOnlyList<string>? AddTargets = null, IReadOnlyList<string>? RemoveTargets = null);

/// <summary>Whether an address is free.</summary>
/// <param name="Address">The address, normalised where it is one.</param>
/// <param name="Available">True when an order for it would not fail on its name.</param>
/// <param name="ReasonCode">Why not, for programs.</param>
/// <param name="Reason">Why not, for people.</param>
/// <param name="Suggestions">Addresses like it that are free, the likeliest first.</param>
internal sealed record AvailabilityShown(string Address, bool Available, string? ReasonCode, string? Reason, IReadOnlyList<string> Suggestions);

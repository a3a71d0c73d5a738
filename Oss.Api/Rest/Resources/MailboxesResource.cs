using System.ComponentModel.DataAnnotations;
using Oss.Api.Errors;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;
using Oss.Domain.Quotas;

namespace Oss.Api.Rest.Resources;

/// <summary>Mailboxes. One is named by its id or by any of its addresses; one that has ended by its id, or by the address it had.</summary>
internal static class MailboxesResource
{
    public static void MapMailboxes(this RouteGroupBuilder api)
    {
        api.Get("/mailboxes", "SearchMailboxes", ApiScopes.ReadMailboxes, "Lists mailboxes by primary address; those found by a text, by what they are found.", ListAsync).Lists<MailboxRow>();
        api.Post("/mailboxes", "ProvideMailbox", ApiScopes.WriteMailboxes, "Makes a mailbox.", ProvideAsync).Takes<MailboxNew>().Changes().Returns<ChangeBody>(StatusCodes.Status201Created);
        api.Get("/mailboxes/{mailbox}", "GetMailbox", ApiScopes.ReadMailboxes, "Shows a mailbox.", GetAsync).Returns<MailboxShown>();
        api.Patch("/mailboxes/{mailbox}", "ModifyMailbox", ApiScopes.WriteMailboxes, "Changes name, storage limit or password of a mailbox.", ModifyAsync).Takes<MailboxChanges>().Changes();
        api.Delete("/mailboxes/{mailbox}", "TerminateMailbox", ApiScopes.WriteMailboxes, "Ends a mailbox with its aliases; its mail is kept aside for a time.", TerminateAsync).Changes();
        api.Post("/mailboxes/{mailbox}:rename", "RenameMailbox", ApiScopes.WriteMailboxes, "Gives a mailbox another primary address; the former one becomes an alias.", RenameAsync)
            .Takes<RenameBody>().Changes().Guarded();
        api.Post("/mailboxes/{mailbox}:restore", "RestoreMailbox", ApiScopes.WriteMailboxes, "Brings an ended mailbox back with its mail and its addresses.", RestoreAsync).Changes();
        api.Post("/mailboxes/{mailbox}:purge", "PurgeMailbox", ApiScopes.WriteMailboxes, "Deletes an ended mailbox's mail for good, and what is personal in the records about it when that is wanted.", PurgeAsync).Takes<PurgeBody>(optional: true).Changes();
    }

    /// <summary>A mailbox by what a path calls it.</summary>
    public static async Task<MailboxDetails> FindAsync(RestCall call, string mailbox, GetMailbox mailboxes, GetAddress addresses)
    {
        var id = Guid.TryParse(mailbox, out var given) ? given : await addresses.MailboxAsync(mailbox, call.Actor, call.Aborted);
        return await mailboxes.ExecuteAsync(id, call.Actor, call.Aborted);
    }

    private static async Task<Reply> ListAsync(
        RestCall call, SearchMailboxes mailboxes, string search = "", string? tenantNumber = null, string? contractNumber = null, MailboxState? state = null) =>
        Reply.List(call, await mailboxes.ExecuteAsync(new MailboxFilter(search, tenantNumber, contractNumber, state), call.Cut, call.Actor, call.Aborted));

    private static async Task<Reply> GetAsync(RestCall call, string mailbox, GetMailbox mailboxes, GetAddress addresses)
    {
        var found = await FindAsync(call, mailbox, mailboxes, addresses);
        return Reply.Show(MailboxShown.Of(found), found.Version);
    }

    private static async Task<Reply> ProvideAsync(RestCall call, RestChange change)
    {
        var body = await call.ReadAsync<MailboxNew>();
        Require(body.Password, body.Quota);
        return await change.ExecuteAsync(
            call, new MailboxItemRequest(OrderAction.Provide, body.Address, body.ContractNumber, body.Password.ToPassword(), body.DisplayName, body.Quota?.ToQuota()),
            location: $"/mailboxes/{Uri.EscapeDataString(EmailAddress.TryParse(body.Address)?.Value ?? body.Address)}");
    }

    private static async Task<Reply> ModifyAsync(RestCall call, string mailbox, GetMailbox mailboxes, GetAddress addresses, RestChange change)
    {
        var body = await call.ReadAsync<MailboxChanges>();
        Require(body.Password, body.Quota);
        return await ChangeAsync(call, mailbox, mailboxes, addresses, change, found => new MailboxItemRequest(
            OrderAction.Modify, found.Address, Password: body.Password?.ToPassword(), DisplayName: body.DisplayName, Quota: body.Quota?.ToQuota()));
    }

    private static Task<Reply> TerminateAsync(RestCall call, string mailbox, GetMailbox mailboxes, GetAddress addresses, RestChange change, int? graceDays = null) =>
        ChangeAsync(call, mailbox, mailboxes, addresses, change, found => new MailboxItemRequest(OrderAction.Terminate, found.Address, GraceDays: graceDays));

    private static async Task<Reply> RenameAsync(RestCall call, string mailbox, GetMailbox mailboxes, GetAddress addresses, RestChange change)
    {
        var body = await call.ReadAsync<RenameBody>();
        return await ChangeAsync(call, mailbox, mailboxes, addresses, change, found => new MailboxItemRequest(OrderAction.Modify, found.Address, NewAddress: body.NewAddress));
    }

    private static async Task<Reply> RestoreAsync(RestCall call, string mailbox, GetMailbox mailboxes, RestChange change) =>
        await change.ExecuteAsync(call, await EndedAsync(OrderAction.Restore, call, mailbox, mailboxes));

    private static async Task<Reply> PurgeAsync(RestCall call, string mailbox, GetMailbox mailboxes, RestChange change) =>
        await change.ExecuteAsync(call, await EndedAsync(OrderAction.Purge, call, mailbox, mailboxes) with { Erase = (await call.ReadOptionalAsync<PurgeBody>())?.Erase });

    // The address it had is free, or somebody else's by now; which ended mailbox is meant the order finds out.
    private static async Task<MailboxItemRequest> EndedAsync(OrderAction action, RestCall call, string mailbox, GetMailbox mailboxes) => Guid.TryParse(mailbox, out var id)
        ? new MailboxItemRequest(action, (await mailboxes.ExecuteAsync(id, call.Actor, call.Aborted)).Address, MailboxId: id)
        : new MailboxItemRequest(action, mailbox);

    private static async Task<Reply> ChangeAsync(
        RestCall call, string mailbox, GetMailbox mailboxes, GetAddress addresses, RestChange change, Func<MailboxDetails, MailboxItemRequest> item)
    {
        var found = await FindAsync(call, mailbox, mailboxes, addresses);
        return await change.ExecuteAsync(call, item(found) with { ExpectedVersion = call.Match(MailboxShown.Of(found), found.Version) });
    }

    private static void Require(PasswordBody? password, QuotaBody? quota)
    {
        Finding[] findings =
        [
            .. password is { IsChoice: false } ? [new Finding("password", CodesOfForm.Schema, PasswordBody.Rule)] : Array.Empty<Finding>(),
            .. quota is { IsChoice: false } ? [new Finding("quota", CodesOfForm.Schema, QuotaBody.Rule)] : Array.Empty<Finding>(),
        ];
        if (findings.Length > 0)
            throw new DomainException(new DomainError.Validation(findings));
    }
}

/// <summary>A mailbox to be made.</summary>
/// <param name="Address">Its primary address.</param>
/// <param name="ContractNumber">The contract that pays for it.</param>
/// <param name="Password">Its password.</param>
/// <param name="DisplayName">Name shown to people.</param>
/// <param name="Quota">Storage limit; absent for the product's.</param>
internal sealed record MailboxNew(string Address, string ContractNumber, PasswordBody Password, string? DisplayName = null, QuotaBody? Quota = null);

/// <summary>Changes of a mailbox; what is absent stays as it is.</summary>
/// <param name="DisplayName">Name shown to people.</param>
/// <param name="Quota">Storage limit.</param>
/// <param name="Password">A new password.</param>
internal sealed record MailboxChanges([property: MaxLength(Mailbox.DisplayNameLength)] string? DisplayName = null, QuotaBody? Quota = null, PasswordBody? Password = null);

/// <summary>Another primary address.</summary>
/// <param name="NewAddress">The address; the former one becomes an alias.</param>
internal sealed record RenameBody(string NewAddress);

/// <summary>A mailbox.</summary>
/// <param name="Id">The id the platform gave it; never used again.</param>
/// <param name="Address">Its primary address.</param>
/// <param name="DisplayName">Name shown to people.</param>
/// <param name="State">Where it stands.</param>
/// <param name="TenantNumber">The customer.</param>
/// <param name="TenantName">Name of the customer.</param>
/// <param name="ContractNumber">The contract that pays for it.</param>
/// <param name="Product">Product code.</param>
/// <param name="Quota">The storage limit.</param>
/// <param name="Suspension">What is suspended of it by itself.</param>
/// <param name="ContractSuspension">What is suspended of the whole contract, and with it of this mailbox.</param>
/// <param name="Addresses">All addresses that lead to it.</param>
/// <param name="CreatedAt">When it was ordered.</param>
/// <param name="SendsAs">Addresses of others that it may send by.</param>
/// <param name="Senders">Who else may send by its addresses.</param>
/// <param name="RelayTo">Where its mail goes on to; absent when it ends here.</param>
/// <param name="RelayAs">The address that the server there knows it by.</param>
internal sealed record MailboxShown(
    Guid Id, string Address, string? DisplayName, MailboxState State, string TenantNumber, string TenantName, string ContractNumber, string Product, Quota Quota,
    SuspensionBody Suspension, SuspensionBody ContractSuspension, IReadOnlyList<MailboxAddress> Addresses, DateTime CreatedAt, IReadOnlyList<string> SendsAs, IReadOnlyList<MailboxSender> Senders,
    string? RelayTo, string? RelayAs)
{
    public static MailboxShown Of(MailboxDetails mailbox) => new(
        mailbox.Id, mailbox.Address, mailbox.DisplayName, mailbox.State, mailbox.TenantNumber, mailbox.TenantName, mailbox.ContractNumber, mailbox.ProductCode, mailbox.Quota,
        SuspensionBody.Of(mailbox.Suspension), SuspensionBody.Of(mailbox.ContractSuspension), mailbox.Addresses, mailbox.CreatedAt, mailbox.SendsAs, mailbox.Senders,
        mailbox.RelayTo, mailbox.RelayAs);
}

/// <summary>How a mailbox is purged.</summary>
/// <param name="Erase">True to erase with the mail whatever is personal in the records about the mailbox.</param>
internal sealed record PurgeBody(bool? Erase = null);

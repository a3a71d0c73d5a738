using Oss.Api.Errors;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Mailboxes;
using Oss.Domain.MailPlatform;
using Oss.Domain.Orders;
using Oss.Domain.Quotas;

namespace Oss.Api.Rest.Resources;

/// <summary>What belongs to one mailbox and is looked at and changed by itself: aliases, password, storage limit, status.</summary>
internal static class MailboxSettingsResource
{
    private static readonly Dictionary<string, string> OfAlias = new(StringComparer.Ordinal) { ["targets[0]"] = "mailbox", ["targets"] = "mailbox" };

    public static void MapMailboxSettings(this RouteGroupBuilder api)
    {
        api.Get("/mailboxes/{mailbox}/aliases", "ListAliases", ApiScopes.ReadMailboxes, "Lists the aliases and catch-alls of a mailbox.", AliasesAsync).Lists<MailboxAddress>();
        api.Post("/mailboxes/{mailbox}/aliases", "AddAlias", ApiScopes.WriteMailboxes, "Gives a mailbox another address, or a domain's catch-all.", AddAliasAsync)
            .Takes<AliasNew>().Changes().Returns<ChangeBody>(StatusCodes.Status201Created);
        api.Get("/mailboxes/{mailbox}/aliases/{alias}", "GetAlias", ApiScopes.ReadMailboxes, "Shows an alias or a catch-all of a mailbox.", AliasAsync).Returns<MailboxAddress>();
        api.Delete("/mailboxes/{mailbox}/aliases/{alias}", "RemoveAlias", ApiScopes.WriteMailboxes, "Takes an alias or a catch-all from a mailbox.", RemoveAliasAsync).Changes();
        api.Get("/mailboxes/{mailbox}/sending-rights", "ListSendingRights", ApiScopes.ReadMailboxes, "Lists the addresses of others that a mailbox may send by.", SendingRightsAsync).Lists<SendingRightNew>();
        api.Post("/mailboxes/{mailbox}/sending-rights", "AddSendingRight", ApiScopes.WriteMailboxes, "Lets a mailbox send by an address of another.", AddSendingRightAsync)
            .Takes<SendingRightNew>().Changes();
        api.Delete("/mailboxes/{mailbox}/sending-rights/{address}", "RemoveSendingRight", ApiScopes.WriteMailboxes, "Takes the right to send by an address of another.", RemoveSendingRightAsync).Changes();
        api.Put("/mailboxes/{mailbox}/relay", "SetMailboxRelay", ApiScopes.WriteMailboxes, "Has the mail of a mailbox go on to the server that has the mailbox; the provider's alone.", SetRelayAsync)
            .Takes<MailboxRelayBody>().Changes();
        api.Delete("/mailboxes/{mailbox}/relay", "RemoveMailboxRelay", ApiScopes.WriteMailboxes, "Has the mail of a mailbox end here again.", RemoveRelayAsync).Changes();
        api.Put("/mailboxes/{mailbox}/password", "SetPassword", ApiScopes.WriteMailboxes, "Gives a mailbox a new password.", SetPasswordAsync).Takes<PasswordBody>().Changes();
        api.Get("/mailboxes/{mailbox}/quota", "GetQuota", ApiScopes.ReadMailboxes, "Shows the storage limit of a mailbox.", QuotaAsync).Returns<QuotaBody>();
        api.Put("/mailboxes/{mailbox}/quota", "SetQuota", ApiScopes.WriteMailboxes, "Gives a mailbox another storage limit.", SetQuotaAsync).Takes<QuotaBody>().Changes();
        api.Get("/mailboxes/{mailbox}/usage", "GetUsage", ApiScopes.ReadMailboxes, "Measures what a mailbox uses.", UsageAsync).Returns<UsageShown>();
        api.Get("/mailboxes/{mailbox}/status", "GetMailboxStatus", ApiScopes.ReadMailboxes, "Shows what is suspended of a mailbox by itself.", StatusAsync).Returns<SuspensionBody>();
        api.Put("/mailboxes/{mailbox}/status", "SetMailboxStatus", ApiScopes.WriteMailboxes, "Suspends and resumes login, sending and receiving, each by itself.", SetStatusAsync).Takes<SuspensionBody>().Changes();
    }

    /// <summary>A status to be set, which names every axis: what is absent would otherwise look as if it were resumed.</summary>
    public static SuspensionChange Whole(SuspensionBody wanted) => wanted is { Login: { } login, Send: { } send, Receive: { } receive }
        ? new SuspensionChange(login, send, receive)
        : throw new RestProblem(StatusCodes.Status400BadRequest, CodesOfForm.Schema, "The body is not JSON of the documented form.",
            new Finding("", CodesOfForm.Schema, "A status has login, send and receive."));

    private static async Task<Reply> AliasesAsync(RestCall call, string mailbox, GetMailbox mailboxes, GetAddress addresses)
    {
        var further = (await MailboxesResource.FindAsync(call, mailbox, mailboxes, addresses)).Addresses.Where(address => address.Kind != AddressKind.Mailbox)
            .OrderBy(address => address.Value, StringComparer.Ordinal).Where(address => call.After is not { } after || string.CompareOrdinal(address.Value, after) > 0).ToList();
        return Reply.List(call, [.. further.Take(call.Limit)], further.Count > call.Limit ? further[call.Limit - 1].Value : null);
    }

    private static async Task<Reply> SendingRightsAsync(RestCall call, string mailbox, GetMailbox mailboxes, GetAddress addresses)
    {
        var rights = (await MailboxesResource.FindAsync(call, mailbox, mailboxes, addresses)).SendsAs.Where(address => call.After is not { } after || string.CompareOrdinal(address, after) > 0).ToList();
        return Reply.List(call, [.. rights.Take(call.Limit).Select(address => new SendingRightNew(address))], rights.Count > call.Limit ? rights[call.Limit - 1] : null);
    }

    private static async Task<Reply> AddSendingRightAsync(RestCall call, string mailbox, GetMailbox mailboxes, GetAddress addresses, RestChange change)
    {
        var (found, body) = (await MailboxesResource.FindAsync(call, mailbox, mailboxes, addresses), await call.ReadAsync<SendingRightNew>());
        return await change.ExecuteAsync(call, new SendingRightItemRequest(OrderAction.Provide, body.Address, found.Address));
    }

    private static async Task<Reply> RemoveSendingRightAsync(RestCall call, string mailbox, string address, GetMailbox mailboxes, GetAddress addresses, RestChange change)
    {
        var found = await MailboxesResource.FindAsync(call, mailbox, mailboxes, addresses);
        call.Match(MailboxShown.Of(found), found.Version);
        return await change.ExecuteAsync(call, new SendingRightItemRequest(OrderAction.Terminate, address, found.Address));
    }

    private static async Task<Reply> AddAliasAsync(RestCall call, string mailbox, GetMailbox mailboxes, GetAddress addresses, RestChange change)
    {
        var (found, body) = (await MailboxesResource.FindAsync(call, mailbox, mailboxes, addresses), await call.ReadAsync<AliasNew>());
        call.Match(MailboxShown.Of(found), found.Version);
        return await change.ExecuteAsync(call, new AliasItemRequest(OrderAction.Provide, body.Address, [found.Address], KindOf(body.Address)), OfAlias,
            $"/addresses/{Uri.EscapeDataString(EmailAddress.TryParse(body.Address)?.Value ?? body.Address)}");
    }

    private static async Task<Reply> AliasAsync(RestCall call, string mailbox, string alias, GetMailbox mailboxes, GetAddress addresses)
    {
        var found = await MailboxesResource.FindAsync(call, mailbox, mailboxes, addresses);
        return Reply.Show(Alias(found, alias), found.Version);
    }

    private static async Task<Reply> RemoveAliasAsync(RestCall call, string mailbox, string alias, GetMailbox mailboxes, GetAddress addresses, RestChange change)
    {
        var found = await MailboxesResource.FindAsync(call, mailbox, mailboxes, addresses);
        var which = Alias(found, alias);
        call.Match(which, found.Version, MailboxShown.Of(found));
        return await change.ExecuteAsync(call, new AliasItemRequest(OrderAction.Terminate, which.Value, [found.Address], KindOf(which.Value)), OfAlias);
    }

    private static async Task<Reply> SetRelayAsync(RestCall call, string mailbox, GetMailbox mailboxes, GetAddress addresses, RestChange change)
    {
        var (found, body) = (await MailboxesResource.FindAsync(call, mailbox, mailboxes, addresses), await call.ReadAsync<MailboxRelayBody>());
        call.Match(MailboxShown.Of(found), found.Version);
        return await change.ExecuteAsync(call, new RelayItemRequest(OrderAction.Provide, found.Address, body.To, As: body.As, EvenIfInUse: body.EvenIfInUse ?? false));
    }

    private static async Task<Reply> RemoveRelayAsync(RestCall call, string mailbox, GetMailbox mailboxes, GetAddress addresses, RestChange change)
    {
        var found = await MailboxesResource.FindAsync(call, mailbox, mailboxes, addresses);
        call.Match(MailboxShown.Of(found), found.Version);
        return await change.ExecuteAsync(call, new RelayItemRequest(OrderAction.Terminate, found.Address));
    }

    private static async Task<Reply> SetPasswordAsync(RestCall call, string mailbox, GetMailbox mailboxes, GetAddress addresses, RestChange change)
    {
        var (found, body) = (await MailboxesResource.FindAsync(call, mailbox, mailboxes, addresses), await call.ReadAsync<PasswordBody>());
        Require(body.IsChoice, PasswordBody.Rule);
        // A password is not shown, so what was seen is the mailbox.
        return await change.ExecuteAsync(call, new MailboxItemRequest(
            OrderAction.Modify, found.Address, Password: body.ToPassword(), ExpectedVersion: call.Match(MailboxShown.Of(found), found.Version)));
    }

    private static async Task<Reply> QuotaAsync(RestCall call, string mailbox, GetMailbox mailboxes, GetAddress addresses)
    {
        var found = await MailboxesResource.FindAsync(call, mailbox, mailboxes, addresses);
        return Reply.Show(QuotaBody.Of(found.Quota), found.Version);
    }

    private static async Task<Reply> UsageAsync(RestCall call, string mailbox, GetMailbox mailboxes, GetAddress addresses)
    {
        var found = await MailboxesResource.FindAsync(call, mailbox, mailboxes, addresses);
        return Reply.Show(new UsageShown(found.Quota, await mailboxes.MeasureUsageAsync(found.Id, call.Actor, call.Aborted)));
    }

    private static async Task<Reply> SetQuotaAsync(RestCall call, string mailbox, GetMailbox mailboxes, GetAddress addresses, RestChange change)
    {
        var (found, body) = (await MailboxesResource.FindAsync(call, mailbox, mailboxes, addresses), await call.ReadAsync<QuotaBody>());
        Require(body.IsChoice, QuotaBody.Rule);
        return await change.ExecuteAsync(call, new MailboxItemRequest(
            OrderAction.Modify, found.Address, Quota: body.ToQuota(), ExpectedVersion: call.Match(QuotaBody.Of(found.Quota), found.Version, MailboxShown.Of(found))));
    }

    private static async Task<Reply> StatusAsync(RestCall call, string mailbox, GetMailbox mailboxes, GetAddress addresses)
    {
        var found = await MailboxesResource.FindAsync(call, mailbox, mailboxes, addresses);
        return Reply.Show(SuspensionBody.Of(found.Suspension), found.Version);
    }

    private static async Task<Reply> SetStatusAsync(RestCall call, string mailbox, GetMailbox mailboxes, GetAddress addresses, RestChange change)
    {
        var (found, wanted) = (await MailboxesResource.FindAsync(call, mailbox, mailboxes, addresses), await call.ReadAsync<SuspensionBody>());
        var version = call.Match(SuspensionBody.Of(found.Suspension), found.Version, MailboxShown.Of(found));
        return await change.ExecuteAsync(call, new MailboxItemRequest(OrderAction.Suspend, found.Address, Suspension: Whole(wanted), ExpectedVersion: version));
    }

    private static MailboxAddress Alias(MailboxDetails mailbox, string alias)
    {
        var value = alias is ['@', .. var domain] ? $"@{DomainName.TryParse(domain)?.Value}" : EmailAddress.TryParse(alias)?.Value;
        return mailbox.Addresses.FirstOrDefault(address => address.Kind != AddressKind.Mailbox && address.Value == value) ?? throw new DomainException(new DomainError.NotFound("alias", alias));
    }

    private static AliasKind KindOf(string address) => address.StartsWith('@') ? AliasKind.CatchAll : AliasKind.Alias;

    private static void Require(bool rule, string text)
    {
        if (!rule)
            throw new DomainException(new DomainError.Validation([new Finding("", CodesOfForm.Schema, text)]));
    }
}

/// <summary>Another address of a mailbox.</summary>
/// <param name="Address">The address, or @example.org for everything in the domain that nothing else owns.</param>
internal sealed record AliasNew(string Address);

/// <summary>Where the mail of a mailbox goes on to.</summary>
/// <param name="To">smtp:mailstore21.example.net:25, smtps:… in TLS only, lmtp:…, or mx:example.org for the mail exchangers of a domain.</param>
/// <param name="As">The address that the server there knows it by; absent for its primary address.</param>
/// <param name="EvenIfInUse">Whether it may though the mailbox holds mail here, or has rules here that will not work.</param>
internal sealed record MailboxRelayBody(string To, string? As = null, bool? EvenIfInUse = null);

/// <summary>What a mailbox uses of its storage limit.</summary>
/// <param name="Quota">The limit.</param>
/// <param name="Usage">What is used, measured now; absent while the mailbox is being made.</param>
internal sealed record UsageShown(Quota Quota, MailboxUsage? Usage);

/// <summary>An address of another that a mailbox may send by.</summary>
/// <param name="Address">The address.</param>
internal sealed record SendingRightNew(string Address);

using Oss.Domain.Access;
using Oss.Domain.Domains;
using Oss.Domain.Orders;
using Oss.Domain.Relaying;

namespace Oss.Api.Rest.Resources;

/// <summary>Mail domains.</summary>
internal static class DomainsResource
{
    public static void MapDomains(this RouteGroupBuilder api)
    {
        api.Get("/domains", "ListDomains", ApiScopes.ReadDomains, "Lists mail domains by name.", ListAsync).Lists<DomainView>();
        api.Post("/domains", "ProvideDomain", ApiScopes.WriteDomains, "Gives a contract a mail domain.", ProvideAsync).Takes<DomainNew>().Changes().Returns<ChangeBody>(StatusCodes.Status201Created);
        api.Get("/domains/{domain}", "GetDomain", ApiScopes.ReadDomains, "Shows a mail domain.", GetAsync).Returns<DomainView>();
        api.Patch("/domains/{domain}", "ModifyDomain", ApiScopes.WriteDomains, "Changes whether a domain is shared, and its rule for names.", ModifyAsync).Takes<DomainChanges>().Changes();
        api.Post("/domains/{domain}:rename", "RenameDomain", ApiScopes.WriteDomains, "Gives a domain and all addresses in it another name; the former one leads there.", RenameAsync)
            .Takes<DomainRenameBody>().Changes().Guarded();
        api.Put("/domains/{domain}/relay", "SetDomainRelay", ApiScopes.WriteDomains, "Has the mail of a domain go on to another server; the provider's alone.", SetRelayAsync).Takes<DomainRelayBody>().Changes();
        api.Delete("/domains/{domain}/relay", "RemoveDomainRelay", ApiScopes.WriteDomains, "Has the mail of a domain end here again.", RemoveRelayAsync).Changes();
        api.Get("/domains/{domain}/dns", "GetDomainDns", ApiScopes.ReadDomains, "Shows the records that a domain's DNS should have, as they were when last looked at, and its DKIM keys.", DnsAsync).Returns<DomainRecords>();
        api.Post("/domains/{domain}/dns:check", "CheckDomain", ApiScopes.WriteDomains, "Looks at a domain's DNS now: whether its customer owns it, and which records are there.", CheckAsync).Returns<DomainRecords>();
        api.Post("/domains/{domain}/dkim-keys", "CreateDkimKeys", ApiScopes.WriteDomains, "Makes the next pair of keys; they sign once their records are published and switched to.", CreateKeysAsync).Returns<DomainRecords>();
        api.Post("/domains/{domain}/dkim-keys:switch", "SwitchDkimKeys", ApiScopes.WriteDomains, "Lets the new keys sign, once their records are seen in DNS.", SwitchKeysAsync).Returns<DomainRecords>();
        api.Delete("/domains/{domain}/dkim-keys/{selector}", "RemoveDkimKey", ApiScopes.WriteDomains, "Deletes a key with its private half.", RemoveKeyAsync).Returns<DomainRecords>();
        api.Delete("/domains/{domain}", "TerminateDomain", ApiScopes.WriteDomains, "Ends a domain that has no addresses left.", TerminateAsync).Changes();
    }

    private static async Task<Reply> ListAsync(RestCall call, GetDomain domains, string text = "", string? contractNumber = null)
    {
        return Reply.List(call, await domains.ListAsync(text, contractNumber, call.Cut, call.Actor, call.Aborted));
    }

    private static async Task<Reply> GetAsync(RestCall call, string domain, GetDomain domains)
    {
        var found = await domains.ExecuteAsync(domain, call.Actor, call.Aborted);
        return Reply.Show(found, found.Version);
    }

    private static async Task<Reply> DnsAsync(RestCall call, string domain, GetDomainRecords domains) => Reply.Show(await domains.ExecuteAsync(domain, call.Actor, call.Aborted));

    private static async Task<Reply> CheckAsync(RestCall call, string domain, CheckDomain check) => Reply.Show(await check.ExecuteAsync(domain, call.Actor, call.Aborted));

    private static async Task<Reply> CreateKeysAsync(RestCall call, string domain, CreateDkimKeys keys, GetDomainRecords domains)
    {
        await keys.ExecuteAsync(domain, call.Actor, call.Aborted);
        return await DnsAsync(call, domain, domains);
    }

    private static async Task<Reply> SwitchKeysAsync(RestCall call, string domain, SwitchDkimKeys keys, GetDomainRecords domains)
    {
        await keys.ExecuteAsync(domain, call.Actor, call.Aborted);
        return await DnsAsync(call, domain, domains);
    }

    private static async Task<Reply> RemoveKeyAsync(RestCall call, string domain, string selector, RemoveDkimKey keys, GetDomainRecords domains)
    {
        await keys.ExecuteAsync(domain, selector, call.Actor, call.Aborted);
        return await DnsAsync(call, domain, domains);
    }

    private static async Task<Reply> ProvideAsync(RestCall call, RestChange change)
    {
        var body = await call.ReadAsync<DomainNew>();
        return await change.ExecuteAsync(call, new DomainItemRequest(OrderAction.Provide, body.Name, body.ContractNumber, body.Shared, body.AliasOf, body.MinNameLength),
            location: $"/domains/{Uri.EscapeDataString(body.Name)}");
    }

    private static async Task<Reply> ModifyAsync(RestCall call, string domain, GetDomain domains, RestChange change)
    {
        var (found, body) = (await domains.ExecuteAsync(domain, call.Actor, call.Aborted), await call.ReadAsync<DomainChanges>());
        return await change.ExecuteAsync(call, new DomainItemRequest(
            OrderAction.Modify, found.Name, Shared: body.Shared, MinNameLength: body.MinNameLength, ExpectedVersion: call.Match(found, found.Version)));
    }

    private static async Task<Reply> RenameAsync(RestCall call, string domain, GetDomain domains, RestChange change)
    {
        var (found, body) = (await domains.ExecuteAsync(domain, call.Actor, call.Aborted), await call.ReadAsync<DomainRenameBody>());
        return await change.ExecuteAsync(call, new DomainItemRequest(OrderAction.Modify, found.Name, ExpectedVersion: call.Match(found, found.Version), NewName: body.NewName));
    }

    private static async Task<Reply> SetRelayAsync(RestCall call, string domain, GetDomain domains, RestChange change)
    {
        var (found, body) = (await domains.ExecuteAsync(domain, call.Actor, call.Aborted), await call.ReadAsync<DomainRelayBody>());
        call.Match(found, found.Version);
        return await change.ExecuteAsync(call, new RelayItemRequest(OrderAction.Provide, found.Name, body.To, body.Recipients));
    }

    private static async Task<Reply> RemoveRelayAsync(RestCall call, string domain, GetDomain domains, RestChange change)
    {
        var found = await domains.ExecuteAsync(domain, call.Actor, call.Aborted);
        call.Match(found, found.Version);
        return await change.ExecuteAsync(call, new RelayItemRequest(OrderAction.Terminate, found.Name));
    }

    private static async Task<Reply> TerminateAsync(RestCall call, string domain, GetDomain domains, RestChange change)
    {
        var found = await domains.ExecuteAsync(domain, call.Actor, call.Aborted);
        return await change.ExecuteAsync(call, new DomainItemRequest(OrderAction.Terminate, found.Name, ExpectedVersion: call.Match(found, found.Version)));
    }
}

/// <summary>A domain to be made.</summary>
/// <param name="Name">Its name, in Unicode or as A-labels.</param>
/// <param name="ContractNumber">The contract that has it.</param>
/// <param name="Shared">Whether mailboxes of other customers may lie in it; absent for not.</param>
/// <param name="AliasOf">The domain of the same customer that it is another name of.</param>
/// <param name="MinNameLength">Characters that a new name before the @ must have.</param>
internal sealed record DomainNew(string Name, string ContractNumber, bool? Shared = null, string? AliasOf = null, int? MinNameLength = null);

/// <summary>Changes of a domain; what is absent stays as it is.</summary>
/// <param name="Shared">Whether mailboxes of other customers may lie in it.</param>
/// <param name="MinNameLength">Characters that a new name before the @ must have.</param>
internal sealed record DomainChanges(bool? Shared = null, int? MinNameLength = null);

/// <summary>Where the mail of a domain goes on to.</summary>
/// <param name="To">smtp:mail.example.org:25, smtps:… in TLS only, lmtp:…, mx:example.org for the mail exchangers of a domain, or mx for those of this one.</param>
/// <param name="Recipients">Which recipients are taken; absent for all.</param>
internal sealed record DomainRelayBody(string To, RelayRecipients? Recipients = null);

/// <summary>Another name for a domain.</summary>
/// <param name="NewName">A name that is new, or that is another name of this domain already.</param>
internal sealed record DomainRenameBody(string NewName);

using Oss.Api.Changes;
using Oss.Api.Soap.Orders;
using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Orders;
using Oss.Domain.Rules;

namespace Oss.Api.Soap.Configuration;

/// <summary>The SOAP face of single changes: each operation names one item of an order.</summary>
internal sealed class ConfigurationService(
    SingleChange change, SoapCall call, GetDomainRecords domains, CheckDomain check, CreateDkimKeys createKeys, SwitchDkimKeys switchKeys, RemoveDkimKey removeKey, GetAddress addresses, ImportScript import) : IConfigurationService
{
    private static readonly Dictionary<string, string> OfMailbox = new(StringComparer.Ordinal) { ["address"] = "mailbox" };
    private static readonly Dictionary<string, string> OfAlias = new(StringComparer.Ordinal) { ["address"] = "alias", ["targets[0]"] = "mailbox", ["targets"] = "mailbox" };
    private static readonly Dictionary<string, string> OfCatchAll = new(StringComparer.Ordinal) { ["address"] = "domain", ["targets[0]"] = "mailbox", ["targets"] = "mailbox" };
    private static readonly Dictionary<string, string> OfForward = [];

    public async Task<SetPasswordResponse> SetPasswordAsync(SetPasswordRequest request) => new()
    {
        Change = await ChangeAsync(request.RequestId, Modify(request.Mailbox) with { Password = OrderMapper.ToPassword(request.Password) }, OfMailbox),
    };

    public async Task<SetDisplayNameResponse> SetDisplayNameAsync(SetDisplayNameRequest request) => new()
    {
        Change = await ChangeAsync(request.RequestId, Modify(request.Mailbox) with { DisplayName = request.DisplayName }, OfMailbox),
    };

    public async Task<SetQuotaResponse> SetQuotaAsync(SetQuotaRequest request) => new()
    {
        Change = await ChangeAsync(request.RequestId, Modify(request.Mailbox) with { Quota = OrderMapper.ToQuota(request.Quota) }, OfMailbox),
    };

    public async Task<AddAliasResponse> AddAliasAsync(AddAliasRequest request) => new()
    {
        Change = await ChangeAsync(request.RequestId, new AliasItemRequest(OrderAction.Provide, request.Alias, [request.Mailbox], AliasKind.Alias), OfAlias),
    };

    public async Task<RemoveAliasResponse> RemoveAliasAsync(RemoveAliasRequest request) => new()
    {
        Change = await ChangeAsync(request.RequestId, new AliasItemRequest(OrderAction.Terminate, request.Alias, [request.Mailbox], AliasKind.Alias), OfAlias),
    };

    public async Task<SetCatchAllResponse> SetCatchAllAsync(SetCatchAllRequest request) => new()
    {
        Change = await ChangeAsync(request.RequestId, new AliasItemRequest(OrderAction.Provide, "@" + request.Domain, [request.Mailbox], AliasKind.CatchAll), OfCatchAll),
    };

    public async Task<RemoveCatchAllResponse> RemoveCatchAllAsync(RemoveCatchAllRequest request) => new()
    {
        Change = await ChangeAsync(request.RequestId, new AliasItemRequest(OrderAction.Terminate, "@" + request.Domain, Kind: AliasKind.CatchAll), OfCatchAll),
    };

    public async Task<AddForwardResponse> AddForwardAsync(AddForwardRequest request) => new()
    {
        Change = await ChangeAsync(request.RequestId, new AliasItemRequest(OrderAction.Provide, request.Address, request.Targets, AliasKind.Forward), OfForward),
    };

    public async Task<AddForwardTargetsResponse> AddForwardTargetsAsync(AddForwardTargetsRequest request) => new()
    {
        Change = await ChangeAsync(request.RequestId, new AliasItemRequest(OrderAction.Modify, request.Address, Kind: AliasKind.Forward, AddTargets: request.Targets), OfForward),
    };

    public async Task<RemoveForwardTargetsResponse> RemoveForwardTargetsAsync(RemoveForwardTargetsRequest request) => new()
    {
        Change = await ChangeAsync(request.RequestId, new AliasItemRequest(OrderAction.Modify, request.Address, Kind: AliasKind.Forward, RemoveTargets: request.Targets), OfForward),
    };

    public async Task<RemoveForwardResponse> RemoveForwardAsync(RemoveForwardRequest request) => new()
    {
        Change = await ChangeAsync(request.RequestId, new AliasItemRequest(OrderAction.Terminate, request.Address, Kind: AliasKind.Forward), OfForward),
    };

    public async Task<SetForwardingResponse> SetForwardingAsync(SetForwardingRequest request) => new()
    {
        Change = await ChangeAsync(request.RequestId, Rules(request.Mailbox, request.Basis) with { Forwarding = RuleMapper.ToForwarding(request.Forwarding) }, []),
    };

    public async Task<RemoveForwardingResponse> RemoveForwardingAsync(RemoveForwardingRequest request) => new()
    {
        Change = await ChangeAsync(request.RequestId, Rules(request.Mailbox, request.Basis) with { Remove = [RulePart.Forwarding] }, []),
    };

    public async Task<SetAutoReplyResponse> SetAutoReplyAsync(SetAutoReplyRequest request) => new()
    {
        Change = await ChangeAsync(request.RequestId, Rules(request.Mailbox, request.Basis) with { AutoReply = RuleMapper.ToAutoReply(request.AutoReply) }, []),
    };

    public async Task<RemoveAutoReplyResponse> RemoveAutoReplyAsync(RemoveAutoReplyRequest request) => new()
    {
        Change = await ChangeAsync(request.RequestId, Rules(request.Mailbox, request.Basis) with { Remove = [RulePart.AutoReply] }, []),
    };

    public async Task<SetSpamHandlingResponse> SetSpamHandlingAsync(SetSpamHandlingRequest request) => new()
    {
        Change = await ChangeAsync(request.RequestId, Rules(request.Mailbox, request.Basis) with { Spam = RuleMapper.ToSpam(request.Spam) }, []),
    };

    public async Task<SetRulesResponse> SetRulesAsync(SetRulesRequest request) => new()
    {
        Change = await ChangeAsync(request.RequestId, Rules(request.Mailbox, request.Basis) with { Rules = [.. request.Rules.Select(RuleMapper.ToRule)] }, []),
    };

    private static RulesItemRequest Rules(string mailbox, RuleBasisElement? basis) => RuleMapper.Based(new RulesItemRequest(OrderAction.Modify, mailbox), basis);

    public async Task<CheckDomainResponse> CheckDomainAsync(CheckDomainRequest request) =>
        new() { Domain = DomainMapper.ToElement(await check.ExecuteAsync(request.Domain, call.Actor, call.Aborted)) };

    public async Task<CreateDkimKeysResponse> CreateDkimKeysAsync(CreateDkimKeysRequest request)
    {
        await createKeys.ExecuteAsync(request.Domain, call.Actor, call.Aborted);
        return new() { Domain = await ShowAsync(request.Domain) };
    }

    public async Task<SwitchDkimKeysResponse> SwitchDkimKeysAsync(SwitchDkimKeysRequest request)
    {
        await switchKeys.ExecuteAsync(request.Domain, call.Actor, call.Aborted);
        return new() { Domain = await ShowAsync(request.Domain) };
    }

    public async Task<RemoveDkimKeyResponse> RemoveDkimKeyAsync(RemoveDkimKeyRequest request)
    {
        await removeKey.ExecuteAsync(request.Domain, request.Selector, call.Actor, call.Aborted);
        return new() { Domain = await ShowAsync(request.Domain) };
    }

    private async Task<DomainDetailsElement> ShowAsync(string domain) => DomainMapper.ToElement(await domains.ExecuteAsync(domain, call.Actor, call.Aborted));

    private static MailboxItemRequest Modify(string address) => new(OrderAction.Modify, address);

    public async Task<ImportRulesResponse> ImportRulesAsync(ImportRulesRequest request)
    {
        var id = await addresses.MailboxAsync(request.Mailbox, call.Actor, call.Aborted);
        var imported = await import.ExecuteAsync(
            id, request.Script, request.Separator ?? ".", request.EvenInPart, $"{call.Actor.Name}/{request.RequestId ?? Guid.CreateVersion7().ToString()}", call.Actor, call.Aborted);
        return new ImportRulesResponse
        {
            Change = imported.Order is { } order ? new ChangeElement { OrderId = order.Id.ToString(), State = order.State, Replayed = imported.Replayed } : null,
            Script = imported.Script.Script, Changed = Remarks(imported.Script.Changes), NotConverted = Remarks(imported.Script.Problems), Lost = Remarks(imported.Script.Lost),
        };
    }

    private static ImportRemarkElement[]? Remarks(IReadOnlyList<ScriptProblem> problems) =>
        problems.Count == 0 ? null : [.. problems.Select(problem => new ImportRemarkElement { Line = problem.Line, Column = problem.Column, Text = problem.Text })];

    private async Task<ChangeElement> ChangeAsync(string? requestId, OrderItemRequest item, Dictionary<string, string> names)
    {
        var result = await change.ExecuteAsync(requestId, item, names, call.Actor, call.Aborted);
        return new ChangeElement { OrderId = result.Order.Id.ToString(), State = result.Order.State, Replayed = result.Replayed };
    }
}

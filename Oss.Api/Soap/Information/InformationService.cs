using Oss.Api.Soap.Contract;
using Oss.Domain;
using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.Mailboxes.Archives;
using Oss.Domain.MailPlatform;
using Oss.Domain.Rules;
using Oss.Domain.Search;
using Oss.Domain.Statistics;
using Oss.Domain.Subscriptions;
using Oss.Domain.Tenants;
using Oss.Domain.Trace;

namespace Oss.Api.Soap.Information;

/// <summary>The SOAP face of what can be looked up.</summary>
internal sealed class InformationService(
    SearchAnything search, SearchMailboxes mailboxes, SearchTenants tenants, GetTenant tenant, GetSubscription subscription, GetMailbox mailbox,
    GetAddress addresses, CheckAddress availability, GetDomainRecords domains, GetRules rules, TryRules trial,
    SearchTrace traces, GetTracedMessage traced, ListMailboxLogins logins, GetUsage usage, GetArchives archives, SoapCall call) : IInformationService
{
    public async Task<SearchResponse> SearchAsync(SearchRequest request) =>
        new() { Hits = [.. (await search.ExecuteAsync(request.Text, call.Actor, call.Aborted)).Select(InformationMapper.ToElement)] };

    public async Task<SearchMailboxesResponse> SearchMailboxesAsync(SearchMailboxesRequest request)
    {
        var filter = request.Filter is { } which
            ? new MailboxFilter(which.Text ?? "", which.TenantNumber, which.ContractNumber, which.StateSpecified ? which.State : null)
            : new MailboxFilter();
        var part = await mailboxes.ExecuteAsync(filter, PageElement.CutOf(request.Page), call.Actor, call.Aborted);
        return new SearchMailboxesResponse { Mailboxes = [.. part.Items.Select(InformationMapper.ToElement)], Next = part.Next, Previous = part.Previous };
    }

    public async Task<SearchTenantsResponse> SearchTenantsAsync(SearchTenantsRequest request)
    {
        var part = await tenants.ExecuteAsync(request.Text ?? "", PageElement.CutOf(request.Page), call.Actor, call.Aborted);
        return new SearchTenantsResponse { Tenants = [.. part.Items.Select(row => new TenantRowElement { Number = row.Number, Name = row.Name })], Next = part.Next, Previous = part.Previous };
    }

    public async Task<GetTenantResponse> GetTenantAsync(GetTenantRequest request) =>
        new() { Tenant = InformationMapper.ToElement(await tenant.ExecuteAsync(request.Number, call.Actor, call.Aborted)) };

    public async Task<GetSubscriptionResponse> GetSubscriptionAsync(GetSubscriptionRequest request) =>
        new() { Subscription = InformationMapper.ToElement(await subscription.ExecuteAsync(request.ContractNumber, call.Actor, call.Aborted)) };

    public async Task<GetMailboxResponse> GetMailboxAsync(GetMailboxRequest request)
    {
        var id = await addresses.MailboxAsync(request.Address, call.Actor, call.Aborted);
        return new GetMailboxResponse
        {
            Mailbox = InformationMapper.ToElement(await mailbox.ExecuteAsync(id, call.Actor, call.Aborted), await UsageIfReachableAsync(id)),
        };
    }

    public async Task<GetQuotaResponse> GetQuotaAsync(GetQuotaRequest request)
    {
        var id = await addresses.MailboxAsync(request.Address, call.Actor, call.Aborted);
        var usage = await mailbox.MeasureUsageAsync(id, call.Actor, call.Aborted);
        return new GetQuotaResponse
        {
            Quota = Orders.OrderMapper.ToElement((await mailbox.ExecuteAsync(id, call.Actor, call.Aborted)).Quota),
            Usage = InformationMapper.ToElement(usage),
        };
    }

    public async Task<ListAddressesResponse> ListAddressesAsync(ListAddressesRequest request)
    {
        var filter = request.Filter is { } which
            ? new AddressFilter(which.KindSpecified ? which.Kind : null, which.Mailbox, which.ContractNumber, which.Domain)
            : new AddressFilter();
        var part = await addresses.ListAsync(filter, PageElement.CutOf(request.Page), call.Actor, call.Aborted);
        return new ListAddressesResponse { Addresses = [.. part.Items.Select(InformationMapper.ToElement)], Next = part.Next, Previous = part.Previous };
    }

    public async Task<CheckAddressResponse> CheckAddressAsync(CheckAddressRequest request)
    {
        var answer = await availability.ExecuteAsync(request.Address, request.DisplayName, call.Actor, call.Aborted);
        return new CheckAddressResponse
        {
            Address = answer.Address,
            Available = answer.Available,
            ReasonCode = answer.Code,
            Reason = answer is { Code: { } code, Reason: { } reason } ? Errors.ErrorTexts.Of(code, reason, call.Language) : null,
            Suggestions = answer.Suggestions.Count == 0 ? null : [.. answer.Suggestions],
        };
    }

    public async Task<GetRulesResponse> GetRulesAsync(GetRulesRequest request) => new()
    {
        Rules = InformationMapper.ToElement(await rules.ExecuteAsync(await addresses.MailboxAsync(request.Address, call.Actor, call.Aborted), call.Actor, call.Aborted)),
    };

    public async Task<ListScriptsResponse> ListScriptsAsync(ListScriptsRequest request) => new()
    {
        Scripts = [.. (await rules.ScriptsAsync(await addresses.MailboxAsync(request.Address, call.Actor, call.Aborted), call.Actor, call.Aborted)).Select(InformationMapper.ToElement)],
    };

    public async Task<TryRulesResponse> TryRulesAsync(TryRulesRequest request)
    {
        // XML has one line end.
        TrialMessage message = request.Message is { } text ? new TrialMessage.Given(System.Text.Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"))) : new TrialMessage.Stored(request.Folder, request.Uid > 0 ? request.Uid : null, request.MessageId);
        return InformationMapper.ToResponse(await trial.ExecuteAsync(await addresses.MailboxAsync(request.Address, call.Actor, call.Aborted), message, request.Sender, call.Actor, call.Aborted));
    }

    public async Task<GetDomainResponse> GetDomainAsync(GetDomainRequest request) =>
        new() { Domain = Orders.DomainMapper.ToElement(await domains.ExecuteAsync(request.Domain, call.Actor, call.Aborted)) };

    public async Task<SearchTraceResponse> SearchTraceAsync(SearchTraceRequest request)
    {
        var cut = PageElement.CutOf(request.Page);
        if ((cut.After ?? cut.Before) is { } cursor && !Guid.TryParse(cursor, out _))
            throw new DomainException(new DomainError.Validation([new Finding(cut.After is null ? "Page.Before" : "Page.After", Errors.CodesOfForm.Cursor, "The cursor is not one of this list.")]));
        var part = await traces.ExecuteAsync(TraceMapper.ToSearch(request.Filter), cut, call.Actor, call.Aborted);
        return new SearchTraceResponse { Messages = [.. part.Items.Select(TraceMapper.ToElement)], Next = part.Next, Previous = part.Previous };
    }

    public async Task<GetTraceResponse> GetTraceAsync(GetTraceRequest request) =>
        new() { Recipients = [.. (await traced.ExecuteAsync(Guid.Parse(request.Message), call.Actor, call.Aborted)).Select(TraceMapper.ToElement)] };

    public async Task<ListLoginsResponse> ListLoginsAsync(ListLoginsRequest request) => new()
    {
        Logins = [.. (await logins.ExecuteAsync(await addresses.MailboxAsync(request.Address, call.Actor, call.Aborted), call.Actor, call.Aborted)).Select(TraceMapper.ToElement)],
    };

    public async Task<GetStatisticsResponse> GetStatisticsAsync(GetStatisticsRequest request)
    {
        var filter = request.Filter;
        var search = new UsageSearch(filter.From.ToUniversalTime(), filter.UntilSpecified ? filter.Until.ToUniversalTime() : null, filter is { ByDaySpecified: true, ByDay: true }, filter.TenantNumber);
        return new GetStatisticsResponse { Counts = [.. (await usage.ExecuteAsync(search, call.Actor, call.Aborted)).Select(TraceMapper.ToElement)] };
    }

    // Somebody at the telephone wants to know the rest all the same.
    private async Task<MailboxUsage?> UsageIfReachableAsync(Guid id)
    {
        try
        {
            return await mailbox.MeasureUsageAsync(id, call.Actor, call.Aborted);
        }
        catch (DomainException e) when (e.Error is DomainError.Unavailable)
        {
            return null;
        }
    }

    public async Task<ListMailboxExportsResponse> ListMailboxExportsAsync(ListMailboxExportsRequest request)
    {
        var mailbox = await addresses.MailboxAsync(request.Address, call.Actor, call.Aborted);
        return new ListMailboxExportsResponse { Exports = [.. (await archives.ListAsync(mailbox, call.Actor, call.Aborted)).Select(InformationMapper.ToElement)] };
    }
}

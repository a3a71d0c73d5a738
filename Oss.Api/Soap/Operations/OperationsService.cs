using Oss.Api.Soap.Contract;
using Oss.Domain.Addresses;
using Oss.Domain.MailQuarantine;
using Oss.Domain.MailQueue;
using Oss.Domain.SmtpAuthRollout;
using Oss.Domain.Tenants;

namespace Oss.Api.Soap.Operations;

/// <summary>The SOAP face of what those who run the platform do: mail that is held back or not delivered yet, and the roll-out of logins for sending.</summary>
internal sealed class OperationsService(
    SearchQuarantine quarantine, GetQuarantined mails, ChangeQuarantine changeQuarantine, SearchQueue queue, GetQueuedMessage messages, ChangeQueue changeQueue, ListUnauthenticatedUse uses,
    ListExternalForwards forwards, GetAddress addresses, SoapCall call) : IOperationsService
{
    public async Task<ListQuarantineResponse> ListQuarantineAsync(ListQuarantineRequest request)
    {
        Guid? mailbox = request.Filter?.Mailbox is { } address ? await addresses.MailboxAsync(address, call.Actor, call.Aborted) : null;
        var part = await quarantine.ExecuteAsync(mailbox, PageElement.IdAfter(request.Page), PageElement.LimitOf(request.Page), call.Actor, call.Aborted);
        return new ListQuarantineResponse { Mails = [.. part.Items.Select(OperationsMapper.ToElement)], Next = part.Next };
    }

    public async Task<GetQuarantinedResponse> GetQuarantinedAsync(GetQuarantinedRequest request) =>
        new() { Mail = OperationsMapper.ToElement(await mails.ExecuteAsync(Guid.Parse(request.Id), call.Actor, call.Aborted)) };

    public async Task<ReadQuarantinedHeaderResponse> ReadQuarantinedHeaderAsync(ReadQuarantinedHeaderRequest request) =>
        new() { Header = await mails.ReadHeaderAsync(Guid.Parse(request.Id), call.Actor, call.Aborted) };

    public async Task<ReleaseQuarantinedResponse> ReleaseQuarantinedAsync(ReleaseQuarantinedRequest request) =>
        new() { Mail = OperationsMapper.ToElement(await changeQuarantine.ReleaseAsync(Guid.Parse(request.Id), call.Actor, call.Aborted)) };

    public async Task<DeleteQuarantinedResponse> DeleteQuarantinedAsync(DeleteQuarantinedRequest request) =>
        new() { Mail = OperationsMapper.ToElement(await changeQuarantine.DeleteAsync(Guid.Parse(request.Id), call.Actor, call.Aborted)) };

    public async Task<DescribeQueueResponse> DescribeQueueAsync(DescribeQueueRequest request) =>
        new() { Summary = OperationsMapper.ToElement(await queue.DescribeAsync(OperationsMapper.ToSearch(request.Filter), call.Actor, call.Aborted)) };

    public async Task<ListQueueResponse> ListQueueAsync(ListQueueRequest request)
    {
        var part = await queue.ExecuteAsync(OperationsMapper.ToSearch(request.Filter), PageElement.CutOf(request.Page), call.Actor, call.Aborted);
        return new ListQueueResponse { Messages = [.. part.Items.Select(OperationsMapper.ToElement)], Next = part.Next, Previous = part.Previous };
    }

    public async Task<GetQueuedMessageResponse> GetQueuedMessageAsync(GetQueuedMessageRequest request) =>
        new() { Message = OperationsMapper.ToElement(await messages.ExecuteAsync(Guid.Parse(request.Id), call.Actor, call.Aborted)) };

    public async Task<ReadQueuedHeaderResponse> ReadQueuedHeaderAsync(ReadQueuedHeaderRequest request) =>
        new() { Header = await messages.ReadHeaderAsync(Guid.Parse(request.Id), call.Actor, call.Aborted) };

    public async Task<ChangeQueueResponse> ChangeQueueAsync(ChangeQueueRequest request)
    {
        var change = request.Change;
        return new ChangeQueueResponse
        {
            Outcome = OperationsMapper.ToElement(change.All is { } all
                ? await changeQueue.ExecuteAsync(change.Action, OperationsMapper.ToSearch(all.Filter), all.Seen, call.Actor, call.Aborted)
                : await changeQueue.ExecuteAsync(change.Action, [.. change.Messages!.Select(id => Guid.Parse(id)).Distinct()], call.Actor, call.Aborted)),
        };
    }

    public async Task<ListSendingWithoutLoginResponse> ListSendingWithoutLoginAsync(ListSendingWithoutLoginRequest request)
    {
        var since = request.Filter is { SinceSpecified: true, Since: var given } ? given.ToUniversalTime() : (DateTime?)null;
        var part = await uses.PartAsync(since, PageElement.NumberAfter(request.Page), PageElement.LimitOf(request.Page), call.Actor, call.Aborted);
        return new ListSendingWithoutLoginResponse { Rows = [.. part.Items.Select(OperationsMapper.ToElement)], Next = part.Next };
    }

    public async Task<ListExternalForwardsResponse> ListExternalForwardsAsync(ListExternalForwardsRequest request)
    {
        var outward = await forwards.ExecuteAsync(request.TenantNumber, request.AfterMailbox, call.Actor, call.Aborted);
        return new ListExternalForwardsResponse
        {
            Forwards = [.. outward.Found.Select(forward => new ExternalForwardElement { Address = forward.Address, Source = forward.Source, Targets = [.. forward.Targets] })], Next = outward.Next,
        };
    }
}

using Oss.Api.Errors;
using Oss.Domain;
using Oss.Domain.Statistics;
using Oss.Domain.Trace;

namespace Oss.Api.Soap.Information;

/// <summary>Messages, logins and counters between contract and domain.</summary>
internal static class TraceMapper
{
    public static TraceSearch ToSearch(TraceFilterElement? filter) => filter is null ? new TraceSearch() : new TraceSearch
    {
        Sender = filter.Sender, Recipient = filter.Recipient, MessageId = filter.MessageId, Client = filter.Client, State = StateOf(filter.State), TenantNumber = filter.TenantNumber,
        From = filter.FromSpecified ? filter.From.ToUniversalTime() : null, Until = filter.UntilSpecified ? filter.Until.ToUniversalTime() : null,
    };

    public static TraceRowElement ToElement(TraceRow row) => new()
    {
        Message = row.Message.ToString(), At = row.At, LastAt = row.LastAt, Sender = row.Sender, Recipient = row.Recipient, Target = row.Target, State = row.State.ToString(), Reply = row.Reply,
        Octets = row.Octets, Client = row.Client, MessageId = row.MessageId,
    };

    public static TracedRecipientElement ToElement(TracedRecipient way) => new()
    {
        Row = ToElement(way.Row), TenantNumber = way.TenantNumber, ClientName = way.ClientName, Protocol = way.Protocol, Events = [.. way.Events.Select(ToElement)],
    };

    public static LoginElement ToElement(LoginView login) => new()
    {
        LastAt = login.LastAt, FirstAt = login.FirstAt, Count = login.Count, Service = login.Service, Result = login.Result.ToString(), Client = login.Client, Mechanism = login.Mechanism, Master = login.Master,
    };

    public static UsageCountElement ToElement(UsageView usage) => new() { At = usage.At, Measure = usage.Measure, Count = usage.Count, Octets = usage.Octets };

    private static TraceEventElement ToElement(TraceEvent happened) => new()
    {
        Kind = happened.Kind.ToString(), At = happened.At, Reply = happened.Reply, Rule = happened.Rule, Host = happened.Host, Detail = happened.Detail,
        Encrypted = happened.IsEncrypted ?? false, EncryptedSpecified = happened.IsEncrypted is not null, Next = happened.Next ?? default, NextSpecified = happened.Next is not null,
    };

    private static TraceState? StateOf(string? text) => text is not { Length: > 0 } ? null
        : Enum.TryParse<TraceState>(text, out var state) && Enum.IsDefined(state) ? state
        : throw new DomainException(new DomainError.Validation([new Finding("Filter.State", CodesOfForm.Schema, $"A state is one of {string.Join(", ", Enum.GetNames<TraceState>())}.")]));
}

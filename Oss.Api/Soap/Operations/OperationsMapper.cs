using Oss.Api.Soap.Orders;
using Oss.Domain.MailQuarantine;
using Oss.Domain.MailQueue;
using Oss.Domain.SmtpAuthRollout;

namespace Oss.Api.Soap.Operations;

/// <summary>Between the domain's views and the contract's elements.</summary>
internal static class OperationsMapper
{
    public static QueueSearch ToSearch(QueueFilterElement? filter) =>
        filter is null ? new QueueSearch() : new QueueSearch(filter.StateSpecified ? filter.State : null, filter.Destination, filter.Reason, filter.Text);

    public static QuarantinedMailElement ToElement(QuarantinedMail mail) => new()
    {
        Id = mail.Id.ToString(), ArrivedAt = OrderMapper.Utc(mail.ArrivedAt), ExpiresAt = OrderMapper.Utc(mail.ExpiresAt), Sender = mail.Sender, MailboxId = mail.MailboxId?.ToString(),
        Recipients = [.. mail.Recipients], Cause = mail.Cause, Reason = mail.Reason, Octets = mail.Bytes, Released = mail.IsReleased,
    };

    public static QueueSummaryElement ToElement(QueueSummary summary) => new()
    {
        Messages = summary.Messages, Octets = summary.Bytes, Oldest = OrderMapper.Utc(summary.Oldest ?? default), OldestSpecified = summary.Oldest is not null,
        States = ToElements(summary.States), Destinations = ToElements(summary.Destinations), Reasons = ToElements(summary.Reasons),
    };

    public static QueuedRowElement ToElement(QueuedMessageRow row) => new()
    {
        Id = row.Id.ToString(), ArrivedAt = OrderMapper.Utc(row.ArrivedAt), Sender = row.Sender, Octets = row.Bytes, State = row.State, Recipients = row.Recipients, Recipient = row.Recipient,
        Reply = row.Reply, Attempts = row.Attempts, NextAt = OrderMapper.Utc(row.NextAt ?? default), NextAtSpecified = row.NextAt is not null,
    };

    public static QueuedMessageElement ToElement(QueuedMessageView message) => new()
    {
        Id = message.Id.ToString(), ArrivedAt = OrderMapper.Utc(message.ArrivedAt), Sender = message.Sender, EnvelopeId = message.EnvelopeId, Octets = message.Bytes, State = message.State,
        BeingTried = message.IsBeingTried, Warned = message.IsWarned, RequiresTls = message.RequiresTls, Origin = message.Origin, ExpiresAt = OrderMapper.Utc(message.ExpiresAt),
        Recipients = [.. message.Recipients.Select(ToElement)], RecipientCount = message.RecipientCount,
    };

    public static QueueOutcomeElement ToElement(QueueOutcome outcome) => new() { Done = outcome.Done, Unchanged = outcome.Unchanged, Gone = outcome.Gone };

    public static WithoutLoginRowElement ToElement(UnauthenticatedUseView use) => new()
    {
        MailboxId = use.MailboxId.ToString(), Address = use.Address, TenantNumber = use.TenantNumber, Client = use.Client, Count = use.Count, FirstAt = OrderMapper.Utc(use.FirstAt),
        LastAt = OrderMapper.Utc(use.LastAt), LastLoginAt = OrderMapper.Utc(use.LastLoginAt ?? default), LastLoginAtSpecified = use.LastLoginAt is not null,
    };

    private static QueuedRecipientElement ToElement(QueuedRecipientView recipient) => new()
    {
        Address = recipient.Address, OriginalAddress = recipient.OriginalAddress, State = recipient.State, Destination = recipient.Destination, Attempts = recipient.Attempts,
        LastAt = OrderMapper.Utc(recipient.LastAt ?? default), LastAtSpecified = recipient.LastAt is not null, Host = recipient.Host, Reply = recipient.Reply,
        NextAt = OrderMapper.Utc(recipient.NextAt ?? default), NextAtSpecified = recipient.NextAt is not null,
    };

    private static QueueCountElement[] ToElements(IReadOnlyList<QueueCount> counts) => [.. counts.Select(one => new QueueCountElement { Value = one.Value, Messages = one.Messages })];
}

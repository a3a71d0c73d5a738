using Oss.Domain.Mailboxes;
using Oss.Domain.Rules;

namespace Oss.Domain.Orders.Compensation;

/// <summary>Gives a mailbox its former rules, or the script by hand that was replaced; not when somebody has changed them since.</summary>
/// <param name="Id">The mailbox.</param>
/// <param name="Change">Names the change among those that wait to be written.</param>
/// <param name="AfterTag">The tag of what the change made.</param>
/// <param name="Before">The former rules; <see langword="null"/> when there was a script by hand.</param>
/// <param name="Script">That script's name; empty for a file of its own.</param>
internal sealed record ResetRules(Guid Id, Guid Change, string AfterTag, MailboxRules? Before, string? Script) : ItemUndo
{
    public override async Task<Undone> ApplyAsync(UndoContext context, CancellationToken cancellationToken)
    {
        var mailbox = await context.MailboxAsync(Id, cancellationToken);
        var subscription = await context.SubscriptionAsync(mailbox.SubscriptionId, cancellationToken);
        if (mailbox.State is MailboxState.Terminated or MailboxState.Purged)
            throw new CannotUndoException($"The mailbox '{mailbox.PrimaryAddress}' has ended meanwhile.");
        if (mailbox.PendingRules is { } waiting && (waiting.Rules is null || RuleSheet.TagOf(waiting.Rules) != AfterTag))
            throw new CannotUndoException("The rules were changed by another order meanwhile.");

        mailbox.PendingRules = new PendingRules(Before, Before is null ? Script : null, [AfterTag, .. mailbox.PendingRules?.Over ?? []], [.. mailbox.PendingRules?.Changes ?? [], Change]);
        return new Undone($"The rules of '{mailbox.PrimaryAddress}' are as they were.", subscription.TenantId, NeedsPlatform: true);
    }
}

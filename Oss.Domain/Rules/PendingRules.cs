namespace Oss.Domain.Rules;

/// <summary>
/// What a mailbox's script is to become, from the transaction that accepted the order until the platform has written it. The script on disk is the truth and may be changed by
/// its owner at any moment: it is written only over what the order was based on, or over itself, and whatever attempt this is.
/// </summary>
/// <param name="Rules">The rules to write; <see langword="null"/> when a script is to be made active again.</param>
/// <param name="Script">The script to make active again.</param>
/// <param name="Over">Tags of what may be replaced.</param>
/// <param name="Changes">The changes that are in it; each belongs to one item of an order.</param>
public sealed record PendingRules(MailboxRules? Rules, string? Script, IReadOnlyList<string> Over, IReadOnlyList<Guid> Changes)
{
    /// <summary>Whether it may be written over what is there.</summary>
    public bool MayReplace(RuleSheet there) => Over.Contains(there.Tag) || IsDone(there);

    /// <summary>Whether an attempt before this one has written it.</summary>
    public bool IsDone(RuleSheet there) => Rules is not null && there.Tag == RuleSheet.TagOf(Rules);

    /// <summary>Without a change that was refused; <see langword="null"/> when no other is in it.</summary>
    public PendingRules? Without(Guid change) => Changes.All(other => other == change) ? null : this with { Changes = [.. Changes.Where(other => other != change)] };
}

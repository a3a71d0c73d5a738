namespace Oss.Domain.Rules;

/// <summary>What becomes of a mailbox's incoming mail, as people order it without writing sieve. The mail platform keeps it in the mailbox's script, and nowhere else.</summary>
public sealed record MailboxRules
{
    /// <summary>Mail stays in the inbox.</summary>
    public static MailboxRules None { get; } = new();

    /// <summary>Where all mail that is no spam goes on to; <see langword="null"/> for nowhere.</summary>
    public Forwarding? Forwarding { get; init; }

    /// <summary>The automatic reply; <see langword="null"/> for none.</summary>
    public AutoReply? AutoReply { get; init; }

    /// <summary>What becomes of spam.</summary>
    public SpamHandling Spam { get; init; } = SpamHandling.Off;

    /// <summary>Rules in the order in which they are tried.</summary>
    public IReadOnlyList<MailRule> Rules { get; init; } = [];
}

/// <summary>The parts of a mailbox's rules that change one by one.</summary>
public enum RulePart
{
    /// <summary>Where mail goes on to.</summary>
    Forwarding,

    /// <summary>The automatic reply.</summary>
    AutoReply,

    /// <summary>What becomes of spam.</summary>
    Spam,

    /// <summary>The list of rules.</summary>
    Rules,
}

/// <summary>Passes all mail on.</summary>
/// <param name="Targets">1 to <see cref="RuleLimits.ForwardTargets"/> addresses, here or elsewhere.</param>
/// <param name="KeepCopy">Whether the mailbox keeps the mail as well.</param>
public sealed record Forwarding(IReadOnlyList<string> Targets, bool KeepCopy);

/// <summary>An automatic reply: once to each sender in so many days, and never to lists, bulk mail or other automatons (RFC 5230, 3834).</summary>
public sealed record AutoReply
{
    /// <summary>Days until the same sender gets another reply, unless ordered otherwise.</summary>
    public const int DefaultDays = 7;

    /// <summary>Whether it is on; one that is off is kept for the next time.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The first day; <see langword="null"/> for at once.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day; <see langword="null"/> for until it is switched off.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Subject of the reply; <see langword="null"/> for one made of the message's.</summary>
    public string? Subject { get; init; }

    /// <summary>Text of the reply.</summary>
    public string Text { get; init; } = "";

    /// <summary>Days until the same sender gets another reply.</summary>
    public int Days { get; init; } = DefaultDays;

    /// <summary>Addresses of the mailbox, beside the one a message came to, that a message may name as its recipient to be answered.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];
}

/// <summary>What becomes of spam.</summary>
/// <param name="Action">What is done with it.</param>
/// <param name="Percent">What counts as spam: from so many percent of the score at which the filter itself calls it spam; <see langword="null"/> for the filter's own verdict alone.</param>
public sealed record SpamHandling(SpamAction Action, int? Percent = null)
{
    /// <summary>Spam is treated as all mail.</summary>
    public static SpamHandling Off { get; } = new(SpamAction.Off);
}

/// <summary>What is done with spam.</summary>
public enum SpamAction
{
    /// <summary>Nothing.</summary>
    Off,

    /// <summary>It goes to the folder for spam.</summary>
    Junk,

    /// <summary>It is dropped, and nobody is told.</summary>
    Discard,
}

/// <summary>Conditions, and what is done when they hold.</summary>
public sealed record MailRule
{
    /// <summary>What its owner calls it.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether it is on.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>True: all conditions have to hold; false: one of them. Without conditions it is for every message.</summary>
    public bool MatchAll { get; init; } = true;

    /// <summary>The conditions.</summary>
    public IReadOnlyList<RuleCondition> Conditions { get; init; } = [];

    /// <summary>What is done, in order.</summary>
    public IReadOnlyList<RuleAction> Actions { get; init; } = [];

    /// <summary>Whether no further rule is tried after this one.</summary>
    public bool Stop { get; init; } = true;
}

/// <summary>One condition.</summary>
/// <param name="Field">What it looks at.</param>
/// <param name="Operator">How it compares.</param>
/// <param name="Values">With what; one of them is enough. A size is in bytes.</param>
/// <param name="Header">The name of the header field, for <see cref="RuleField.Header"/>.</param>
/// <param name="Not">Whether it holds when the comparison does not.</param>
public sealed record RuleCondition(RuleField Field, RuleOperator Operator, IReadOnlyList<string> Values, string? Header = null, bool Not = false);

/// <summary>What a condition looks at.</summary>
public enum RuleField
{
    /// <summary>The sender.</summary>
    From,

    /// <summary>Recipients in To and Cc.</summary>
    To,

    /// <summary>The subject.</summary>
    Subject,

    /// <summary>A header field by its name.</summary>
    Header,

    /// <summary>The message's size in bytes.</summary>
    Size,
}

/// <summary>How a condition compares.</summary>
public enum RuleOperator
{
    /// <summary>The value is somewhere in the field.</summary>
    Contains,

    /// <summary>The field is the value; of sender and recipients, an address is.</summary>
    Is,

    /// <summary>The field matches a pattern with * and ?.</summary>
    Matches,

    /// <summary>The size is over the value.</summary>
    Over,

    /// <summary>The size is under the value.</summary>
    Under,
}

/// <summary>One action.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Target">Folder, flag or address; absent where none is needed.</param>
public sealed record RuleAction(RuleActionKind Kind, string? Target = null);

/// <summary>Kinds of actions.</summary>
public enum RuleActionKind
{
    /// <summary>Into a folder, which is created when it is missing.</summary>
    Move,

    /// <summary>A copy into a folder, which is created when it is missing; the message goes on.</summary>
    Copy,

    /// <summary>Marked with a flag, such as <c>\Flagged</c> or <c>\Seen</c>, or a keyword.</summary>
    Flag,

    /// <summary>A copy to an address; the message goes on.</summary>
    Forward,

    /// <summary>Dropped.</summary>
    Discard,

    /// <summary>Kept in the inbox.</summary>
    Keep,
}

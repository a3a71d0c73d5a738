namespace Oss.MailEngine.Sieve.Rules;

/// <summary>What a user wants done with incoming mail, without writing sieve. It is rendered into a script, and read back from it.</summary>
public sealed record MailRules
{
    /// <summary>Everything is forwarded; <see langword="null"/> for nothing.</summary>
    public ForwardRule? Forward { get; init; }

    /// <summary>An automatic reply; <see langword="null"/> for none.</summary>
    public VacationRule? Vacation { get; init; }

    /// <summary>What becomes of spam.</summary>
    public SpamHandling Spam { get; init; }

    /// <summary>What counts as spam beside the filter's own verdict: from so many percent of the score at which the filter calls it spam; <see langword="null"/> for nothing.</summary>
    public int? SpamPercent { get; init; }

    /// <summary>Rules in the order in which they are tried.</summary>
    public IReadOnlyList<FilterRule> Filters { get; init; } = [];
}

/// <summary>Forwarding of all mail that is no spam.</summary>
/// <param name="Targets">Addresses; at least one.</param>
/// <param name="KeepsCopy">Whether the message stays in the mailbox as well.</param>
public sealed record ForwardRule(IReadOnlyList<string> Targets, bool KeepsCopy);

/// <summary>What becomes of messages that the spam filter marked.</summary>
public enum SpamHandling
{
    /// <summary>They are treated as all others.</summary>
    None,

    /// <summary>They go to the folder with the special use \Junk, which is created when it is missing.</summary>
    MoveToJunk,

    /// <summary>They are discarded.</summary>
    Discard,
}

/// <summary>An automatic reply (RFC 5230).</summary>
public sealed record VacationRule
{
    /// <summary>Whether it is on; one that is off is kept for the next time.</summary>
    public bool IsOn { get; init; } = true;

    /// <summary>The first day, in the user's time zone; <see langword="null"/> for from now on.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day; <see langword="null"/> for until it is switched off.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Subject; empty for one made of the message's.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Text of the reply.</summary>
    public required string Text { get; init; }

    /// <summary>Days until the same sender gets another reply.</summary>
    public int Days { get; init; } = 7;

    /// <summary>Addresses of the user beside the one the mail came to.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];
}

/// <summary>One rule: conditions and what is done when they hold.</summary>
public sealed record FilterRule
{
    /// <summary>What the user calls it.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is on.</summary>
    public bool IsOn { get; init; } = true;

    /// <summary>True: all conditions have to hold; false: one of them. Without conditions it is for every message.</summary>
    public bool NeedsAll { get; init; } = true;

    /// <summary>The conditions.</summary>
    public IReadOnlyList<RuleCondition> Conditions { get; init; } = [];

    /// <summary>What is done, in order.</summary>
    public IReadOnlyList<RuleAction> Actions { get; init; } = [];

    /// <summary>Whether no further rule is tried after this one.</summary>
    public bool Stops { get; init; } = true;
}

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

    /// <summary>The message's size in octets.</summary>
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

/// <summary>One condition.</summary>
/// <param name="Field">What it looks at.</param>
/// <param name="Operator">How it compares.</param>
/// <param name="Values">With what; one of them is enough.</param>
/// <param name="Header">The field's name for <see cref="RuleField.Header"/>.</param>
/// <param name="IsNot">Whether it holds when the comparison does not.</param>
public sealed record RuleCondition(RuleField Field, RuleOperator Operator, IReadOnlyList<string> Values, string? Header = null, bool IsNot = false);

/// <summary>Kinds of actions.</summary>
public enum RuleActionKind
{
    /// <summary>Into a folder, which is created when it is missing.</summary>
    Move,

    /// <summary>A copy into a folder, which is created when it is missing; the message goes on.</summary>
    Copy,

    /// <summary>Mark with a flag or keyword.</summary>
    Flag,

    /// <summary>Send on to an address; the message stays unless another action takes it away.</summary>
    Forward,

    /// <summary>Drop it.</summary>
    Discard,

    /// <summary>Leave it in INBOX.</summary>
    Keep,
}

/// <summary>One action.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Target">Folder, flag or address; empty where none is needed.</param>
public sealed record RuleAction(RuleActionKind Kind, string Target = "");

/// <summary>What rules a mailbox has.</summary>
public abstract record RuleSheet
{
    private RuleSheet()
    {
    }

    /// <summary>No script is active.</summary>
    public sealed record None : RuleSheet;

    /// <summary>The active script was written from rules, and is as it was written.</summary>
    /// <param name="Rules">The rules.</param>
    public sealed record FromRules(MailRules Rules) : RuleSheet;

    /// <summary>The active script was written, or changed, by hand or by another program; it is shown and not overwritten unasked.</summary>
    /// <param name="Name">Its name; <see langword="null"/> for a file of its own.</param>
    /// <param name="Script">Its text.</param>
    public sealed record ByHand(string? Name, string Script) : RuleSheet;
}

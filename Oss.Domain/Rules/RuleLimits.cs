namespace Oss.Domain.Rules;

/// <summary>Bounds of a mailbox's rules; the XSD and the validators read them here.</summary>
public static class RuleLimits
{
    /// <summary>Addresses that all mail is forwarded to, and that one rule forwards to: a script is no list server (RFC 5228 10).</summary>
    public const int ForwardTargets = 5;

    /// <summary>Rules of one mailbox.</summary>
    public const int Rules = 100;

    /// <summary>Conditions of one rule.</summary>
    public const int Conditions = 20;

    /// <summary>Values of one condition.</summary>
    public const int Values = 50;

    /// <summary>Characters of a value, of a header field's name, of an action's target.</summary>
    public const int ValueLength = 500;

    /// <summary>Actions of one rule.</summary>
    public const int Actions = 10;

    /// <summary>Characters of a rule's name.</summary>
    public const int NameLength = 100;

    /// <summary>Characters of the subject of an automatic reply.</summary>
    public const int SubjectLength = 250;

    /// <summary>Characters of the text of an automatic reply.</summary>
    public const int TextLength = 10_000;

    /// <summary>Days between two automatic replies to one sender.</summary>
    public const int Days = 180;

    /// <summary>Addresses named with an automatic reply.</summary>
    public const int Addresses = 50;

    /// <summary>Characters of <see cref="RuleSheet.Tag"/>.</summary>
    public const int TagLength = 64;

    /// <summary>Octets of a message that a script is tried on.</summary>
    public const int TrialOctets = 2 * 1024 * 1024;

    /// <summary>Characters of a script of another system.</summary>
    public const int ImportCharacters = 1024 * 1024;

    /// <summary>Steps that a forwarding is followed from mailbox to mailbox in search of a loop, and mailboxes looked at; mail itself stops a longer one.</summary>
    internal const int ChainSteps = 5;

    /// <summary>Mailboxes looked at in search of a loop.</summary>
    internal const int ChainMailboxes = 20;

    /// <summary>Changes of one mailbox that may wait for a volume that is away.</summary>
    internal const int Waiting = 20;
}

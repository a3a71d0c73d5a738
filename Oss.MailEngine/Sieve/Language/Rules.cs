namespace Oss.MailEngine.Sieve.Language;

internal enum ArgumentKind
{
    Text,
    Texts,
    Number,
}

/// <summary>A positional argument.</summary>
/// <param name="Name">How errors and the word's own code call it.</param>
/// <param name="Kind">What it takes.</param>
internal sealed record ArgumentRule(string Name, ArgumentKind Kind)
{
    /// <summary>May be left out; the arguments that are there are told apart by their number.</summary>
    public bool IsOptional { get; init; }
}

/// <summary>A tagged argument.</summary>
/// <param name="Name">The tag without its colon.</param>
/// <param name="Value">What follows it; <see langword="null"/> for nothing.</param>
internal sealed record TagRule(string Name, ArgumentKind? Value = null)
{
    /// <summary>The words that take it, besides those that name it themselves.</summary>
    public Func<WordRule, bool> On { get; init; } = _ => false;

    /// <summary>At most one tag of a group may stand at one word.</summary>
    public string? Group { get; init; }

    /// <summary>A match type's evaluation; <see langword="null"/> for tags that are none.</summary>
    public Match? Match { get; init; }

    /// <summary>Looks at a call that has the tag.</summary>
    public Action<Call, Binder>? Check { get; init; }

    /// <summary>The extension it belongs to; filled in by the vocabulary.</summary>
    public string? Extension { get; init; }
}

/// <summary>What kinds of tags a word takes that several extensions add to.</summary>
[Flags]
internal enum Takes
{
    None = 0,

    /// <summary>Comparator and match type (RFC 5228 2.7).</summary>
    Match = 1,

    /// <summary>Address part (RFC 5228 2.7.4, RFC 5233).</summary>
    AddressPart = 2,

    /// <summary>A header of the message: <c>:index</c>, <c>:last</c> (RFC 5260 6).</summary>
    Index = 4,

    /// <summary>Headers of parts: <c>:mime</c> (RFC 5703 4).</summary>
    Mime = 8,

    /// <summary>Names a folder to store in: <c>:create</c>, <c>:specialuse</c>, <c>:mailboxid</c>.</summary>
    Folder = 16,

    /// <summary>Stores with flags: <c>:flags</c> (RFC 5232 5).</summary>
    Flags = 32,

    /// <summary>Makes a message of which a copy may be filed: <c>:fcc</c> (RFC 8580).</summary>
    Copy = 64,

    /// <summary>Sets a variable: modifiers (RFC 5229 4.1).</summary>
    Modifiers = 128,
}

/// <summary>One row of the language's table: a command or a test, its arguments, and what it does.</summary>
internal abstract record WordRule(string Name, params ArgumentRule[] Arguments)
{
    /// <summary>Tags of its own.</summary>
    public IReadOnlyList<TagRule> Tags { get; init; } = [];

    public Takes Takes { get; init; }

    /// <summary>Tests it takes: none, one, or many in parentheses.</summary>
    public TestArity Tests { get; init; }

    /// <summary>Looks at a call once it is bound: what cannot be right is told to the author, and what needs preparing is prepared.</summary>
    public Action<Call, Binder>? Check { get; init; }

    /// <summary>The extension it belongs to; filled in by the vocabulary.</summary>
    public string? Extension { get; init; }
}

internal enum TestArity
{
    None,
    One,
    Many,
}

/// <summary>A test.</summary>
internal sealed record TestRule(string Name, params ArgumentRule[] Arguments) : WordRule(Name, Arguments)
{
    public required Func<Call, SieveRun, bool> Is { get; init; }
}

/// <summary>A command: an action or a control.</summary>
internal sealed record CommandRule(string Name, params ArgumentRule[] Arguments) : WordRule(Name, Arguments)
{
    public required Func<Call, SieveRun, Flow> Do { get; init; }

    public bool HasBlock { get; init; }
}

/// <summary>Where a run goes on after a command.</summary>
internal enum Flow
{
    Next,

    /// <summary>Out of the loop named in <see cref="SieveRun.BreakTarget"/>.</summary>
    Break,

    /// <summary>Out of the included script.</summary>
    Return,
    Stop,
}

/// <summary>An extension of the language: its rows. One extension is one file in <c>Extensions/</c>.</summary>
/// <param name="Name">The name in <c>require</c>.</param>
internal sealed record SieveExtension(string Name)
{
    public IReadOnlyList<WordRule> Words { get; init; } = [];

    /// <summary>Tags for words of other extensions.</summary>
    public IReadOnlyList<TagRule> Tags { get; init; } = [];

    /// <summary>Whether it answers the sender of a message that is being delivered, and so has no place at IMAP events (RFC 6785 3.11).</summary>
    public bool IsForDeliveryOnly { get; init; }

    /// <summary>Extensions that come with it.</summary>
    public IReadOnlyList<string> Includes { get; init; } = [];

    /// <summary>Modifiers of <c>set</c> (RFC 5229 4.1).</summary>
    public IReadOnlyList<StringModifier> Modifiers { get; init; } = [];
}

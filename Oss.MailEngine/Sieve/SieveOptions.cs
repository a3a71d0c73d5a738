namespace Oss.MailEngine.Sieve;

/// <summary>What the host sets about sieve.</summary>
public sealed record SieveOptions
{
    /// <summary>Scripts that run before each user's own, in this order: files. One that does not keep the message ends the row, as with Pigeonhole's <c>sieve_before</c>.</summary>
    public IReadOnlyList<string> Before { get; init; } = [];

    /// <summary>Scripts that run after each user's own.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>Scripts at events of IMAP, around those that users set (RFC 6785); all that are for an event run, in this order.</summary>
    public IReadOnlyList<EventScripts> Events { get; init; } = [];

    /// <summary>Directory of scripts that <c>include :global</c> finds, <c>NAME.sieve</c>; none without one.</summary>
    public string? GlobalDirectory { get; init; }

    /// <summary>Where clients find ManageSieve, as IMAP announces it: <c>sieve://host</c>, with <c>:port</c> when it is not 4190 (RFC 5804 3, RFC 6785 2.1); <see langword="null"/> for this node by its name.</summary>
    public string? Url { get; init; }

    /// <summary>Scripts one mailbox may have.</summary>
    public int MaxScripts { get; init; } = 30;

    /// <summary>Octets that all scripts of a mailbox may have together.</summary>
    public long MaxScriptOctets { get; init; } = 4L * 1024 * 1024;
}

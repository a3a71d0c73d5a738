using System.Net;

namespace Oss.MailEngine.ContentFilters;

/// <summary>What looks at the content of messages before they are taken, and what becomes of what it finds.</summary>
public sealed record ContentFilterOptions
{
    /// <summary>The filters; all are asked at the same time. None by default.</summary>
    public IReadOnlyList<ContentFilterHook> Hooks { get; init; } = [];

    /// <summary>Relays of this platform whose own filters are believed: the fields of spam and virus filters that their mail brings stay. Everybody else's are taken out, because rules and scripts act on them.</summary>
    public IReadOnlyList<IPNetwork> TrustedNetworks { get; init; } = [];

    /// <summary>What becomes of a message with a virus.</summary>
    public VirusHandling Virus { get; init; }

    /// <summary>Spam of at least so many percent of the score that the filter asks for is put into quarantine and reaches nobody; <see langword="null"/> for none.</summary>
    public int? QuarantineSpamPercent { get; init; }

    /// <summary>Whether spam goes to Junk for mailboxes that say nothing about it: those without a script, and those whose script does not look at the verdict itself.</summary>
    public bool SpamToJunk { get; init; } = true;

    /// <summary>Directory of the quarantine; <see langword="null"/> for one below the spool.</summary>
    public string? QuarantineDirectory { get; init; }

    /// <summary>How long a message stays in quarantine.</summary>
    public TimeSpan KeepQuarantined { get; init; } = TimeSpan.FromDays(30);
}

/// <summary>One filter.</summary>
/// <param name="Kind">What it is, and so what is spoken with it.</param>
/// <param name="Address">Where it listens: <c>host:port</c>, or the path of a socket.</param>
public sealed record ContentFilterHook(ContentFilterKind Kind, string Address)
{
    /// <summary>Time until it has answered. The peer waits meanwhile: RFC 5321 4.5.3.2.6 gives it ten minutes.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What becomes of a message when the filter is down, too slow, or says that it cannot tell.</summary>
    public WhenDown WhenDown { get; init; }

    /// <summary>Larger messages are not shown to it, and are accepted with a field that says so. Spam is small; a scanner of viruses has a limit of its own, which this must not exceed (<c>StreamMaxLength</c>).</summary>
    public long MaxBytes { get; init; } = Kind == ContentFilterKind.ClamAv ? 25L * 1024 * 1024 : 1024 * 1024;

    /// <summary>Messages shown to it at one time; more wait, within <see cref="Patience"/>.</summary>
    public int MaxConcurrent { get; init; } = 10;
}

/// <summary>Filters that can be asked.</summary>
public enum ContentFilterKind
{
    /// <summary>rspamd's <c>/checkv2</c> over HTTP; 127.0.0.1:11333 by default.</summary>
    Rspamd,

    /// <summary>spamd of SpamAssassin, protocol SPAMC; 127.0.0.1:783 by default.</summary>
    SpamAssassin,

    /// <summary>clamd of ClamAV, command INSTREAM; /run/clamav/clamd.ctl on Debian.</summary>
    ClamAv,
}

/// <summary>What becomes of a message that a filter could not look at.</summary>
public enum WhenDown
{
    /// <summary>It is accepted, with <c>Unscanned</c> in the filter's field.</summary>
    Accept,

    /// <summary>The peer is told to try again (451).</summary>
    Defer,
}

/// <summary>What becomes of a message with a virus.</summary>
public enum VirusHandling
{
    /// <summary>It is refused (554).</summary>
    Refuse,

    /// <summary>It is accepted, and reaches nobody until an operator releases it.</summary>
    Quarantine,
}

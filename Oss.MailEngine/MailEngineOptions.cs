using System.Security.Cryptography.X509Certificates;

namespace Oss.MailEngine;

/// <summary>What the host tells the engine about the node it runs on.</summary>
public sealed record MailEngineOptions
{
    /// <summary>The name the node greets with (RFC 5321 4.1.1.1) and writes into Received fields and file names.</summary>
    public required string HostName { get; init; }

    /// <summary>The volumes that hold mailboxes; at least one.</summary>
    public required IReadOnlyList<VolumeOptions> Volumes { get; init; }

    /// <summary>Directory for messages on their way in; on a local disk.</summary>
    public required string SpoolDirectory { get; init; }

    /// <summary>Directory for what this node derives from mailboxes and can make anew at any time: modification sequences, caches, search indexes; on a local disk.
    /// <see langword="null"/> keeps it in memory only.</summary>
    public string? DerivedDirectory { get; init; }

    /// <summary>The file that says who shares folders with whom, one for all nodes; the file of Dovecot's <c>acl_shared_dict</c>. On the first volume without it.</summary>
    public string? SharedMailboxesFile { get; init; }

    /// <summary>How long expunged mail can be got back; zero for not at all.</summary>
    public TimeSpan KeepExpunged { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Memory for the folders of mailboxes that nobody is logged in to at the moment, in bytes.</summary>
    public long MailboxCacheBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Gives the certificate for TLS, asked at each handshake so that a renewed one is used at once.</summary>
    public required Func<X509Certificate2> Certificate { get; init; }

    /// <summary>How users may log in before TLS, from other machines.</summary>
    public LoginBeforeTls LoginBeforeTls { get; init; }

    /// <summary>Whose access tokens let users in; <see langword="null"/> for nobody's.</summary>
    public BearerOptions? Bearer { get; init; }

    /// <summary>Largest message taken, in bytes as on the wire; announced as SIZE (RFC 1870).</summary>
    public long MaxMessageBytes { get; init; } = 50L * 1024 * 1024;

    /// <summary>Messages that one IMAP command works on; announced as MESSAGELIMIT (RFC 9738).</summary>
    public int MessageLimit { get; init; } = 1_000_000;

    /// <summary>How POP3 makes a UIDL of a message that has none of its own, as Dovecot's <c>pop3_uidl_format</c>; never to be changed while clients remember UIDLs.</summary>
    public string Pop3UidlFormat { get; init; } = "%08Xu%08Xv";

    /// <summary>Least time between two POP3 logins to one mailbox (RFC 2449 6.5); none by default.</summary>
    public TimeSpan Pop3LoginDelay { get; init; }

    /// <summary>Percentages of a quota at which <see cref="QuotaCrossed"/> is told.</summary>
    public IReadOnlyList<int> QuotaThresholds { get; init; } = [80, 95, 100];

    /// <summary>Told, once each time, when the use of a mailbox's quota, or of a pool, crosses a threshold; must return at once.</summary>
    public Action<QuotaNotice> QuotaCrossed { get; init; } = _ => { };

    /// <summary>Folders in which <see cref="Directory.MailboxAccount.TrashExtraBytes"/> may be used; those below them too.</summary>
    public IReadOnlyList<string> TrashFolders { get; init; } = ["Trash", "Deleted Messages", "Deleted Items", "Papierkorb"];

    /// <summary>Mail filters.</summary>
    public Sieve.SieveOptions Sieve { get; init; } = new();

    /// <summary>Filters of content.</summary>
    public ContentFilters.ContentFilterOptions ContentFilters { get; init; } = new();

    /// <summary>Whose mail is taken.</summary>
    public Policy.PolicyOptions Policy { get; init; } = new();

    /// <summary>How mail leaves the platform.</summary>
    public OutboundOptions Outbound { get; init; } = new();

    /// <summary>Balancers that begin each connection with a PROXY header (versions 1 and 2), on every port; nobody else's header is read.</summary>
    public IReadOnlyList<System.Net.IPNetwork> ProxyNetworks { get; init; } = [];

    /// <summary>Proxies whose XCLIENT is believed.</summary>
    public IReadOnlyList<System.Net.IPNetwork> XClientNetworks { get; init; } = [];

    /// <summary>Networks whose computers may send to other platforms without a password: dial-in networks that are not on SMTP-AUTH yet. Each use is logged.</summary>
    public IReadOnlyList<System.Net.IPNetwork> RelayNetworks { get; init; } = [];

    /// <summary>Memory for headers of messages looked at of late, in octets, roughly.</summary>
    public long HeaderCacheBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>Told of each message that is begun in this way; must return at once.</summary>
    public Action<UseWithoutLogin> UsedWithoutLogin { get; init; } = _ => { };

    /// <summary>Told what becomes of each message; <see langword="null"/> when nobody wants to know.</summary>
    public Trace.IMailTrace? Trace { get; init; }

    /// <summary>Told of each login that came to an end; must return at once.</summary>
    public Action<LoginNotice>? LoginEnded { get; init; }

    /// <summary>Connections at one time to all mail ports together.</summary>
    public int MaxConnections { get; init; } = Connections.ConnectionLimits.MaxConnections;

    /// <summary>Connections at one time from one address.</summary>
    public int MaxConnectionsPerAddress { get; init; } = Connections.ConnectionLimits.MaxConnectionsPerAddress;
}

/// <summary>A directory, local or NFS, that holds mailboxes.</summary>
/// <param name="Name">Its name for ever, e.g. <c>vol104</c>; letters, digits, hyphens.</param>
/// <param name="Path">Where it is mounted on this node.</param>
/// <param name="Weight">Share of new mailboxes beside free space; 0 takes no new ones.</param>
public sealed record VolumeOptions(string Name, string Path, int Weight = 1);

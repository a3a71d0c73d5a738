using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging;
using Oss.MailEngine.Connections;
using Oss.MailEngine.ContentFilters;
using Oss.MailEngine.Delivery.Filtering;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Imap;
using Oss.MailEngine.ManageSieve;
using Oss.MailEngine.Policy;
using Oss.MailEngine.Policy.Delegation;
using Oss.MailEngine.Pop3;
using Oss.MailEngine.Quarantine;
using Oss.MailEngine.Queue;
using Oss.MailEngine.Queue.Administration;
using Oss.MailEngine.Sasl;
using Oss.MailEngine.Sieve;
using Oss.MailEngine.Sieve.Messages;
using Oss.MailEngine.Sieve.Rules;
using Oss.MailEngine.Sieve.Scripts;
using Oss.MailEngine.Sieve.Trials;
using Oss.MailEngine.Smtp;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine;

/// <summary>The embedded mail engine's public face: it serves connections and looks after mailboxes. Thread-safe; one for a process.</summary>
public sealed partial class MailEngine : IDisposable
{
    private static readonly TimeSpan MovesCheckedEvery = TimeSpan.FromSeconds(10);

    private readonly MailEngineOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<MailEngine> _log;
    private readonly MailStorage _storage;
    private readonly SaslLogin _login;
    private readonly SmtpServices _smtp;
    private readonly MailPolicy _policy;
    private readonly ImapServices _imap;
    private readonly Pop3Services _pop3;
    private readonly ManageSieveServices _manageSieve;
    private readonly ConnectionThrottle _throttle;
    private readonly ContentFilterChain _filters;
    private readonly RefusedConnections _refused;
    private long _movesChecked;

    /// <summary>Puts the engine together; nothing listens and nothing is created on disk yet.</summary>
    public MailEngine(MailEngineOptions options, IMailDirectory directory, TimeProvider time, ILoggerFactory loggers)
    {
        (_options, _time, _log) = (options, time, loggers.CreateLogger<MailEngine>());
        _throttle = new ConnectionThrottle(options.MaxConnections, options.MaxConnectionsPerAddress);
        _storage = new MailStorage(options, time) { ListPool = directory.ListPoolAsync };
        _login = new SaslLogin(directory, new LoginThrottle(time), options.LoginBeforeTls, options.Bearer) { Ended = options.LoginEnded, Time = time };
        _pop3 = new Pop3Services(options, _storage, _login, time);
        Outbound = new OutboundServices(options, directory, _storage, time, loggers);
        var sieve = new SieveDelivery(options, _storage, new ScriptSending(Outbound, time), time, loggers.CreateLogger("Oss.MailEngine.Sieve"));
        Outbound.Delivery.Sieve = sieve;
        _manageSieve = new ManageSieveServices(options, _storage, _login, sieve);
        _imap = new ImapServices(options, _storage, _login, sieve);
        _filters = new ContentFilterChain(options, time, loggers.CreateLogger("Oss.MailEngine.ContentFilters"));
        var quarantine = new QuarantineStore(options.ContentFilters.QuarantineDirectory ?? Path.Combine(options.SpoolDirectory, "quarantine"), time);
        Quarantine = new MailQuarantine(quarantine, Outbound, time, options.ContentFilters.KeepQuarantined);
        _refused = new RefusedConnections(options.Trace, time);
        _policy = new MailPolicy(options, time, loggers.CreateLogger("Oss.MailEngine.Policy"));
        _smtp = new SmtpServices(options, Outbound, _storage, _login, _policy, time, loggers.CreateLogger("Oss.MailEngine.Smtp")) { Filters = _filters, Quarantine = quarantine, Refused = _refused };
    }

    internal OutboundServices Outbound { get; }

    internal MessageMemory MessageMemory => _smtp.Memory;

    /// <summary>What was accepted and is held back.</summary>
    public MailQuarantine Quarantine { get; }

    /// <summary>The queue for those who run it.</summary>
    public QueueAdministration Queue => Outbound.Administration;

    /// <summary>Whether clients are served. A node that is not ready yet tells them to come again, rather than that there is nobody of the name they ask for.</summary>
    public bool IsOpen { get; set; } = true;

    /// <summary>Delivers what is queued until it is told to stop; one process at a time does for a queue directory.</summary>
    public async Task RunQueueAsync(CancellationToken cancellationToken)
    {
        CleanSpool();
        await using var cleaning = _time.CreateTimer(_ => CleanSpool(), null, SmtpLimits.SpoolPatience, SmtpLimits.SpoolPatience);
        // First: what was wished before a crash may stand in the queue already, and is not to be delivered from there while it is in the quarantine too.
        try
        {
            await Quarantine.ReleaseWishedAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            NotReleased(e);
        }

        await Outbound.RunAsync(cancellationToken);
    }

    private void CleanSpool()
    {
        if (_storage.CleanSpool(SmtpLimits.SpoolPatience) is > 0 and var files)
            SpoolCleaned(files);
    }


    /// <summary>Serves one connection until either side ends it.</summary>
    /// <param name="listener">What the connection came in for.</param>
    /// <param name="connection">The connection; closed when the task ends.</param>
    public async Task ServeAsync(MailListener listener, ConnectionContext connection)
    {
        using var scope = Scope(_log, listener, connection.ConnectionId);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        // A node that stops asks its connections to end; a session that waits for its client would wait for the shutdown's deadline.
        using var stopping = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested.Register(ending.Cancel);
        await using var mail = new MailConnection(connection, _time) { Ending = ending };
        try
        {
            if (_options.ProxyNetworks.Count > 0 && mail.PeerAddress is { } peer && _options.ProxyNetworks.Any(network => network.Contains(peer)) && !await ProxyHeader.ReadAsync(mail, ending.Token))
            {
                NoProxyHeader(listener, connection.ConnectionId, peer);
                return;
            }

            using var place = _throttle.TryEnter(mail.RemoteAddress);
            if (place is null)
                Refused(listener, connection.ConnectionId, mail.RemoteAddress);
            if (place is null || !IsOpen)
            {
                var why = place is null ? "Too many connections" : "The server is starting";
                var reply = listener switch
                {
                    MailListener.Imap => $"* BYE [UNAVAILABLE] {why}",
                    MailListener.Pop3 => $"-ERR [SYS/TEMP] {why}",
                    MailListener.ManageSieve => $"BYE (TRYLATER) \"{why}\"",
                    MailListener.Policy => $"action=DEFER_IF_PERMIT 4.3.2 {why}\n",
                    _ => $"421 {(place is null ? "4.7.0" : "4.3.2")} {why}",
                };
                if (reply.StartsWith("421 ", StringComparison.Ordinal))
                    _refused.Tell(mail.RemoteAddress, "", listener == MailListener.Lmtp ? "LMTP" : "SMTP", "", reply, null);
                mail.WriteLine(reply);
                await mail.FlushAsync(ending.Token);
                return;
            }

            if (listener == MailListener.Submissions && !await mail.BeginTlsAsync(_options.Certificate, SmtpLimits.CommandPatience, ending.Token))
                return;

            await (listener switch
            {
                MailListener.Submissions => new SmtpSession(mail, MailListener.Submission, _smtp).RunAsync(ending.Token),
                MailListener.Imap => new ImapSession(mail, _imap).RunAsync(ending.Token),
                MailListener.Pop3 => new Pop3Session(mail, _pop3).RunAsync(ending.Token),
                MailListener.ManageSieve => new ManageSieveSession(mail, _manageSieve).RunAsync(ending.Token),
                MailListener.Policy => DelegateAsync(mail, ending.Token),
                _ => new SmtpSession(mail, listener, _smtp).RunAsync(ending.Token),
            });
        }
        catch (Exception e) when (e is OperationCanceledException or ConnectionResetException or ConnectionAbortedException or IOException or TimeoutException)
        {
            // The peer is gone, or the node stops.
        }
        catch (Exception e)
        {
            SessionFailed(listener, connection.ConnectionId, e);
        }
        finally
        {
            _login.Open.Leave(mail);
        }
    }

    /// <summary>Ends the sessions of whoever may not be logged in any more, as the directory says now.</summary>
    /// <returns>How many.</returns>
    public async Task<int> CheckLoginsAsync(CancellationToken cancellationToken)
    {
        // Another process may have moved them, as a command does; which costs a look at the disk for each.
        if (_time.GetElapsedTime(_movesChecked) >= MovesCheckedEvery)
        {
            _movesChecked = _time.GetTimestamp();
            foreach (var mailbox in _login.Open.Mailboxes.Where(_storage.HasMoved).ToList())
                await EndMovedAsync(mailbox);
        }

        return await _login.Open.CheckAsync(cancellationToken);
    }

    /// <summary>Moves the mailbox off a volume while it is in use, to one of the engine's choice; its sessions on this node end, for they see it no more. One that is on another volume stays there.</summary>
    /// <returns>The volume that holds it.</returns>
    /// <exception cref="IOException">A volume is away or full, no other takes mailboxes, or somebody else moves it; the mailbox is where it was.</exception>
    public async Task<string> MoveMailboxAsync(Guid id, string canonicalName, string from, CancellationToken cancellationToken)
    {
        var volume = await Task.Run(() => _storage.MoveAsync(id, canonicalName, from, cancellationToken), cancellationToken);
        await EndMovedAsync(id);
        return volume;
    }

    private Task EndMovedAsync(Guid mailbox) => _login.Open.EndAsync(mailbox, "Your mailbox was moved; log in again");

    /// <summary>Creates the mailbox's tree on a volume of the engine's choice, or finds the one an earlier attempt made for the same id.</summary>
    /// <returns>The volume's name.</returns>
    /// <exception cref="IOException">No volume can be reached.</exception>
    public Task<string> CreateMailboxAsync(Guid id, string canonicalName, CancellationToken cancellationToken) =>
        Task.Run(() => _storage.Create(id, canonicalName), cancellationToken);

    /// <summary>Puts the mailbox's tree aside; does nothing when it has none.</summary>
    /// <exception cref="IOException">The volume cannot be reached.</exception>
    public Task RemoveMailboxAsync(Guid id, string canonicalName, CancellationToken cancellationToken) =>
        Task.Run(() => _storage.Remove(id, canonicalName), cancellationToken);

    /// <summary>Moves the mailbox's tree to where its new name belongs.</summary>
    /// <exception cref="IOException">The volume or the tree is not there.</exception>
    public Task RenameMailboxAsync(Guid id, string canonicalName, string newName, CancellationToken cancellationToken) =>
        Task.Run(() => _storage.Rename(id, canonicalName, newName), cancellationToken);

    /// <summary>Deletes the mailbox's tree for good; does nothing when it has none.</summary>
    /// <exception cref="IOException">The volume cannot be reached.</exception>
    public Task PurgeMailboxAsync(Guid id, string canonicalName, CancellationToken cancellationToken) =>
        Task.Run(() => _storage.Purge(id, canonicalName), cancellationToken);

    /// <summary>Measures on disk: octets and messages; <see langword="null"/> when the mailbox has no tree.</summary>
    /// <exception cref="IOException">The volume cannot be reached.</exception>
    public Task<(long Bytes, long Messages)?> MeasureUsageAsync(Guid id, string canonicalName, CancellationToken cancellationToken) => Task.Run<(long, long)?>(
        () => _storage.Measure(id, canonicalName) is { } usage ? (usage.Bytes, usage.Messages) : null, cancellationToken);

    /// <summary>Puts a message into the mailbox that says how much of its storage is used; on disk when the task ends. False when there is no room for it.</summary>
    /// <exception cref="IOException">The volume cannot be reached.</exception>
    public async Task<bool> WarnOfQuotaAsync(QuotaNotice notice, CancellationToken cancellationToken)
    {
        await using var message = _storage.NewSpooledMessage();
        await message.WriteAsync(Delivery.QuotaWarning.Write(notice, _options.HostName, _time.GetUtcNow()), cancellationToken);
        await message.CompleteAsync(cancellationToken);
        try
        {
            await _storage.Open(notice.Mailbox, setsLimits: false).Inbox.DeliverAsync(message, cancellationToken);
            return true;
        }
        catch (OverQuotaException)
        {
            return false;
        }
    }

    /// <summary>What the mailboxes of a pool use together, in bytes on disk; of one whose volume is away, what was seen last.</summary>
    /// <exception cref="IOException">The directory cannot say which they are.</exception>
    public Task<long> MeasurePoolAsync(Guid pool, CancellationToken cancellationToken) => Task.Run(() => _storage.Pools.Open(pool).UsageAsync(null, cancellationToken).AsTask(), cancellationToken);

    /// <summary>Replaces the volumes while the node runs: one more, another weight; weight 0 drains one of new mailboxes. A volume that is left out is down for its mailboxes.</summary>
    /// <exception cref="ArgumentException">There is none, or two have one name.</exception>
    public void ReplaceVolumes(IReadOnlyList<VolumeOptions> volumes) => _storage.Volumes.Replace(volumes);

    /// <summary>The volumes as they are now.</summary>
    public IReadOnlyList<VolumeStatus> DescribeVolumes() => [.. _storage.Volumes.All.Select(volume => VolumeStatus.Of(volume, _storage.Volumes.LoadOf(volume.Name).Factor))];

    /// <summary>Asks each content filter whether it answers.</summary>
    public Task<IReadOnlyList<ContentFilterStatus>> DescribeFiltersAsync(CancellationToken cancellationToken) => _filters.DescribeAsync(cancellationToken);

    /// <summary>Takes back what was expunged from a mailbox since a moment, to the full hour; returns how many messages there were.</summary>
    /// <exception cref="IOException">The volume cannot be reached.</exception>
    public Task<int> RestoreExpungedAsync(MailboxAccount mailbox, DateTimeOffset since, CancellationToken cancellationToken) =>
        _storage.Open(mailbox).RestoreExpungedAsync(since, cancellationToken);

    /// <summary>Writes a mailbox as a tar file that is a Maildir; the mailbox may be in use meanwhile.</summary>
    /// <exception cref="IOException">The volume cannot be reached.</exception>
    public Task ExportMailboxAsync(MailboxAccount mailbox, Stream target, CancellationToken cancellationToken) => MailboxArchive.WriteAsync(_storage.Open(mailbox, setsLimits: false), target, cancellationToken);

    /// <summary>Writes a mailbox as such a file beside the mailboxes of its volume; the mailbox may be in use meanwhile.</summary>
    /// <param name="mailbox">The mailbox.</param>
    /// <param name="archive">Names the file.</param>
    /// <param name="progress">Told every few seconds how many octets are written; waited for.</param>
    /// <param name="cancellationToken">Ends it, and leaves nothing.</param>
    /// <returns>Octets of the file, which is on disk.</returns>
    /// <exception cref="IOException">The volume cannot be reached, or is full.</exception>
    public Task<long> WriteArchiveAsync(MailboxAccount mailbox, Guid archive, Func<long, Task> progress, CancellationToken cancellationToken) =>
        new ArchiveFiles(_storage).WriteAsync(mailbox, archive, progress, cancellationToken);

    /// <summary>Opens such a file; <see langword="null"/> when there is none.</summary>
    /// <exception cref="IOException">The volume cannot be reached.</exception>
    public Stream? OpenArchive(string volume, Guid archive) => new ArchiveFiles(_storage).Open(volume, archive);

    /// <summary>Deletes such a file, and what was left of attempts at it.</summary>
    /// <exception cref="IOException">The volume cannot be reached.</exception>
    public void DeleteArchive(string volume, Guid archive) => new ArchiveFiles(_storage).Delete(volume, archive);

    /// <summary>Reads such a file into a mailbox: with UIDs and all into folders that are empty; what is missing, under new UIDs, into others. Returns how many messages were added.</summary>
    /// <exception cref="InvalidDataException">It is no mailbox's archive.</exception>
    /// <exception cref="IOException">The volume cannot be reached.</exception>
    public Task<int> ImportMailboxAsync(MailboxAccount mailbox, Stream source, CancellationToken cancellationToken) => MailboxArchive.ReadAsync(_storage.Open(mailbox), source, cancellationToken);

    /// <summary>The mailbox's mail rules.</summary>
    /// <exception cref="IOException">The volume cannot be reached.</exception>
    public Task<RuleSheet> ReadRulesAsync(MailboxAccount mailbox, CancellationToken cancellationToken) =>
        Task.Run(() => new RuleSettings(ScriptsOf(mailbox)).Read(), cancellationToken);

    /// <summary>Renders rules into the mailbox's active script; on disk when the task ends.</summary>
    /// <param name="mailbox">The mailbox.</param>
    /// <param name="rules">All its rules.</param>
    /// <param name="mayReplace">Asked with what is active, which nobody on this node changes before the answer is carried out; false leaves it.</param>
    /// <param name="cancellationToken">Not heeded once the writing has begun.</param>
    /// <exception cref="IOException">The volume cannot be reached.</exception>
    public Task<RuleChange> WriteRulesAsync(MailboxAccount mailbox, MailRules rules, Func<RuleSheet, bool> mayReplace, CancellationToken cancellationToken) =>
        Task.Run(() => new RuleSettings(ScriptsOf(mailbox)).Write(rules, mayReplace), cancellationToken);

    /// <summary>Makes a script by hand active again that rules replaced.</summary>
    /// <param name="mailbox">The mailbox.</param>
    /// <param name="script">The name it had when it was active; empty for a file of its own.</param>
    /// <param name="mayReplace">Asked with what is active; false leaves it.</param>
    /// <param name="cancellationToken">Not heeded once the writing has begun.</param>
    /// <exception cref="IOException">The volume cannot be reached.</exception>
    public Task<RuleChange> RestoreScriptAsync(MailboxAccount mailbox, string script, Func<RuleSheet, bool> mayReplace, CancellationToken cancellationToken) =>
        Task.Run(() => new RuleSettings(ScriptsOf(mailbox)).Restore(script, mayReplace), cancellationToken);

    /// <summary>The mailbox's scripts by name, with whether each is active, and their octets.</summary>
    /// <exception cref="IOException">The volume cannot be reached.</exception>
    public Task<IReadOnlyList<(string Name, bool IsActive, byte[] Script)>> ListScriptsAsync(MailboxAccount mailbox, CancellationToken cancellationToken) =>
        Task.Run<IReadOnlyList<(string, bool, byte[])>>(
            () => ScriptsOf(mailbox) is var scripts ? [.. scripts.List().Select(s => (s.Name.Value, s.IsActive, scripts.Read(s.Name) ?? []))] : [], cancellationToken);

    /// <summary>What the mailbox's scripts would do with a message, those of the administrator too; nothing is stored and nothing is sent. Without a script it is kept.</summary>
    /// <param name="mailbox">The mailbox.</param>
    /// <param name="message">The message, RFC 5322.</param>
    /// <param name="sender">The envelope's sender; <see langword="null"/> for what the message says of it.</param>
    /// <param name="recipient">The envelope's recipient.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="IOException">The volume cannot be reached.</exception>
    public Task<SieveTrial> TryScriptAsync(MailboxAccount mailbox, ReadOnlyMemory<byte> message, string? sender, string recipient, CancellationToken cancellationToken) =>
        Task.Run(() => TrialOf(mailbox).RunAsync(SieveMessage.Of(message), sender, recipient), cancellationToken);

    /// <summary>The same with a message that is in the mailbox; <see langword="null"/> when there is no such message.</summary>
    /// <param name="mailbox">The mailbox.</param>
    /// <param name="folder">The message's folder; <see langword="null"/> for INBOX, or with a Message-ID for any.</param>
    /// <param name="uid">Its UID; <see langword="null"/> for the one with the Message-ID.</param>
    /// <param name="messageId">Its Message-ID.</param>
    /// <param name="sender">The envelope's sender; <see langword="null"/> for what the message says of it.</param>
    /// <param name="recipient">The envelope's recipient.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="IOException">The volume cannot be reached.</exception>
    public Task<SieveTrial?> TryScriptAsync(
        MailboxAccount mailbox, string? folder, uint? uid, string? messageId, string? sender, string recipient, CancellationToken cancellationToken) =>
        Task.Run(() => TrialOf(mailbox).RunStoredAsync(folder, uid, messageId, sender, recipient, cancellationToken), cancellationToken);

    /// <summary>The newest messages of a folder; <see langword="null"/> when there is no such folder.</summary>
    /// <exception cref="IOException">The volume cannot be reached.</exception>
    public Task<FolderListing?> ListMessagesAsync(MailboxAccount mailbox, string folder, int limit, CancellationToken cancellationToken) =>
        Task.Run(() => TrialOf(mailbox).ListAsync(folder, limit, cancellationToken), cancellationToken);

    private FilterTrial TrialOf(MailboxAccount mailbox) => new(_storage.Open(mailbox, setsLimits: false), mailbox.CanonicalName, Outbound.Delivery.Sieve!);

    private ScriptStore ScriptsOf(MailboxAccount mailbox) => new(_storage.HomeOf(mailbox), _options.Sieve);

    /// <summary>Writes down what the node knows of mailboxes, so that it need not be found out again.</summary>
    public void Dispose()
    {
        _filters.Dispose();
        Outbound.Dispose();
        _storage.Dispose();
        _policy.Dispose();
    }

    private async Task DelegateAsync(MailConnection connection, CancellationToken cancellationToken)
    {
        using var delegation = new PolicyDelegation(connection, _policy);
        await delegation.RunAsync(cancellationToken);
    }

    private static readonly Func<ILogger, MailListener, string, IDisposable?> Scope = LoggerMessage.DefineScope<MailListener, string>("{Listener} {ConnectionId}");

    [LoggerMessage(2205, LogLevel.Error, "What is to be released from the quarantine could not be; it is tried again.")]
    private partial void NotReleased(Exception cause);

    [LoggerMessage(2204, LogLevel.Information, "{Files} files were removed from the spool that a process left which was killed; none of them had been answered.")]
    private partial void SpoolCleaned(int files);

    [LoggerMessage(2203, LogLevel.Warning, "A {Listener} connection from the balancer {Address} began without a PROXY header: {ConnectionId}.")]
    private partial void NoProxyHeader(MailListener listener, string connectionId, System.Net.IPAddress? address);

    [LoggerMessage(2202, LogLevel.Warning, "A {Listener} connection from {Address} was refused, there are too many: {ConnectionId}.")]
    private partial void Refused(MailListener listener, string connectionId, System.Net.IPAddress? address);

    [LoggerMessage(2201, LogLevel.Error, "A {Listener} session failed: {ConnectionId}.")]
    private partial void SessionFailed(MailListener listener, string connectionId, Exception cause);
}

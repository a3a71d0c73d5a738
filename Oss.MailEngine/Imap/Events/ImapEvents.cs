using Microsoft.Extensions.Logging;
using Oss.MailEngine.Delivery.Filtering;
using Oss.MailEngine.Imap.Metadata;
using Oss.MailEngine.Sieve;
using Oss.MailEngine.Sieve.Extensions;
using Oss.MailEngine.Sieve.Messages;
using Oss.MailEngine.Sieve.Scripts;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap.Events;

/// <summary>
/// The events of one command in one folder, and the scripts that run at them (RFC 6785), once for each message: the administrator's before, the user's, the administrator's after. The command has done
/// its work and all of it is on disk when the first script runs: a script that fails, or runs out of what a command may cost, leaves messages as it found them. What scripts do to messages brings about no
/// further events (RFC 6785 6).
/// </summary>
internal sealed partial class ImapEvents
{
    /// <summary>The entry that names the script, of a folder or for all folders of the mailbox (RFC 6785 2.3.1).</summary>
    private static readonly MetadataEntry Entry = new(IsPrivate: false, "imapsieve/script");

    private readonly ImapSession _session;
    private readonly Folder _folder;
    private readonly ImapCauses _cause;
    private readonly Folder? _from;
    private readonly IReadOnlyList<SieveScript> _scripts;
    private readonly string _owner;
    private long _steps;
    private int _sent;

    private ImapEvents(ImapSession session, Folder folder, ImapCauses cause, Folder? from, IReadOnlyList<SieveScript> scripts) =>
        (_session, _folder, _cause, _from, _scripts, _owner) = (session, folder, cause, from, scripts, Path.GetFileName(folder.Mailbox.Home));

    /// <summary>The name of the entry below <c>/shared/</c>.</summary>
    public static string EntryName => Entry.Name;

    /// <summary>The events of a command; <see langword="null"/> when no script is set for them, which costs a look at one file.</summary>
    /// <param name="session">Who gave the command.</param>
    /// <param name="folder">Where the messages are, or came to.</param>
    /// <param name="cause">What it does to them.</param>
    /// <param name="from">The folder they are copied from.</param>
    /// <param name="cancellationToken">Ends with the connection.</param>
    public static async ValueTask<ImapEvents?> OfAsync(ImapSession session, Folder folder, ImapCauses cause, Folder? from, CancellationToken cancellationToken)
    {
        try
        {
            return await ScriptsOfAsync(session.Services.Sieve, folder, cause, from, cancellationToken) is { Count: > 0 } scripts ? new ImapEvents(session, folder, cause, from, scripts) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Failed(session.Services.Sieve.Log, session.Connection.Id, folder.Mailbox.Home, folder.Name.Value, 0, e.Message);
            return null;
        }
    }

    /// <summary>Runs at messages that came into the folder.</summary>
    public Task AddedAsync(IEnumerable<uint> uids, CancellationToken cancellationToken) => RunAsync(uids.Select(uid => (uid, "")), cancellationToken);

    /// <summary>Runs at messages whose flags are others now.</summary>
    public Task FlagsChangedAsync(IEnumerable<uint> uids, FolderSnapshot before, FolderSnapshot after, CancellationToken cancellationToken) => RunAsync(
        uids.Select(uid => (uid, before.IndexOf(uid) is >= 0 and var was && after.IndexOf(uid) is >= 0 and var index ? Changed(before.Messages[was], after.Messages[index]) : ""))
            .Where(change => change.Item2.Length > 0),
        cancellationToken);

    /// <summary>The flags of a message by their names, as scripts have them.</summary>
    public static IReadOnlyList<string> FlagsOf(StoredMessage message) =>
        [.. ImapFlags.Names(message.Flags, isRecent: false).Split(' ', StringSplitOptions.RemoveEmptyEntries), .. message.Keywords];

    private static string Changed(StoredMessage before, StoredMessage after) =>
        before.HasSameFlagsAs(after) ? "" : string.Join(' ', FlagsOf(before).Except(FlagsOf(after)).Concat(FlagsOf(after).Except(FlagsOf(before))));

    private static async ValueTask<IReadOnlyList<SieveScript>> ScriptsOfAsync(SieveDelivery sieve, Folder folder, ImapCauses cause, Folder? from, CancellationToken cancellationToken)
    {
        var (where, whence) = (Of(folder), from is null ? null : Of(from));
        var set = sieve.Options.Sieve.Events.Where(scripts => scripts.AreFor(cause, where, whence)).ToList();
        return
        [
            .. set.SelectMany(scripts => scripts.Before).Select(sieve.Administrator),
            .. await ScriptOfAsync(sieve, folder, cancellationToken) is { } own ? (SieveScript[])[own] : [],
            .. set.SelectMany(scripts => scripts.After).Select(sieve.Administrator),
        ];

        EventFolder Of(Folder one) => new(one.Name.Value, sieve.Surroundings(one.Mailbox));
    }

    private static async ValueTask<SieveScript?> ScriptOfAsync(SieveDelivery sieve, Folder folder, CancellationToken cancellationToken)
    {
        var mailbox = folder.Mailbox;
        if (mailbox.Attributes.Read() is not { Count: > 0 } attributes)
            return null;

        // The folder's entry, even one that is empty or names nothing, keeps the one for all from being looked at.
        await folder.SyncAsync(cancellationToken);
        if (!attributes.TryGetValue(Entry.Key(folder, isServer: false), out var name))
        {
            await mailbox.Inbox.SyncAsync(cancellationToken);
            name = attributes.GetValueOrDefault(Entry.Key(mailbox.Inbox, isServer: true));
        }

        return name is not null && ScriptName.TryParse(name) is { } script && new ScriptStore(mailbox.Home, sieve.Options.Sieve).Open(script) is { } file
            ? sieve.Compile(file.Octets, name, file.Path)
            : null;
    }

    private async Task RunAsync(IEnumerable<(uint Uid, string Changed)> messages, CancellationToken cancellationToken)
    {
        var sieve = _session.Services.Sieve;
        var environment = Environment(sieve);
        foreach (var (uid, changed) in messages)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_steps > SieveLimits.EventSteps || _sent >= SieveLimits.EventMessages)
            {
                Failed(sieve.Log, _session.Connection.Id, _owner, _folder.Name.Value, uid, "the command's events cost more than they may; this message and those after it are left alone");
                return;
            }

            try
            {
                await RunAsync(sieve, uid, new Dictionary<string, string>(environment) { [ImapSieveExtension.ChangedFlags] = changed }, cancellationToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException or FormatException or OverQuotaException)
            {
                Failed(sieve.Log, _session.Connection.Id, _owner, _folder.Name.Value, uid, e.Message);
            }
        }
    }

    private async Task RunAsync(SieveDelivery sieve, uint uid, Dictionary<string, string> environment, CancellationToken cancellationToken)
    {
        await using var content = await _folder.OpenAsync(uid, cancellationToken);
        var snapshot = await _folder.SyncAsync(cancellationToken);
        if (content is null || snapshot.IndexOf(uid) is not (>= 0 and var index))
            return;

        var message = snapshot.Messages[index];
        var outcome = SieveInterpreter.RunAll(_scripts, new SieveContext
        {
            Message = SieveMessage.Open(content), Sender = _owner, Recipient = _owner, IsEvent = true, Flags = FlagsOf(message), Environment = environment,
            Now = TimeZoneInfo.ConvertTime(sieve.Time.GetUtcNow(), TimeZoneInfo.Local), Mailbox = sieve.Surroundings(_folder.Mailbox),
        });
        _steps += outcome.Steps;
        if (outcome.Error is { } error)
            Failed(sieve.Log, _session.Connection.Id, _owner, _folder.Name.Value, uid, error.ToString());

        _sent += await new EventActions(_folder, message, _owner, sieve, _session.Connection.Id).PerformAsync(outcome.Actions, cancellationToken);
    }

    // RFC 6785 4.
    private Dictionary<string, string> Environment(SieveDelivery sieve)
    {
        var environment = sieve.Environment(_owner, "MS", "post");
        environment[ImapSieveExtension.User] = _session.Account!.CanonicalName;
        environment[ImapSieveExtension.Email] = _session.Account.CanonicalName;
        environment[ImapSieveExtension.Cause] = _cause.ToString().ToUpperInvariant();
        environment[ImapSieveExtension.Mailbox] = _folder.Name.Value;
        environment[ImapSieveExtension.To] = _folder.Name.Value;
        environment[ImapSieveExtension.From] = _from?.Name.Value ?? "";
        return environment;
    }

    [LoggerMessage(2014, LogLevel.Warning, "{ConnectionId}: a script of {Mailbox} at IMAP events failed in {Folder} at message {Uid}, and did nothing with it: {Why}")]
    private static partial void Failed(ILogger log, string connectionId, string mailbox, string folder, uint uid, string why);
}

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
/// The events of one command in one folder, and the script that runs at them (RFC 6785), once for each message. The command has done its work and all of it is on disk when the first script runs: a
/// script that fails, or runs out of what a command may cost, leaves messages as the command left them. What scripts do to messages brings about no further events (RFC 6785 6).
/// </summary>
internal sealed partial class ImapEvents
{
    public const string Append = "APPEND";

    /// <summary>Also of messages that are moved: in the folder they come to they are new all the same.</summary>
    public const string Copy = "COPY";

    private const string Flag = "FLAG";

    /// <summary>The entry that names the script, of a folder or for all folders of the mailbox (RFC 6785 2.3.1).</summary>
    private static readonly MetadataEntry Entry = new(IsPrivate: false, "imapsieve/script");

    private readonly ImapSession _session;
    private readonly Folder _folder;
    private readonly SieveScript _script;
    private readonly string _owner;
    private long _steps;
    private int _sent;

    private ImapEvents(ImapSession session, Folder folder, SieveScript script) =>
        (_session, _folder, _script, _owner) = (session, folder, script, Path.GetFileName(folder.Mailbox.Home));

    /// <summary>The name of the entry below <c>/shared/</c>.</summary>
    public static string EntryName => Entry.Name;

    /// <summary>The events of a folder; <see langword="null"/> when no script is set for it, which costs a look at one file.</summary>
    public static async ValueTask<ImapEvents?> OfAsync(ImapSession session, Folder folder, CancellationToken cancellationToken)
    {
        try
        {
            return await ScriptOfAsync(session.Services.Sieve, folder, cancellationToken) is { } script ? new ImapEvents(session, folder, script) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Failed(session.Services.Sieve.Log, session.Connection.Id, folder.Mailbox.Home, folder.Name.Value, 0, e.Message);
            return null;
        }
    }

    /// <summary>Runs at messages that came into the folder.</summary>
    /// <param name="cause"><see cref="Append"/> or <see cref="Copy"/>.</param>
    /// <param name="uids">The messages.</param>
    /// <param name="from">The folder they were copied from.</param>
    /// <param name="cancellationToken">Ends with the connection.</param>
    public Task AddedAsync(string cause, IEnumerable<uint> uids, Folder? from, CancellationToken cancellationToken) => RunAsync(cause, uids.Select(uid => (uid, "")), from, cancellationToken);

    /// <summary>Runs at messages whose flags are others now.</summary>
    public Task FlagsChangedAsync(IEnumerable<uint> uids, FolderSnapshot before, FolderSnapshot after, CancellationToken cancellationToken) => RunAsync(
        Flag,
        uids.Select(uid => (uid, before.IndexOf(uid) is >= 0 and var was && after.IndexOf(uid) is >= 0 and var index ? Changed(before.Messages[was], after.Messages[index]) : ""))
            .Where(change => change.Item2.Length > 0),
        null, cancellationToken);

    /// <summary>The flags of a message by their names, as scripts have them.</summary>
    public static IReadOnlyList<string> FlagsOf(StoredMessage message) =>
        [.. ImapFlags.Names(message.Flags, isRecent: false).Split(' ', StringSplitOptions.RemoveEmptyEntries), .. message.Keywords];

    private static string Changed(StoredMessage before, StoredMessage after) =>
        before.HasSameFlagsAs(after) ? "" : string.Join(' ', FlagsOf(before).Except(FlagsOf(after)).Concat(FlagsOf(after).Except(FlagsOf(before))));

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

    private async Task RunAsync(string cause, IEnumerable<(uint Uid, string Changed)> messages, Folder? from, CancellationToken cancellationToken)
    {
        var sieve = _session.Services.Sieve;
        var environment = Environment(sieve, cause, from);
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
        var outcome = SieveInterpreter.Run(_script, new SieveContext
        {
            Message = SieveMessage.Open(content), Sender = _owner, Recipient = _owner, IsEvent = true, Flags = FlagsOf(message), Environment = environment,
            Now = TimeZoneInfo.ConvertTime(sieve.Time.GetUtcNow(), TimeZoneInfo.Local), Mailbox = sieve.Surroundings(_folder.Mailbox),
        });
        _steps += outcome.Steps;
        if (outcome.Error is { } error)
        {
            Failed(sieve.Log, _session.Connection.Id, _owner, _folder.Name.Value, uid, error.ToString());
            return;
        }

        _sent += await new EventActions(_folder, message, _owner, sieve, _session.Connection.Id).PerformAsync(outcome.Actions, cancellationToken);
    }

    // RFC 6785 4.
    private Dictionary<string, string> Environment(SieveDelivery sieve, string cause, Folder? from)
    {
        var environment = sieve.Environment(_owner, "MS", "post");
        environment[ImapSieveExtension.User] = _session.Account!.CanonicalName;
        environment[ImapSieveExtension.Email] = _session.Account.CanonicalName;
        environment[ImapSieveExtension.Cause] = cause;
        environment[ImapSieveExtension.Mailbox] = _folder.Name.Value;
        environment[ImapSieveExtension.To] = _folder.Name.Value;
        environment[ImapSieveExtension.From] = from?.Name.Value ?? "";
        return environment;
    }

    [LoggerMessage(2014, LogLevel.Warning, "{ConnectionId}: the IMAP event script of {Mailbox} failed in {Folder} at message {Uid}, which is as the command left it: {Why}")]
    private static partial void Failed(ILogger log, string connectionId, string mailbox, string folder, uint uid, string why);
}

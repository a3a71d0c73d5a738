using Oss.MailEngine.Delivery;
using Oss.MailEngine.Delivery.Filtering;
using Oss.MailEngine.Sieve.Actions;
using Oss.MailEngine.Sieve.Messages;
using Oss.MailEngine.Sieve.Scripts;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Sieve.Trials;

/// <summary>
/// What a mailbox's scripts would do with a message if it came now: all that run at a delivery, in their order, with what they can ask of the mailbox and the scripts they include. Nothing is
/// stored, sent or remembered. Of each action it also says why it would not be done, which is what its owner mostly asks.
/// </summary>
/// <param name="mailbox">The mailbox.</param>
/// <param name="owner">Its canonical name.</param>
/// <param name="sieve">Gives the scripts.</param>
internal sealed class FilterTrial(Mailbox mailbox, string owner, SieveDelivery sieve)
{
    private const int MaxTrace = 10_000;

    /// <summary>Messages looked at for a Message-ID, the newest of each folder first.</summary>
    private const int MaxLookedAt = 20_000;

    /// <summary>Runs on a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="sender">The envelope's sender; <see langword="null"/> for what the message says of it.</param>
    /// <param name="recipient">The envelope's recipient.</param>
    public async Task<SieveTrial> RunAsync(SieveMessage message, string? sender, string recipient)
    {
        var trace = new List<string>();
        var envelope = new DeliveryEnvelope(sender ?? SenderOf(message), recipient, MayRefuse: true);
        var outcome = SieveInterpreter.RunAll(sieve.ScriptsOf(mailbox), sieve.Context(message, envelope, owner, mailbox) with
        {
            Trace = (at, what) =>
            {
                if (trace.Count < MaxTrace)
                    trace.Add($"line {at.Line}, column {at.Column}: {what}");
            },
            Begins = name => trace.Add($"script \"{name}\":"),
        });
        var actions = new List<string>();
        foreach (var action in outcome.Actions)
            actions.Add(await WhyNotAsync(action, envelope) is { } why ? $"{action} (not done: {why})" : action.ToString()!);
        return new SieveTrial(actions, outcome.Error, trace);
    }

    /// <summary>Runs on a message of the mailbox; <see langword="null"/> when there is no such message.</summary>
    /// <param name="folder">Its folder; <see langword="null"/> for INBOX, or with a Message-ID for any.</param>
    /// <param name="uid">Its UID; <see langword="null"/> for the one with the Message-ID.</param>
    /// <param name="messageId">Its Message-ID, with or without angle brackets.</param>
    /// <param name="sender">The envelope's sender; <see langword="null"/> for what the message says of it.</param>
    /// <param name="recipient">The envelope's recipient.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<SieveTrial?> RunStoredAsync(string? folder, uint? uid, string? messageId, string? sender, string recipient, CancellationToken cancellationToken)
    {
        if (await FindAsync(folder, uid, messageId, cancellationToken) is not { } found)
            return null;

        await using var content = await found.Folder.OpenAsync(found.Uid, cancellationToken);
        return content is null ? null : await RunAsync(SieveMessage.Open(content), sender, recipient);
    }

    /// <summary>The newest messages of a folder, and all folders to choose from; <see langword="null"/> when there is no such folder.</summary>
    public async Task<FolderListing?> ListAsync(string folder, int limit, CancellationToken cancellationToken)
    {
        if (FolderName.TryParse(folder) is not { } name || mailbox.FindFolder(name) is not { } opened)
            return null;

        var messages = new List<ListedMessage>();
        var snapshot = await opened.SyncAsync(cancellationToken);
        for (var i = snapshot.Messages.Length - 1; i >= 0 && messages.Count < limit; i--)
        {
            var stored = snapshot.Messages[i];
            await using var content = await opened.OpenAsync(stored.Uid, cancellationToken);
            if (content is null)
                continue;
            var message = SieveMessage.Open(content);
            messages.Add(new ListedMessage(stored.Uid, stored.InternalDate, Decoded(message, "From"), Decoded(message, "Subject")));
        }

        return new FolderListing([.. mailbox.ListFolders().Select(f => f.Value)], messages);
    }

    private async Task<(Folder Folder, uint Uid)?> FindAsync(string? folder, uint? uid, string? messageId, CancellationToken cancellationToken)
    {
        if (uid is { } wanted)
            return FolderName.TryParse(folder ?? "INBOX") is { } named && mailbox.FindFolder(named) is { } only && (await only.SyncAsync(cancellationToken)).IndexOf(wanted) >= 0 ? (only, wanted) : null;

        var id = (messageId ?? "").Trim().Trim('<', '>');
        var lookedAt = 0;
        foreach (var name in folder is null ? mailbox.ListFolders() : FolderName.TryParse(folder) is { } one ? [one] : [])
        {
            if (mailbox.FindFolder(name) is not { } opened)
                continue;
            var messages = (await opened.SyncAsync(cancellationToken)).Messages;
            for (var i = messages.Length - 1; i >= 0 && lookedAt < MaxLookedAt; i--, lookedAt++)
            {
                if ((await opened.ReadHeaderAsync(messages[i], cancellationToken))?.Part.Header("Message-ID")?.Trim().Trim('<', '>') == id)
                    return (opened, messages[i].Uid);
            }
        }

        return null;
    }

    // What ActionPerformance and ActionSending would find in the way.
    private async Task<string?> WhyNotAsync(SieveAction action, DeliveryEnvelope envelope)
    {
        var memory = new SieveMemory(mailbox.Home, sieve.Time);
        switch (action)
        {
            case SieveAction.FileInto file when !file.Create && (FolderName.TryParse(file.Folder) is not { } name || mailbox.FindFolder(name) is null):
                return "there is no such folder; the message stays in INBOX";
            case SieveAction.FileInto { Create: true } file when FolderName.TryParse(file.Folder) is null:
                return "no folder can have that name; the message stays in INBOX";
            case SieveAction.Redirect redirect when RedirectedMessage.GoesInCircles(redirect.Message, owner):
                return "the message was redirected from here before; it stays in INBOX";
            case SieveAction.Redirect redirect when await sieve.Mail.WhyNotAsync(redirect.Address, mailbox.Id, CancellationToken.None) is { } forbidden:
                return $"{forbidden}; it stays in INBOX";
            case SieveAction.Notify notify:
                return NotificationMessage.WhyNot(notify.Message);
            case SieveAction.Vacation vacation:
                return VacationMessage.WhyNot(vacation.Message, envelope.Sender)
                    ?? (await VacationAddresses.FindAsync(vacation.Message, vacation.Reply, envelope, owner, address => sieve.Mail.LeadsToAsync(address, mailbox.Id, CancellationToken.None))).WhyNot
                    ?? (vacation.Reply.Period > TimeSpan.Zero && memory.Contains(VacationMessage.MemoryKey(vacation.Reply, envelope.Sender)) ? "the sender got this reply already" : null);
            default:
                return null;
        }
    }

    private static string SenderOf(SieveMessage message) =>
        message.Header("Return-Path")?.Trim() is { Length: > 0 } path ? (path == "<>" ? "" : MailAddresses.Bare(path))
        : message.FieldsNamed("From").SelectMany(field => MailAddresses.Of(field.Value)).FirstOrDefault() ?? "";

    private static string Decoded(SieveMessage message, string name) => message.FieldsNamed(name).FirstOrDefault()?.Decoded ?? "";
}

/// <summary>Messages of a folder, to choose one from.</summary>
/// <param name="Folders">All folders of the mailbox, INBOX first.</param>
/// <param name="Messages">The newest of the folder, the newest first.</param>
public sealed record FolderListing(IReadOnlyList<string> Folders, IReadOnlyList<ListedMessage> Messages);

/// <summary>A message of a folder.</summary>
/// <param name="Uid">Its UID there.</param>
/// <param name="Received">When it came.</param>
/// <param name="From">From whom it says it is.</param>
/// <param name="Subject">Its subject.</param>
public sealed record ListedMessage(uint Uid, DateTimeOffset Received, string From, string Subject);

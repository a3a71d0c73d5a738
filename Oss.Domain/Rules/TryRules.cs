using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.Mailboxes;
using Oss.Domain.MailPlatform;
using Oss.Domain.Persistence;

namespace Oss.Domain.Rules;

/// <summary>"My filter does not work": says what a mailbox's filters would do with a message. Nothing is stored and nothing is sent. Who looks at somebody else's mail for it says why, and the audit has it, for each
/// look.</summary>
public sealed class TryRules(GetRules rules, IDbContextFactory<OssDbContext> contexts, IMailPlatform platform, TimeProvider time)
{
    /// <summary>Messages of a folder that are listed to choose from.</summary>
    public const int Listed = 50;

    /// <summary>The audit's name for it.</summary>
    public const string AuditAction = "read.message";

    /// <summary>Tries them.</summary>
    /// <param name="id">The mailbox.</param>
    /// <param name="message">The message.</param>
    /// <param name="sender">The envelope's sender; <see langword="null"/> or empty for what the message says of it.</param>
    /// <param name="actor">Who wants to know, and why.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="DomainException">There is no such mailbox that the actor may see, or no such message in it; its volume is out of reach; there is no message, or no reason to look at one.</exception>
    public Task<ScriptTrial> ExecuteAsync(Guid id, TrialMessage message, string? sender, Actor actor, CancellationToken cancellationToken)
    {
        Check(message, actor);
        return rules.ReachAsync(id, actor, async (mailbox, reference) =>
        {
            if (message is TrialMessage.Stored stored)
                await NoteAsync(mailbox, $"Tried the filters on {Said(stored)}.", actor, cancellationToken);
            return await platform.TryScriptAsync(reference, message, string.IsNullOrWhiteSpace(sender) ? null : sender.Trim(), mailbox.PrimaryAddress, cancellationToken)
                ?? throw new DomainException(new DomainError.NotFound("message", message is TrialMessage.Stored { Uid: { } uid } ? uid.ToString(System.Globalization.CultureInfo.InvariantCulture) : ((TrialMessage.Stored)message).MessageId!));
        }, cancellationToken);
    }

    /// <summary>Lists the newest messages of a folder, to choose one from.</summary>
    /// <exception cref="DomainException">There is no such mailbox that the actor may see, or no such folder in it; its volume is out of reach; there is no reason to look.</exception>
    public Task<FolderListing> ListAsync(Guid id, string folder, Actor actor, CancellationToken cancellationToken)
    {
        Check(new TrialMessage.Stored(folder, 1, null), actor);
        return rules.ReachAsync(id, actor, async (mailbox, reference) =>
        {
            await NoteAsync(mailbox, $"Listed messages of {folder} to try the filters on.", actor, cancellationToken);
            return await platform.ListMessagesAsync(reference, folder, Listed, cancellationToken) ?? throw new DomainException(new DomainError.NotFound("folder", folder));
        }, cancellationToken);
    }

    private static void Check(TrialMessage message, Actor actor)
    {
        Finding? finding = message switch
        {
            TrialMessage.Given { Octets.Length: 0 or > RuleLimits.TrialOctets } => new Finding("message", ErrorCodes.Length, $"A message has 1 to {RuleLimits.TrialOctets} octets."),
            TrialMessage.Stored { Uid: null, MessageId: null or "" } => new Finding("uid", ErrorCodes.Required, "A message is named by its UID or its Message-ID."),
            TrialMessage.Stored { Folder.Length: > RuleLimits.ValueLength } => new Finding("folder", ErrorCodes.Length, $"A folder's name has {RuleLimits.ValueLength} characters at most."),
            TrialMessage.Stored { MessageId.Length: > RuleLimits.ValueLength } => new Finding("messageId", ErrorCodes.Length, $"A Message-ID has {RuleLimits.ValueLength} characters at most."),
            // Its owner needs none.
            TrialMessage.Stored when actor.Role != Role.MailUser && string.IsNullOrWhiteSpace(actor.Reason) => new Finding("reason", ErrorCodes.Required, "Say why somebody's mail is looked at."),
            _ => null,
        };
        if (finding is not null)
            throw new DomainException(new DomainError.Validation([finding]));
    }

    // Before it is looked at, and each time: another message is another look.
    private async Task NoteAsync(Mailbox mailbox, string detail, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Role == Role.MailUser)
            return;

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.AuditEntries.Add(AuditEntry.By(actor, time.GetUtcNow().UtcDateTime, AuditAction, mailbox.PrimaryAddress, mailbox.Subscription.TenantId, detail));
        await db.SaveChangesAsync(cancellationToken);
    }

    private static string Said(TrialMessage.Stored message) => message.Uid is { } uid ? $"message {uid} of {message.Folder ?? "INBOX"}" : $"the message {message.MessageId}";
}

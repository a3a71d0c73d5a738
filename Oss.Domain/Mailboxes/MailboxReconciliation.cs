using Oss.Domain.MailPlatform;

namespace Oss.Domain.Mailboxes;

/// <summary>Makes the mail platform agree with what the database says of one mailbox. Whatever an order changed, whichever attempt this is: the
/// database says what shall be, and each step is harmless when repeated.</summary>
public sealed class MailboxReconciliation(IMailPlatform platform)
{
    /// <summary>Does what is left to do; the caller saves.</summary>
    /// <exception cref="MailPlatformUnavailableException">Try again later.</exception>
    /// <exception cref="MailPlatformRefusedException">It will never be done.</exception>
    public async Task ExecuteAsync(Mailbox mailbox, CancellationToken cancellationToken)
    {
        var reference = new MailboxReference(mailbox.Id, mailbox.TreeName ?? mailbox.PrimaryAddress, mailbox.Volume);
        switch (mailbox.State)
        {
            case MailboxState.Terminated:
                // Also when it was to be provided: it was ended meanwhile, and an earlier attempt may have made its tree.
                foreach (var name in mailbox.TreeNames)
                    await platform.RemoveMailboxAsync(reference with { CanonicalName = name }, cancellationToken);
                break;
            case MailboxState.Provisioning:
                // One that comes back may still lie under a name that is somebody else's by now: put aside by its id, it is brought back by its id.
                foreach (var name in mailbox.TreeNames.Where(name => name != mailbox.PrimaryAddress))
                    await platform.RemoveMailboxAsync(reference with { CanonicalName = name }, cancellationToken);
                mailbox.Volume = await platform.CreateMailboxAsync(reference with { CanonicalName = mailbox.PrimaryAddress }, cancellationToken);
                (mailbox.State, mailbox.TreeName, mailbox.TreeMayBe) = (MailboxState.Active, mailbox.PrimaryAddress, null);
                break;
            case MailboxState.Purged:
                await platform.PurgeMailboxAsync(reference, cancellationToken);
                (mailbox.PasswordHash, mailbox.ScramKeys, mailbox.DisplayName, mailbox.SearchName, mailbox.PurgeAt) = ("", null, null, null, null);
                break;
            default:
                await FollowNameAsync(mailbox, cancellationToken);
                break;
        }
    }

    /// <summary>Writes what was ordered of the mailbox's rules, unless an attempt before has; the caller saves.</summary>
    /// <exception cref="MailPlatformUnavailableException">Try again later.</exception>
    /// <exception cref="MailPlatformRefusedException">The script is another by now, and stays.</exception>
    public async Task WriteRulesAsync(Mailbox mailbox, CancellationToken cancellationToken)
    {
        if (mailbox.PendingRules is not { } pending)
            return;

        if (mailbox is { State: MailboxState.Active, Volume: not null })
            await platform.WriteRulesAsync(new MailboxReference(mailbox.Id, mailbox.TreeName ?? mailbox.PrimaryAddress, mailbox.Volume), pending, cancellationToken);
        mailbox.PendingRules = null;
    }

    // Wherever an attempt before left it; a move that finds it at the new name is done.
    private async Task FollowNameAsync(Mailbox mailbox, CancellationToken cancellationToken)
    {
        if (mailbox.TreeName is null || (mailbox.TreeName == mailbox.PrimaryAddress && mailbox.TreeMayBe is null))
            return;

        var names = mailbox.TreeNames.Where(name => name != mailbox.PrimaryAddress).ToList();
        for (var i = 0; i < names.Count; i++)
        {
            try
            {
                await platform.RenameMailboxAsync(new MailboxReference(mailbox.Id, names[i], mailbox.Volume), mailbox.PrimaryAddress, cancellationToken);
                break;
            }
            catch (MailPlatformUnavailableException) when (i < names.Count - 1)
            {
                // Not under this name.
            }
        }

        (mailbox.TreeName, mailbox.TreeMayBe) = (mailbox.PrimaryAddress, null);
    }
}

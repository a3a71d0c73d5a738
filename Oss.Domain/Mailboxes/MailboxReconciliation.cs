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
                await platform.RemoveMailboxAsync(reference, cancellationToken);
                break;
            case MailboxState.Provisioning:
                mailbox.Volume = await platform.CreateMailboxAsync(reference, cancellationToken);
                (mailbox.State, mailbox.TreeName) = (MailboxState.Active, reference.CanonicalName);
                await FollowNameAsync(mailbox, cancellationToken);
                break;
            case MailboxState.Purged:
                await platform.PurgeMailboxAsync(reference, cancellationToken);
                (mailbox.PasswordHash, mailbox.DisplayName, mailbox.SearchName, mailbox.PurgeAt) = ("", null, null, null);
                break;
            default:
                await FollowNameAsync(mailbox, cancellationToken);
                break;
        }
    }

    private async Task FollowNameAsync(Mailbox mailbox, CancellationToken cancellationToken)
    {
        if (mailbox.TreeName is not { } name || name == mailbox.PrimaryAddress)
            return;

        await platform.RenameMailboxAsync(new MailboxReference(mailbox.Id, name, mailbox.Volume), mailbox.PrimaryAddress, cancellationToken);
        mailbox.TreeName = mailbox.PrimaryAddress;
    }
}

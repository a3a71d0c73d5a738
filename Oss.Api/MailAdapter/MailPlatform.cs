using Oss.Domain.MailPlatform;

namespace Oss.Api.MailAdapter;

/// <summary>The embedded engine behind the domain's port.</summary>
internal sealed class MailPlatform(Oss.MailEngine.MailEngine engine, TimeProvider time) : IMailPlatform
{
    public Task<string> CreateMailboxAsync(MailboxReference mailbox, CancellationToken cancellationToken) =>
        Reach(() => engine.CreateMailboxAsync(mailbox.Id, mailbox.CanonicalName, cancellationToken));

    public Task RemoveMailboxAsync(MailboxReference mailbox, CancellationToken cancellationToken) => Reach(async () =>
    {
        await engine.RemoveMailboxAsync(mailbox.Id, mailbox.CanonicalName, cancellationToken);
        return true;
    });

    public Task RenameMailboxAsync(MailboxReference mailbox, string newName, CancellationToken cancellationToken) => Reach(async () =>
    {
        await engine.RenameMailboxAsync(mailbox.Id, mailbox.CanonicalName, newName, cancellationToken);
        return true;
    });

    public Task PurgeMailboxAsync(MailboxReference mailbox, CancellationToken cancellationToken) => Reach(async () =>
    {
        await engine.PurgeMailboxAsync(mailbox.Id, mailbox.CanonicalName, cancellationToken);
        return true;
    });

    public Task<MailboxUsage?> MeasureUsageAsync(MailboxReference mailbox, CancellationToken cancellationToken) => Reach(async () =>
        await engine.MeasureUsageAsync(mailbox.Id, mailbox.CanonicalName, cancellationToken) is { } usage
            ? new MailboxUsage(usage.Bytes, usage.Messages, time.GetUtcNow().UtcDateTime)
            : null);

    // A full disk, a volume that is not mounted, a lock held too long: all pass, and the order waits for it.
    private static async Task<T> Reach<T>(Func<Task<T>> operation)
    {
        try
        {
            return await operation();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException)
        {
            throw new MailPlatformUnavailableException("The embedded mail engine could not reach the mailbox's volume.", e);
        }
    }
}

using Oss.Domain.MailPlatform;
using Oss.Domain.MailQuarantine;
using Oss.MailEngine.Quarantine;
using QuarantineCause = Oss.Domain.MailQuarantine.QuarantineCause;

namespace Oss.Api.MailAdapter;

/// <summary>The embedded engine's quarantine behind the domain's port: that of this node's data directory.</summary>
internal sealed class MailQuarantine(Oss.MailEngine.MailEngine engine) : IMailQuarantine
{
    public TimeSpan Keep => engine.Quarantine.Keep;

    public Task<IReadOnlySet<Guid>> ListMailboxesAsync(CancellationToken cancellationToken) => Reach(() => engine.Quarantine.ListMailboxesAsync(cancellationToken));

    public Task<IReadOnlyList<QuarantinedMail>> ListAsync(IReadOnlySet<Guid>? mailboxes, Guid? older, int limit, CancellationToken cancellationToken) => Reach<IReadOnlyList<QuarantinedMail>>(async () =>
        [.. (await engine.Quarantine.ListAsync(mailboxes, older, limit, cancellationToken)).Select(ToDomain)]);

    public Task<QuarantinedMail?> FindAsync(Guid id, CancellationToken cancellationToken) => Reach(async () =>
        await engine.Quarantine.FindAsync(id, cancellationToken) is { } message ? ToDomain(message) : null);

    public Task<string?> ReadHeaderAsync(Guid id, CancellationToken cancellationToken) => Reach(() => engine.Quarantine.ReadHeaderAsync(id, cancellationToken));

    public Task<bool> ReleaseAsync(Guid id, CancellationToken cancellationToken) => Reach(() => engine.Quarantine.ReleaseAsync(id, cancellationToken));

    public Task<bool> DeleteAsync(Guid id, CancellationToken cancellationToken) => Reach(() => engine.Quarantine.DeleteAsync(id, cancellationToken));

    private QuarantinedMail ToDomain(QuarantinedMessage message) => new(
        message.Id, message.Arrived.UtcDateTime, (message.Arrived + Keep).UtcDateTime, message.Sender, message.Mailbox, message.Recipients, (QuarantineCause)message.Cause, message.Reason, message.Bytes,
        message.IsReleased);

    private static async Task<T> Reach<T>(Func<Task<T>> operation)
    {
        try
        {
            return await operation();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MailPlatformUnavailableException("The quarantine's directory could not be reached.", e);
        }
    }
}

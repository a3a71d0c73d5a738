using Microsoft.Extensions.Options;
using Oss.Domain.MailPlatform;

namespace Oss.Domain.Mailboxes.Archives;

/// <summary>Has the mail platform write a mailbox's mail into its archive, as the order's step that it is: repeated after a crash, few at a time, and with its progress stored as it goes.</summary>
public sealed class WriteArchive(IMailPlatform platform, IOptions<LifeCycleOptions> lifeCycle, TimeProvider time) : IDisposable
{
    /// <summary>Exports that a node writes at once: each reads a whole mailbox, and people read theirs meanwhile.</summary>
    public const int AtOnce = 2;

    private readonly SemaphoreSlim _places = new(AtOnce);

    /// <summary>Writes it; the caller saves.</summary>
    /// <param name="mailbox">The mailbox.</param>
    /// <param name="archive">Its archive.</param>
    /// <param name="progress">Stores what is written so far, and that the order is still being worked on.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MailPlatformUnavailableException">The volume is away or full, or other exports are being written: try again later.</exception>
    internal async Task ExecuteAsync(Mailbox mailbox, MailArchive archive, Func<Task> progress, CancellationToken cancellationToken)
    {
        if (archive.ReadyAt is not null)
            return;
        if (mailbox is not { State: MailboxState.Active, Volume: { } volume })
            throw new MailPlatformRefusedException($"The mailbox '{mailbox.PrimaryAddress}' is {mailbox.State}.");
        if (!await _places.WaitAsync(TimeSpan.Zero, cancellationToken))
            throw new MailPlatformUnavailableException("Other mailboxes are being exported.");

        try
        {
            archive.Volume = volume;
            await progress();
            archive.Bytes = await platform.WriteArchiveAsync(
                new MailboxReference(mailbox.Id, mailbox.TreeName ?? mailbox.PrimaryAddress, volume), archive.Id, octets =>
                {
                    archive.Bytes = octets;
                    return progress();
                }, cancellationToken);
            archive.ReadyAt = time.GetUtcNow().UtcDateTime;
            archive.ExpiresAt = archive.ReadyAt.Value.AddDays(lifeCycle.Value.ExportDays);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();
}

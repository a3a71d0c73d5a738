using System.Collections.Concurrent;
using Oss.Domain.MailPlatform;

namespace Oss.Tests.Domain;

/// <summary>Stands in for the mail platform, and fails as told: what must be survived cannot be ordered from a real one.</summary>
internal class FakeMailPlatform : IMailPlatform
{
    public const string Volume = "vol104";

    /// <summary>Every call to create, in order; the same id more than once when a step was repeated.</summary>
    public ConcurrentQueue<MailboxReference> Creations { get; } = [];

    public ConcurrentQueue<MailboxReference> Removals { get; } = [];

    /// <summary>Runs before a mailbox is made; throws to fail.</summary>
    public Func<MailboxReference, Task> BeforeCreate { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs after a mailbox is made and before the caller hears of it; throws to fail.</summary>
    public Func<MailboxReference, Task> AfterCreate { get; set; } = _ => Task.CompletedTask;

    public async Task<string> CreateMailboxAsync(MailboxReference mailbox, CancellationToken cancellationToken)
    {
        await BeforeCreate(mailbox);
        Creations.Enqueue(mailbox);
        await AfterCreate(mailbox);
        return Volume;
    }

    public virtual Task RemoveMailboxAsync(MailboxReference mailbox, CancellationToken cancellationToken)
    {
        Removals.Enqueue(mailbox);
        return Task.CompletedTask;
    }

    public ConcurrentQueue<(MailboxReference Mailbox, string NewName)> Renames { get; } = [];

    public ConcurrentQueue<MailboxReference> Purges { get; } = [];

    public virtual Task RenameMailboxAsync(MailboxReference mailbox, string newName, CancellationToken cancellationToken)
    {
        Renames.Enqueue((mailbox, newName));
        return Task.CompletedTask;
    }

    public Task PurgeMailboxAsync(MailboxReference mailbox, CancellationToken cancellationToken)
    {
        Purges.Enqueue(mailbox);
        return Task.CompletedTask;
    }

    public Task<MailboxUsage?> MeasureUsageAsync(MailboxReference mailbox, CancellationToken cancellationToken) =>
        Task.FromResult<MailboxUsage?>(new MailboxUsage(4711, 3, new DateTime(2026, 11, 24, 0, 0, 0, DateTimeKind.Utc)));
}

using Oss.MailEngine.Queue;

namespace Oss.Tests.MailEngine.Queue;

internal static class QueueStoreExtensions
{
    /// <summary>Puts the content of a file into the queue.</summary>
    public static void Add(this QueueStore store, Guid id, string content, QueuedEnvelope envelope) => store.AddAsync(id, envelope, async target =>
    {
        await using var file = File.OpenRead(content);
        await file.CopyToAsync(target);
    }).GetAwaiter().GetResult();
}

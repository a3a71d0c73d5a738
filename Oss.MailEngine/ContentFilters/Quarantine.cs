using System.Text.Json;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.ContentFilters;

/// <summary>A message that was accepted and reaches nobody until somebody looked at it.</summary>
/// <param name="Id">Its id, which begins with when it came.</param>
/// <param name="Arrived">When it came.</param>
/// <param name="Sender">The envelope's sender.</param>
/// <param name="Recipients">The envelope's recipients.</param>
/// <param name="Reason">Why it is here.</param>
/// <param name="Bytes">Octets.</param>
public sealed record QuarantinedMessage(Guid Id, DateTimeOffset Arrived, string Sender, IReadOnlyList<string> Recipients, string Reason, long Bytes);

/// <summary>
/// The quarantine on disk: two files a message, <c>ID.msg</c> with the content as it would have been delivered, and <c>ID.json</c>. The rename that gives the second its name is the moment from
/// which the quarantine has the message; in the other direction it goes first. What is older than it may get goes when another comes.
/// </summary>
internal sealed class Quarantine(string directory, TimeSpan keep, TimeProvider time)
{
    private const string Content = ".msg";
    private const string Description = ".json";
    private const string Wanted = ".release";
    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);

    private long? _swept;

    /// <summary>Puts a message in; on disk when this returns.</summary>
    /// <exception cref="IOException">There is no room.</exception>
    public void Add(SpooledMessage content, string sender, IReadOnlyList<string> recipients, string reason)
    {
        Durable.CreateDirectory(directory);
        Sweep();
        var id = Guid.CreateVersion7(time.GetUtcNow());
        var message = new QuarantinedMessage(id, time.GetUtcNow(), sender, recipients, reason, content.Length);
        File.Copy(content.Path, PathOf(id, Content));
        using (var file = File.OpenHandle(PathOf(id, Content), FileMode.Open, FileAccess.ReadWrite))
            RandomAccess.FlushToDisk(file);
        Durable.ReplaceFile(PathOf(id, Description), JsonSerializer.SerializeToUtf8Bytes(message));
        Durable.SyncDirectory(directory);
    }

    /// <summary>Messages, the latest first.</summary>
    public IReadOnlyList<QuarantinedMessage> List(int max) => System.IO.Directory.Exists(directory)
        ? [.. System.IO.Directory.EnumerateFiles(directory, "*" + Description).OrderDescending(StringComparer.Ordinal).Select(Read).OfType<QuarantinedMessage>().Take(max)]
        : [];

    public QuarantinedMessage? Find(Guid id) => Read(PathOf(id, Description));

    /// <summary>The content as a file to be sent on; the caller disposes of it.</summary>
    public async Task CopyToAsync(Guid id, SpooledMessage target, CancellationToken cancellationToken)
    {
        await using var content = new FileStream(PathOf(id, Content), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        await target.CompleteAsync(cancellationToken);
    }

    /// <summary>Notes that a message is to be released by the node that has the queue; false when there is none of that id.</summary>
    public bool Want(Guid id)
    {
        if (!File.Exists(PathOf(id, Description)))
            return false;
        Durable.WriteFile(PathOf(id, Wanted), []);
        Durable.SyncDirectory(directory);
        return true;
    }

    /// <summary>Messages that are to be released.</summary>
    public IReadOnlyList<Guid> ListWanted() => System.IO.Directory.Exists(directory)
        ? [.. System.IO.Directory.EnumerateFiles(directory, "*" + Wanted).Select(file => Guid.TryParseExact(Path.GetFileNameWithoutExtension(file), "N", out var id) ? id : default)]
        : [];

    /// <summary>Forgets that a message is to be released.</summary>
    public void Unwant(Guid id) => File.Delete(PathOf(id, Wanted));

    /// <summary>Removes a message; false when there is none of that id.</summary>
    public bool Delete(Guid id)
    {
        if (!File.Exists(PathOf(id, Description)))
            return false;
        File.Delete(PathOf(id, Description));
        Durable.SyncDirectory(directory);
        File.Delete(PathOf(id, Content));
        return true;
    }

    private void Sweep()
    {
        if (_swept is { } last && time.GetElapsedTime(last) < SweepEvery)
            return;
        _swept = time.GetTimestamp();
        foreach (var old in System.IO.Directory.EnumerateFiles(directory).Where(file => time.GetUtcNow().UtcDateTime - File.GetLastWriteTimeUtc(file) > keep))
            File.Delete(old);
    }

    private static QuarantinedMessage? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<QuarantinedMessage>(File.ReadAllBytes(path)) : null;
        }
        catch (Exception e) when (e is JsonException or FileNotFoundException)
        {
            return null;
        }
    }

    private string PathOf(Guid id, string kind) => Path.Combine(directory, id.ToString("N") + kind);
}

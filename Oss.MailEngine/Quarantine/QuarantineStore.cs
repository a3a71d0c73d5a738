using System.Globalization;
using System.Text;
using System.Text.Json;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Quarantine;

/// <summary>
/// The quarantine on disk, in 256 directories by the end of the id: <c>ID.msg</c> with the content as it would have been delivered, and <c>ID.MAILBOX.json</c>, which says of it what a list says. The rename that gives the second
/// its name is the moment from which the quarantine has the message; in the other direction it goes first. Names alone tell age and mailbox, so that a list reads only what it shows, and there is nothing
/// to keep in step. <c>ID.release</c> is somebody's wish that it be delivered: the node that has the queue heeds it, now or after its next start.
/// </summary>
internal sealed class QuarantineStore(string directory, TimeProvider time)
{
    private const string Content = ".msg";
    private const string Description = ".json";
    private const string Wanted = ".release";

    /// <summary>Puts a message in, once for each mailbox and once for all else; on disk when this returns.</summary>
    /// <param name="content">Complete and durable.</param>
    /// <param name="sender">The envelope's sender.</param>
    /// <param name="targets">Whom it is for; a list without mailbox for addresses elsewhere.</param>
    /// <param name="cause">What holds it back.</param>
    /// <param name="reason">In words.</param>
    /// <exception cref="IOException">There is no room; nothing was taken.</exception>
    public void Add(SpooledMessage content, string sender, IReadOnlyList<(Guid? Mailbox, IReadOnlyList<string> Recipients)> targets, QuarantineCause cause, string reason)
    {
        var now = time.GetUtcNow();
        var begun = new List<Guid>();
        try
        {
            foreach (var (mailbox, recipients) in targets)
            {
                var message = new QuarantinedMessage(Guid.CreateVersion7(now), now, sender, mailbox, recipients, cause, reason, content.Length);
                begun.Add(message.Id);
                Durable.CreateDirectory(Shard(message.Id));
                if (Posix.TryLink(Path0(content.Path), Path0(PathOf(message.Id, Content))) != 0)
                    Copy(content.Path, PathOf(message.Id, Content));
                Durable.ReplaceFile(DescriptionOf(message.Id, mailbox), JsonSerializer.SerializeToUtf8Bytes(message));
                Durable.SyncDirectory(Shard(message.Id));
            }
        }
        catch
        {
            // The peer is told that nothing was taken, and sends all of it again.
            begun.ForEach(id => TryRemove(id));
            throw;
        }
    }

    /// <summary>Ids and mailboxes of what is here, the latest first.</summary>
    /// <param name="older">Behind this one.</param>
    public IEnumerable<(Guid Id, Guid? Mailbox)> All(Guid? older = null)
    {
        if (!System.IO.Directory.Exists(directory))
            return [];

        var border = older?.ToString("N");
        return System.IO.Directory.EnumerateFiles(directory, "*" + Description, SearchOption.AllDirectories).Select(path => Path.GetFileName(path))
            .Where(name => border is null || string.CompareOrdinal(name, 0, border, 0, border.Length) < 0)
            .OrderDescending(StringComparer.Ordinal).Select(Parse).OfType<(Guid, Guid?)>();
    }

    /// <summary>One message; <see langword="null"/> when it is not here.</summary>
    public QuarantinedMessage? Find(Guid id)
    {
        try
        {
            return FileOf(id) is { } path && JsonSerializer.Deserialize<QuarantinedMessage>(File.ReadAllBytes(path)) is { } message ? message with { IsReleased = File.Exists(PathOf(id, Wanted)) } : null;
        }
        catch (Exception e) when (e is JsonException or FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Where the content is.</summary>
    public string ContentPath(Guid id) => PathOf(id, Content);

    /// <summary>Notes that a message is to be released; on disk when this returns. False when there is none of that id.</summary>
    public bool Want(Guid id)
    {
        if (FileOf(id) is null)
            return false;
        Durable.WriteFile(PathOf(id, Wanted), []);
        Durable.SyncDirectory(Shard(id));
        return true;
    }

    /// <summary>Messages that are to be released.</summary>
    public IReadOnlyList<Guid> ListWanted() => System.IO.Directory.Exists(directory)
        ? [.. System.IO.Directory.EnumerateFiles(directory, "*" + Wanted, SearchOption.AllDirectories).Select(file => Guid.TryParseExact(Path.GetFileNameWithoutExtension(file), "N", out var id) ? id : default).Where(id => id != default)]
        : [];

    /// <summary>Forgets that a message is to be released.</summary>
    public void Unwant(Guid id) => File.Delete(PathOf(id, Wanted));

    /// <summary>Removes a message; on disk when this returns. False when there is none of that id.</summary>
    public bool Delete(Guid id)
    {
        if (FileOf(id) is not { } description)
            return false;
        File.Delete(description);
        Durable.SyncDirectory(Shard(id));
        File.Delete(PathOf(id, Content));
        return true;
    }

    /// <summary>Removes what is older than it may get, and what a killed process began and never promised; returns how many messages went.</summary>
    public int Expire(TimeSpan keep)
    {
        if (!System.IO.Directory.Exists(directory))
            return 0;

        var (now, gone) = (time.GetUtcNow(), 0);
        foreach (var file in System.IO.Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            if (!Guid.TryParseExact(Path.GetFileName(file).Split('.')[0], "N", out var id) || now - TimeOf(id) <= (file.EndsWith(Description, StringComparison.Ordinal) ? keep : keep + TimeSpan.FromDays(1)))
                continue;
            if (file.EndsWith(Description, StringComparison.Ordinal))
                gone += Delete(id) ? 1 : 0;
            else
                File.Delete(file);
        }

        return gone;
    }

    // Milliseconds of Unix time are the first six octets of an id (RFC 9562 5.7).
    private static DateTimeOffset TimeOf(Guid id) => DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(id.ToString("N").AsSpan(0, 12), NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    private static (Guid, Guid?)? Parse(string name) =>
        name.Split('.') is [var id, var mailbox, _] && Guid.TryParseExact(id, "N", out var message) && Guid.TryParseExact(mailbox, "N", out var account) ? (message, account == default ? null : account) : null;

    private string? FileOf(Guid id) => System.IO.Directory.Exists(Shard(id)) ? System.IO.Directory.EnumerateFiles(Shard(id), $"{id:N}.*{Description}").FirstOrDefault() : null;

    private string DescriptionOf(Guid id, Guid? mailbox) => PathOf(id, $".{mailbox ?? default:N}{Description}");

    private string PathOf(Guid id, string kind) => Path.Combine(Shard(id), id.ToString("N") + kind);

    private string Shard(Guid id) => Path.Combine(directory, id.ToString("N")[^2..]);

    private static byte[] Path0(string path) => Encoding.UTF8.GetBytes(path + '\0');

    private static void Copy(string from, string to)
    {
        File.Copy(from, to, overwrite: true);
        using var file = File.OpenHandle(to, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(file);
    }

    private void TryRemove(Guid id)
    {
        try
        {
            foreach (var file in System.IO.Directory.Exists(Shard(id)) ? System.IO.Directory.GetFiles(Shard(id), $"{id:N}.*") : [])
                File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It expires.
        }
    }
}

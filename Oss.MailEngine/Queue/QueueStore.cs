using System.Globalization;
using Microsoft.Extensions.Logging;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Queue;

/// <summary>
/// The queue on disk. A message is two files in one of 256 directories, named by its id: <c>.msg</c>, the content as it goes out, and <c>.env</c>, the journal
/// (<see cref="QueueJournal"/>). The rename that gives the journal its name is the moment at which the queue has the message:
/// before it there is a nameless content, which the next start removes; after it there is a whole message. In the other direction the journal goes
/// first. The journal's mtime is when the message is due; it is a hint for finding it, the journal itself decides.
/// </summary>
internal sealed partial class QueueStore
{
    private const string Content = ".msg";
    private const string Journal = ".env";
    private const string Damaged = ".damaged";
    private const string Bell = "bell";

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly DateTime _started = DateTime.UtcNow;

    public QueueStore(string path, TimeProvider time, ILogger log) => (_path, _time, _log) = (path, time, log);

    public string DirectoryPath => _path;

    /// <summary>Told what is on disk; <see langword="null"/> when nobody wants to know.</summary>
    public QueueTrace? Trace { get; init; }

    /// <summary>Puts a message into the queue; on disk when this returns.</summary>
    /// <param name="id">Its id; a message of this id that is here already stays as it is.</param>
    /// <param name="content">A complete file, as it goes out; gets a second name, or is copied.</param>
    /// <param name="envelope">Its envelope.</param>
    /// <exception cref="IOException">There is no room.</exception>
    public void Add(Guid id, string content, QueuedEnvelope envelope)
    {
        var (message, journal) = (PathOf(id, Content), PathOf(id, Journal));
        if (File.Exists(journal))
            return;

        envelope = Trace?.Begin(envelope) ?? envelope;
        Durable.CreateDirectory(Path.GetDirectoryName(journal)!);
        try
        {
            File.Delete(message);
            if (Posix.TryLink(Path0(content), Path0(message)) != 0)
                Copy(content, message);
            QueueJournal.Create(journal, envelope);
            Schedule(id, _time.GetUtcNow());
            Durable.SyncDirectory(Path.GetDirectoryName(journal)!);
        }
        catch
        {
            // The journal first: a journal without content must never be seen.
            TryDelete(journal);
            TryDelete(journal + ".tmp");
            TryDelete(message);
            throw;
        }
    }

    /// <summary>Reads a message; <see langword="null"/> when it is not here, or was damaged and put aside.</summary>
    public QueuedMessage? Load(Guid id)
    {
        var journal = PathOf(id, Journal);
        try
        {
            if (QueueJournal.Read(journal, id) is { } message && File.Exists(PathOf(id, Content)))
                return message;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        PutAside(id);
        return null;
    }

    /// <summary>Notes what happened; on disk when this returns.</summary>
    /// <exception cref="IOException">There is no room.</exception>
    public void Note(QueuedMessage message, IReadOnlyCollection<QueueEvent> events)
    {
        if (events.Count == 0)
            return;

        var (start, end) = QueueJournal.Append(PathOf(message.Id, Journal), events);
        // Only what follows on what was read: news between stay news.
        if (start == message.JournalEnd)
            message.JournalEnd = end;
        foreach (var happened in events)
            message.Apply(happened);
        Trace?.Noted(message, events);
    }

    /// <summary>Whether a message is still to be sent: nobody has deleted or held it since it was loaded.</summary>
    public bool IsWanted(QueuedMessage message)
    {
        var length = FileStamp.Of(PathOf(message.Id, Journal)) is { Exists: true } stamp ? stamp.Size : -1;
        return length >= 0 && (length == message.JournalEnd || Load(message.Id) is { IsHeld: false });
    }

    /// <summary>Says when to look at a message again, which is at once when somebody else wrote to its journal meanwhile.</summary>
    /// <returns>When; <see langword="null"/> when the message is gone.</returns>
    public DateTimeOffset? Postpone(QueuedMessage message, DateTimeOffset next)
    {
        try
        {
            using var journal = QueueJournal.OpenAlone(PathOf(message.Id, Journal));
            var due = RandomAccess.GetLength(journal) == message.JournalEnd ? next : _time.GetUtcNow();
            Schedule(message.Id, due);
            return due;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Does what an operator wants, alone with the message.</summary>
    /// <param name="id">The message.</param>
    /// <param name="change">Shown the message as it is; returns what happens to it, or nothing.</param>
    /// <param name="isDurable">Whether it is on disk when this returns; else when <see cref="SyncAll"/> does.</param>
    /// <returns>Whether something happened; <see langword="null"/> when there is no such message.</returns>
    /// <exception cref="IOException">There is no room.</exception>
    public bool? Change(Guid id, Func<QueuedMessage, QueueEvent?> change, bool isDurable)
    {
        try
        {
            using var journal = QueueJournal.OpenAlone(PathOf(id, Journal));
            if (Load(id) is not { } message)
                return null;
            if (change(message) is not { } happened)
                return false;
            QueueJournal.Append(journal, [happened], isDurable);
            message.Apply(happened);
            Trace?.Noted(message, [happened]);
            Schedule(id, message.IsHeld ? QueueLimits.Never(_time) : message.Next);
            return true;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Takes a message out for an operator: whoever sends it at this moment finds it gone, and nobody is told of what became of it.</summary>
    /// <returns>False when there is none of that id.</returns>
    public bool Delete(Guid id, bool isDurable)
    {
        try
        {
            using var journal = QueueJournal.OpenAlone(PathOf(id, Journal));
            var message = Trace is null ? null : Load(id);
            File.Delete(PathOf(id, Journal));
            if (message is not null)
                Trace?.Noted(message, [new QueueEvent(QueueEventKind.Deleted, _time.GetUtcNow())]);
            if (isDurable)
                Durable.SyncDirectory(Path.GetDirectoryName(PathOf(id, Journal))!);
            TryDelete(PathOf(id, Content));
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Makes all changes so far durable.</summary>
    public void SyncAll() => Posix.SyncFileSystem(Path0(_path));

    /// <summary>Tells the process that delivers from here, whichever it is, that there is news.</summary>
    public void Ring()
    {
        Durable.CreateDirectory(_path);
        File.WriteAllBytes(Path.Combine(_path, Bell), Guid.NewGuid().ToByteArray());
    }

    /// <summary>Differs from what it was when somebody has rung since.</summary>
    public FileStamp Rung() => FileStamp.Of(Path.Combine(_path, Bell));

    /// <summary>Says when to look at a message again.</summary>
    public void Schedule(Guid id, DateTimeOffset next)
    {
        try
        {
            File.SetLastWriteTimeUtc(PathOf(id, Journal), next < DateTimeOffset.UnixEpoch ? DateTime.UnixEpoch : next.UtcDateTime);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Only a hint: it is looked at sooner.
        }
    }

    public FileStream OpenContent(Guid id) => new(PathOf(id, Content), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024, useAsync: true);

    /// <summary>Whether a message is here.</summary>
    public bool Contains(Guid id) => File.Exists(PathOf(id, Journal));

    public string ContentPath(Guid id) => PathOf(id, Content);

    public long LengthOf(Guid id) => new FileInfo(PathOf(id, Content)).Length;

    /// <summary>Takes a message out.</summary>
    public void Remove(Guid id)
    {
        TryDelete(PathOf(id, Journal));
        TryDelete(PathOf(id, Content));
    }

    /// <summary>All messages and when they are due, in no order, one at a time from disk.</summary>
    public IEnumerable<(Guid Id, DateTimeOffset Due)> All() => Shards().SelectMany(InShard).Select(entry => (entry.Id, entry.Due));

    /// <summary>Names of the directories that messages are in, which are the last two digits of their ids.</summary>
    public IEnumerable<string> Shards() => System.IO.Directory.Exists(_path) ? System.IO.Directory.EnumerateDirectories(_path).Select(path => Path.GetFileName(path)) : [];

    /// <summary>The messages of one of them.</summary>
    public IEnumerable<QueueEntry> InShard(string shard)
    {
        foreach (var file in new DirectoryInfo(Path.Combine(_path, shard)).EnumerateFiles("*" + Journal))
        {
            if (Guid.TryParseExact(Path.GetFileNameWithoutExtension(file.Name), "N", out var id) && file.Exists)
                yield return new QueueEntry(id, new DateTimeOffset(file.LastWriteTimeUtc), file.Length);
        }
    }

    /// <summary>Removes what an earlier process began and never promised.</summary>
    public void Clean()
    {
        if (!System.IO.Directory.Exists(_path))
            return;

        foreach (var file in System.IO.Directory.EnumerateDirectories(_path).SelectMany(shard => new DirectoryInfo(shard).EnumerateFiles()))
        {
            var isLeft = file.Extension == ".tmp" || (file.Extension == Content && !File.Exists(Path.ChangeExtension(file.FullName, Journal)) && !File.Exists(Path.ChangeExtension(file.FullName, Journal) + Damaged));
            if (isLeft && file.LastWriteTimeUtc < _started)
                TryDelete(file.FullName);
        }
    }

    /// <summary>Makes this process the only one that delivers from the directory; <see langword="null"/> when another does.</summary>
    public IDisposable? TryLock()
    {
        Durable.CreateDirectory(_path);
        try
        {
            return new FileStream(Path.Combine(_path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 0);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private string PathOf(Guid id, string kind)
    {
        var name = id.ToString("N", CultureInfo.InvariantCulture);
        return Path.Combine(_path, name[^2..], name + kind);
    }

    private void PutAside(Guid id)
    {
        PutAside(_log, id);
        var journal = PathOf(id, Journal);
        if (File.Exists(journal))
            File.Move(journal, journal + Damaged, overwrite: true);
    }

    private static byte[] Path0(string path) => System.Text.Encoding.UTF8.GetBytes(path + '\0');

    private static void Copy(string from, string to)
    {
        using var source = File.OpenRead(from);
        using var target = new FileStream(to, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        source.CopyTo(target);
        target.Flush(flushToDisk: true);
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Left for the next start.
        }
    }

    [LoggerMessage(2301, LogLevel.Error, "The queued message {Id} is damaged and was put aside.")]
    private static partial void PutAside(ILogger log, Guid id);
}

/// <summary>A message as its directory has it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Due">When it is due.</param>
/// <param name="JournalLength">Octets of its journal, which only grows.</param>
internal readonly record struct QueueEntry(Guid Id, DateTimeOffset Due, long JournalLength);

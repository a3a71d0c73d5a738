using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Queue;

/// <summary>
/// The queue on disk. A message is one file in one of 256 directories, named by its id: <c>.msg</c>, the content as it goes out with the envelope behind it (<see cref="QueuedContent"/>). What happens to it after that
/// is in a second one, <c>.env</c>, the journal (<see cref="QueueJournal"/>), which most messages never get. The rename that gives <c>.msg</c> its name is the moment at which the queue has the message; in the other direction it goes
/// first. Its mtime is when the message is due; a hint for finding it, the journal itself decides.
/// <para>
/// Taking a message costs one new file and waits for the disk once, and a message that goes out at once costs nothing more: that it is gone says how it ended. That removal is not waited for: a power cut in the seconds after it
/// may bring the message back, as with other servers' queues; a killed process never does. All other events are on disk before anything follows from them.
/// </para>
/// </summary>
internal sealed partial class QueueStore
{
    private const string Content = ".msg";
    private const string Journal = ".env";
    private const string Draft = ".tmp";
    private const string Damaged = ".damaged";
    private const string Bell = "bell";

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly DateTime _started = DateTime.UtcNow;

    // Envelopes of what came a moment ago and is sent next: they need not be read back. Nothing depends on one being here.
    private readonly ConcurrentDictionary<Guid, (QueuedEnvelope Envelope, int Line, long Length)> _recent = new();

    public QueueStore(string path, TimeProvider time, ILogger log) => (_path, _time, _log) = (path, time, log);

    public string DirectoryPath => _path;

    /// <summary>Told what is on disk; <see langword="null"/> when nobody wants to know.</summary>
    public QueueTrace? Trace { get; init; }

    /// <summary>Puts a message into the queue; on disk when the task ends.</summary>
    /// <param name="id">Its id; a message of this id that is here already stays as it is.</param>
    /// <param name="envelope">Its envelope.</param>
    /// <param name="write">Writes the content, as it goes out.</param>
    /// <param name="due">When it is to be looked at first; now when nothing is said.</param>
    /// <exception cref="IOException">There is no room; nothing was taken.</exception>
    public async Task AddAsync(Guid id, QueuedEnvelope envelope, Func<Stream, Task> write, DateTimeOffset? due = null)
    {
        if (Contains(id))
            return;

        envelope = Trace?.Begin(envelope) ?? envelope;
        var (message, draft) = (PathOf(id, Content), PathOf(id, Draft));
        Durable.CreateDirectory(Path.GetDirectoryName(message)!);
        try
        {
            await using var file = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, QueuedContent.Buffer);
            await write(file);
            var (length, line) = (file.Position, QueueJournal.FirstLine(envelope));
            QueuedContent.End(file, line);
            // Not due before it is promised: who scans the queue at this moment must not send what may yet be refused.
            File.SetLastWriteTimeUtc(file.SafeFileHandle, (_time.GetUtcNow() + QueueLimits.Promised).UtcDateTime);
            File.Move(draft, message, overwrite: true);
            RandomAccess.FlushToDisk(file.SafeFileHandle);
            Durable.SyncDirectory(Path.GetDirectoryName(message)!);
            if (due is null && line.Length <= QueueLimits.RecentEnvelope && _recent.Count < QueueLimits.Recent)
                _recent[id] = (envelope, line.Length, length);
            Schedule(id, due ?? _time.GetUtcNow());
        }
        catch
        {
            _recent.TryRemove(id, out _);
            TryDelete(message);
            TryDelete(draft);
            throw;
        }
    }

    /// <summary>Puts the content of one message into the queue as another; on disk when the task ends.</summary>
    /// <exception cref="IOException">There is no room.</exception>
    public async Task AddCopyAsync(Guid id, Guid of, QueuedEnvelope envelope)
    {
        await using var content = OpenContent(of);
        await AddAsync(id, envelope, target => content.CopyToAsync(target));
    }

    /// <summary>Reads a message; <see langword="null"/> when it is not here, or was damaged and put aside.</summary>
    public QueuedMessage? Load(Guid id)
    {
        try
        {
            if (_recent.TryRemove(id, out var recent) && FileStamp.Of(PathOf(id, Content)).Size == QueuedContent.FileLength(recent.Length, recent.Line) && !File.Exists(PathOf(id, Journal)))
                return new QueuedMessage(id, recent.Envelope) { FirstLine = recent.Line, JournalEnd = recent.Line, Length = recent.Length };
            if (QueuedContent.EnvelopeOf(PathOf(id, Content), out var length) is { } line && QueueJournal.Envelope(line) is { } envelope
                && QueueJournal.Read(PathOf(id, Journal), id, envelope, line.Length) is { } message)
            {
                message.Length = length;
                return message;
            }
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

        using var journal = OpenAlone(message.Id);
        var (start, end) = QueueJournal.Append(journal, events, isDurable: true);
        // Its name is new with its first event.
        if (message.JournalEnd == message.FirstLine)
            Durable.SyncDirectory(Path.GetDirectoryName(PathOf(message.Id, Journal))!);
        // Only what follows on what was read: news between stay news.
        if (start == message.JournalEnd)
            message.JournalEnd = end;
        foreach (var happened in events)
            message.Apply(happened);
        Trace?.Noted(message, events);
    }

    /// <summary>Takes a message out to which the last thing has happened; false when that cannot be done now, and nothing is noted.</summary>
    public bool Finish(QueuedMessage message, IReadOnlyCollection<QueueEvent> events)
    {
        if (!Remove(message.Id))
            return false;

        foreach (var happened in events)
            message.Apply(happened);
        Trace?.Noted(message, events);
        return true;
    }

    /// <summary>Whether a message is still to be sent: nobody has deleted or held it since it was loaded.</summary>
    public bool IsWanted(QueuedMessage message) => Contains(message.Id) && (JournalOf(message) == message.JournalEnd || Load(message.Id) is { IsHeld: false });

    /// <summary>Says when to look at a message again, which is at once when somebody else wrote to its journal meanwhile.</summary>
    /// <returns>When; <see langword="null"/> when the message is gone.</returns>
    public DateTimeOffset? Postpone(QueuedMessage message, DateTimeOffset next)
    {
        if (!Contains(message.Id))
            return null;

        var due = JournalOf(message) == message.JournalEnd ? next : _time.GetUtcNow();
        Schedule(message.Id, due);
        // Who wrote between the two has not been overruled.
        if (JournalOf(message) != message.JournalEnd)
            Schedule(message.Id, due = _time.GetUtcNow());
        return due;
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
            using var journal = OpenAlone(id);
            if (Load(id) is not { } message)
                return null;
            var isNew = message.JournalEnd == message.FirstLine;
            if (change(message) is not { } happened)
                return false;
            QueueJournal.Append(journal, [happened], isDurable);
            if (isNew && isDurable)
                Durable.SyncDirectory(Path.GetDirectoryName(PathOf(id, Journal))!);
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
            using var journal = OpenAlone(id);
            var message = Trace is null ? null : Load(id);
            File.Delete(PathOf(id, Content));
            if (message is not null)
                Trace?.Noted(message, [new QueueEvent(QueueEventKind.Deleted, _time.GetUtcNow())]);
            if (isDurable)
                Durable.SyncDirectory(Path.GetDirectoryName(PathOf(id, Content))!);
            TryDelete(PathOf(id, Journal));
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
            File.SetLastWriteTimeUtc(PathOf(id, Content), next < DateTimeOffset.UnixEpoch ? DateTime.UnixEpoch : next.UtcDateTime);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Only a hint: it is looked at sooner.
        }
    }

    /// <summary>The content, from its start.</summary>
    /// <exception cref="FileNotFoundException">The message is gone.</exception>
    public QueuedContent OpenContent(Guid id) => QueuedContent.Open(PathOf(id, Content));

    /// <summary>Whether a message is here.</summary>
    public bool Contains(Guid id) => File.Exists(PathOf(id, Content));

    /// <summary>Octets of the content.</summary>
    public long LengthOf(Guid id) => QueuedContent.LengthOf(PathOf(id, Content)) ?? 0;

    /// <summary>Takes a message out.</summary>
    /// <returns>False when that cannot be done now.</returns>
    public bool Remove(Guid id)
    {
        _recent.TryRemove(id, out _);
        var isGone = TryDelete(PathOf(id, Content));
        if (isGone)
            TryDelete(PathOf(id, Journal));
        return isGone;
    }

    /// <summary>All messages and when they are due, in no order, one at a time from disk.</summary>
    public IEnumerable<(Guid Id, DateTimeOffset Due)> All() =>
        from shard in Shards() from file in Messages(shard) let id = IdOf(file) where id is not null && file.Exists select (id.Value, new DateTimeOffset(file.LastWriteTimeUtc));

    /// <summary>Names of the directories that messages are in, which are the last two digits of their ids.</summary>
    public IEnumerable<string> Shards() => System.IO.Directory.Exists(_path) ? System.IO.Directory.EnumerateDirectories(_path).Select(path => Path.GetFileName(path)) : [];

    /// <summary>The messages of one of them.</summary>
    public IEnumerable<QueueEntry> InShard(string shard)
    {
        foreach (var file in Messages(shard))
        {
            if (IdOf(file) is { } id && file.Exists)
                yield return new QueueEntry(id, new DateTimeOffset(file.LastWriteTimeUtc), FileStamp.Of(PathOf(id, Journal)) is { Exists: true } journal ? journal.Size : 0);
        }
    }

    /// <summary>Removes what an earlier process began and never promised.</summary>
    public void Clean()
    {
        if (!System.IO.Directory.Exists(_path))
            return;

        foreach (var file in System.IO.Directory.EnumerateDirectories(_path).SelectMany(shard => new DirectoryInfo(shard).EnumerateFiles()))
        {
            var isLeft = file.Extension == Draft || (file.Extension == Journal && !File.Exists(Path.ChangeExtension(file.FullName, Content)) && !File.Exists(Path.ChangeExtension(file.FullName, Content) + Damaged));
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

    private IEnumerable<FileInfo> Messages(string shard) => new DirectoryInfo(Path.Combine(_path, shard)).EnumerateFiles("*" + Content);

    private static Guid? IdOf(FileInfo file) => Guid.TryParseExact(Path.GetFileNameWithoutExtension(file.Name), "N", out var id) ? id : null;

    private string PathOf(Guid id, string kind)
    {
        var name = id.ToString("N", CultureInfo.InvariantCulture);
        return Path.Combine(_path, name[^2..], name + kind);
    }

    private SafeFileHandle OpenAlone(Guid id) => QueueJournal.OpenAlone(PathOf(id, Journal), () => QueuedContent.EnvelopeOf(PathOf(id, Content)));

    // A journal that has not begun stands for its first line.
    private long JournalOf(QueuedMessage message) => FileStamp.Of(PathOf(message.Id, Journal)) is { Exists: true } stamp ? stamp.Size : message.FirstLine;

    private void PutAside(Guid id)
    {
        PutAside(_log, id);
        var content = PathOf(id, Content);
        if (File.Exists(content))
            File.Move(content, content + Damaged, overwrite: true);
    }

    private static byte[] Path0(string path) => System.Text.Encoding.UTF8.GetBytes(path + '\0');

    private static bool TryDelete(string path)
    {
        try
        {
            File.Delete(path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Left for the next start.
            return false;
        }
    }

    [LoggerMessage(2301, LogLevel.Error, "The queued message {Id} is damaged and was put aside.")]
    private static partial void PutAside(ILogger log, Guid id);
}

/// <summary>A message as its directory has it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Due">When it is due.</param>
/// <param name="JournalLength">Octets of its journal, which only grows; nought while it has none.</param>
internal readonly record struct QueueEntry(Guid Id, DateTimeOffset Due, long JournalLength);

using System.Runtime.InteropServices;
using System.Text;

namespace Oss.MailEngine.Storage;

/// <summary>Who wants to know what happens in a directory. Called under the lock of <see cref="DirectoryEvents"/>: notes it and returns.</summary>
internal interface IDirectoryObserver
{
    /// <summary>A name appeared or vanished.</summary>
    void Note(int watch, ReadOnlySpan<byte> name, bool appeared);

    /// <summary>Events were lost, or the directory itself is gone: what is known about it is worth nothing any more.</summary>
    void NoteLoss();
}

/// <summary>
/// The kernel's notices of what any process of this machine does in watched directories (inotify). One instance for the process. The kernel queues a notice
/// before the system call that caused it returns; therefore, who drains the queue knows of every change that happened before, exactly and in order, and a folder
/// whose directories are watched need not be read again to be sure. Directories of network file systems are not watched: another machine's changes
/// cause no notice there.
/// </summary>
internal sealed unsafe partial class DirectoryEvents
{
    // What appears: IN_CREATE (a link), IN_MOVED_TO. What vanishes: IN_MOVED_FROM, IN_DELETE. IN_ONLYDIR.
    private const uint Appeared = 0x100 | 0x80;
    private const uint Vanished = 0x40 | 0x200;
    private const uint DirectoryOnly = 0x01000000;
    private const uint Overflow = 0x4000;
    private const uint Ended = 0x8000;

    /// <summary>File systems whose changes all come through this kernel: ext2–4, xfs, btrfs, tmpfs, overlay, zfs, f2fs.</summary>
    private static readonly long[] Local = [0xEF53, 0x58465342, 0x9123683E, 0x01021994, 0x794C7630, 0x2FC12FC1, 0xF2F52010];

    private readonly int _queue;
    private readonly Lock _gate = new();
    private readonly Dictionary<int, List<WeakReference<IDirectoryObserver>>> _watches = [];
    private readonly byte[] _buffer = new byte[64 * 1024];

    private DirectoryEvents()
    {
        _queue = Init(0x800 | 0x80000);
        if (_queue >= 0)
            new Thread(Listen) { IsBackground = true, Name = "directory events" }.Start();
    }

    public static DirectoryEvents Instance { get; } = new();

    /// <summary>Watches a directory; <see langword="null"/> when the kernel or the file system cannot.</summary>
    public int? TryWatch(string path, IDirectoryObserver observer)
    {
        var octets = Encoding.UTF8.GetBytes(path + '\0');
        if (_queue < 0 || Array.IndexOf(Local, Posix.FileSystemOf(octets)) < 0)
            return null;

        lock (_gate)
        {
            int watch;
            fixed (byte* p = octets)
                watch = Add(_queue, p, Appeared | Vanished | DirectoryOnly);
            if (watch < 0)
                return null;
            if (!_watches.TryGetValue(watch, out var observers))
                _watches[watch] = observers = [];
            observers.Add(new WeakReference<IDirectoryObserver>(observer));
            return watch;
        }
    }

    /// <summary>Ends what <see cref="TryWatch"/> began; for observers that are gone as well.</summary>
    public void End(int watch, IDirectoryObserver? observer)
    {
        lock (_gate)
        {
            if (!_watches.TryGetValue(watch, out var observers))
                return;
            observers.RemoveAll(o => !o.TryGetTarget(out var target) || target == observer);
            if (observers.Count > 0)
                return;
            _watches.Remove(watch);
            _ = Remove(_queue, watch);
        }
    }

    /// <summary>Hands out every notice of a change that happened before the call.</summary>
    public void Drain()
    {
        if (_queue < 0)
            return;
        lock (_gate)
        {
            while (true)
            {
                nint read;
                fixed (byte* p = _buffer)
                    read = Read(_queue, p, (nuint)_buffer.Length);
                if (read <= 0)
                    return;
                Dispatch(_buffer.AsSpan(0, (int)read));
            }
        }
    }

    // struct inotify_event: watch (4), mask (4), cookie (4), length of the padded name (4), name.
    private void Dispatch(ReadOnlySpan<byte> events)
    {
        for (; events.Length >= 16; events = events[(16 + (int)BitConverter.ToUInt32(events[12..]))..])
        {
            var watch = BitConverter.ToInt32(events);
            var mask = BitConverter.ToUInt32(events[4..]);
            if ((mask & Overflow) != 0)
            {
                foreach (var each in _watches.Values)
                    Tell(each, observer => observer.NoteLoss());
                continue;
            }

            if (!_watches.TryGetValue(watch, out var observers))
                continue;
            if ((mask & Ended) != 0)
            {
                _watches.Remove(watch);
                Tell(observers, observer => observer.NoteLoss());
                continue;
            }

            var name = events.Slice(16, (int)BitConverter.ToUInt32(events[12..]));
            name = name[..Math.Max(name.IndexOf((byte)0), 0)];
            if (name.Length == 0 || name[0] == '.')
                continue;
            foreach (var reference in observers)
            {
                if (reference.TryGetTarget(out var observer))
                    observer.Note(watch, name, (mask & Appeared) != 0);
            }
        }
    }

    private static void Tell(List<WeakReference<IDirectoryObserver>> observers, Action<IDirectoryObserver> what)
    {
        foreach (var reference in observers)
        {
            if (reference.TryGetTarget(out var observer))
                what(observer);
        }
    }

    private void Listen()
    {
        var wait = new PollEntry { Descriptor = _queue, Events = 1 };
        while (true)
        {
            _ = Poll(&wait, 1, -1);
            Drain();
        }
    }

    private struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    [LibraryImport("libc", EntryPoint = "inotify_init1", SetLastError = true)]
    private static partial int Init(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", SetLastError = true)]
    private static partial int Add(int queue, byte* path, uint mask);

    [LibraryImport("libc", EntryPoint = "inotify_rm_watch", SetLastError = true)]
    private static partial int Remove(int queue, int watch);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int descriptor, byte* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(PollEntry* entries, ulong count, int milliseconds);
}

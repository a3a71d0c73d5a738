using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Oss.Domain.Persistence;

/// <summary>
/// What was read of the directory a moment ago, by name: a client opens four connections at once, and mail comes in bursts. Forgotten when this process changes the directory
/// (<see cref="DirectoryChanges"/>), and after a second, for what other nodes change.
/// </summary>
/// <typeparam name="T">What is remembered; never changed.</typeparam>
internal sealed class DirectoryMemory<T>(DirectoryChanges changes, TimeProvider time)
{
    /// <summary>How long what another node changed may go unnoticed.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    /// <summary>More names are not remembered at once: they come from outside.</summary>
    public const int Capacity = 10_000;

    private readonly ConcurrentDictionary<string, Entry> _entries = new();

    /// <summary>To be taken before the directory is read, and handed to <see cref="Remember"/> with what was read: what changes in between is not remembered as it was.</summary>
    public Moment Now => new(changes.Count, time.GetTimestamp());

    /// <summary>Finds what was read under a name.</summary>
    public bool TryRecall(string name, [MaybeNullWhen(false)] out T value)
    {
        var found = _entries.TryGetValue(name, out var entry) && entry.Read.Changes == changes.Count && time.GetElapsedTime(entry.Read.Timestamp) < Lifetime;
        value = found ? entry.Value : default;
        return found;
    }

    /// <summary>Remembers what was read under a name, and returns it.</summary>
    public T Remember(string name, T value, Moment read)
    {
        // All of it is a second old at most: to look for the oldest would cost more than to read it again.
        if (_entries.Count >= Capacity)
            _entries.Clear();
        _entries[name] = new Entry(value, read);
        return value;
    }

    /// <summary>When something was read.</summary>
    /// <param name="Changes">How often the directory had changed.</param>
    /// <param name="Timestamp">The clock's.</param>
    internal readonly record struct Moment(long Changes, long Timestamp);

    private readonly record struct Entry(T Value, Moment Read);
}

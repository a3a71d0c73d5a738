using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Oss.MailEngine.Storage;

/// <summary>
/// The file <c>dovecot-keywords</c>: lines <c>number name</c>, where numbers 0 to 25 are the letters a to z in file names. Higher numbers are
/// keywords that Dovecot keeps in its index only; their lines stay. A number is never used for another name while a file may carry its letter. Changed only under the
/// uidlist's lock and <c>dovecot-keywords.lock</c>: written to the lock file, durable, renamed, with a time of change that grows by whole seconds, which is what readers compare.
/// </summary>
internal sealed class KeywordTable(string path)
{
    public const string FileName = "dovecot-keywords";

    /// <summary>Letters there are.</summary>
    public const int Capacity = 26;

    private readonly Lock _gate = new();
    private ConcurrentDictionary<uint, ImmutableArray<string>> _sets = new();
    private string?[] _names = new string?[Capacity];
    private List<string> _others = [];
    private FileStamp _stamp;

    public IEnumerable<string> Names => _names.OfType<string>();

    /// <summary>Letters that have a name.</summary>
    public uint Named => (uint)_names.Select((name, i) => name is null ? 0 : 1 << i).Sum();

    /// <summary>Reads the file when it changed.</summary>
    public void Refresh()
    {
        lock (_gate)
        {
            var now = FileStamp.Of(path);
            if (now == _stamp || !now.Exists)
                return;

            var names = new string?[Capacity];
            var others = new List<string>();
            foreach (var line in File.ReadLines(path, Encoding.UTF8))
            {
                if (line.Split(' ', 2) is [var number, { Length: > 0 } name] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n < Capacity)
                    names[n] ??= name;
                else if (line.Length > 0)
                    others.Add(line);
            }

            (_names, _others, _sets, _stamp) = (names, others, new(), now);
        }
    }

    /// <summary>The names of letters; a letter without a name is left out.</summary>
    public ImmutableArray<string> NamesOf(uint letters)
    {
        if (letters == 0)
            return [];
        if (_sets.TryGetValue(letters, out var known))
            return known;
        // Another program may have named a letter since the file was read.
        if ((letters & ~Named) != 0)
            Refresh();
        var names = ImmutableArray.CreateBuilder<string>();
        for (var left = letters; left != 0; left &= left - 1)
        {
            if (_names[BitOperations.TrailingZeroCount(left)] is { } name)
                names.Add(name);
        }

        return _sets.Count < 10_000 ? _sets[letters] = names.ToImmutable() : names.ToImmutable();
    }

    /// <summary>The letters of names that have one.</summary>
    public uint LettersOf(IEnumerable<string> names, out bool complete)
    {
        var letters = 0u;
        complete = true;
        foreach (var name in names)
        {
            var index = Array.FindIndex(_names, known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase));
            if (index >= 0)
                letters |= 1u << index;
            else
                complete = false;
        }

        return letters;
    }

    /// <summary>Gives letters to names that have none; under the uidlist's lock only. A name beyond the 26th is left out.</summary>
    /// <param name="names">The names wanted.</param>
    /// <param name="inUse">Letters that files carry: without a name they are another program's, and not free.</param>
    /// <param name="keywordsLock">Held by the caller: <c>dovecot-keywords.lock</c>, which becomes the file.</param>
    public void Enter(IEnumerable<string> names, uint inUse, DotLock keywordsLock)
    {
        Refresh();
        lock (_gate)
        {
            var entered = (string?[])_names.Clone();
            foreach (var name in names.Where(name => !entered.Contains(name, StringComparer.OrdinalIgnoreCase)))
            {
                // Behind the last first: a hole may be a letter whose line was lost.
                var free = Array.FindLastIndex(entered, known => known is not null) + 1;
                while (free < Capacity && (inUse & (1u << free)) != 0)
                    free++;
                if (free >= Capacity)
                    free = Array.FindIndex(entered, known => known is null) is var hole && hole >= 0 && (inUse & (1u << hole)) == 0 ? hole : -1;
                if (free >= 0)
                    entered[free] = name;
            }

            if (entered.SequenceEqual(_names))
                return;
            var text = new StringBuilder();
            for (var i = 0; i < Capacity; i++)
            {
                if (entered[i] is { } name)
                    text.Append(i).Append(' ').Append(name).Append('\n');
            }

            _others.ForEach(line => text.Append(line).Append('\n'));
            keywordsLock.Become(path, Encoding.UTF8.GetBytes(text.ToString()), after: EndOfSecond(_stamp.Modified));
            (_names, _sets, _stamp) = (entered, new(), FileStamp.Of(path));
        }
    }

    // Dovecot compares whole seconds (maildir-keywords.c): a second change within one would stay unseen, and its keywords nameless.
    private static long EndOfSecond(long nanoseconds) => nanoseconds - (nanoseconds % 1_000_000_000) + 999_999_999;
}

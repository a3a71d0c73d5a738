using System.Collections.Immutable;
using System.Text;

namespace Oss.MailEngine.Storage;

/// <summary>The file <c>dovecot-keywords</c>: lines <c>number name</c>, where numbers 0 to 25 are the letters a to z in file names. A number is never
/// used for another name, for a file may still carry its letter. Changed only under the uidlist's lock.</summary>
internal sealed class KeywordTable(string path)
{
    public const string FileName = "dovecot-keywords";

    /// <summary>Letters there are.</summary>
    public const int Capacity = 26;

    private readonly string?[] _names = new string?[Capacity];
    private DateTime _readFrom = DateTime.MinValue;

    public IEnumerable<string> Names => _names.OfType<string>();

    public void Refresh()
    {
        var written = File.GetLastWriteTimeUtc(path);
        if (written == _readFrom || !File.Exists(path))
            return;

        Array.Clear(_names);
        foreach (var line in File.ReadLines(path))
        {
            if (line.Split(' ', 2) is [var number, { Length: > 0 } name] && int.TryParse(number, out var n) && n is >= 0 and < Capacity)
                _names[n] = name;
        }

        _readFrom = written;
    }

    public ImmutableArray<string> NamesOf(string letters) => letters.Length == 0 ? [] : [.. letters.Select(letter => _names[letter - 'a']).OfType<string>()];

    /// <summary>The letters for names, entering new ones; a name beyond the 26th is left out.</summary>
    public string LettersOf(IEnumerable<string> names)
    {
        var letters = new StringBuilder();
        var added = false;
        foreach (var name in names.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var index = Array.FindIndex(_names, known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase));
            if (index < 0 && (index = Array.IndexOf(_names, null)) >= 0)
            {
                _names[index] = name;
                added = true;
            }

            if (index >= 0)
                letters.Append((char)('a' + index));
        }

        if (added)
            Write();
        return letters.ToString();
    }

    private void Write()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Capacity; i++)
        {
            if (_names[i] is { } name)
                text.Append(i).Append(' ').Append(name).Append('\n');
        }

        Durable.ReplaceFile(path, Encoding.UTF8.GetBytes(text.ToString()));
        _readFrom = File.GetLastWriteTimeUtc(path);
    }
}

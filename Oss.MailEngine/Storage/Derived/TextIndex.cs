using System.Text;
using Microsoft.Data.Sqlite;

namespace Oss.MailEngine.Storage;

/// <summary>
/// The full-text index of one folder: SQLite FTS5 over the trigrams of what a reader sees of each message. It says of a message that it contains a text, that it does not, or that it cannot tell; then the
/// message is looked at, so an answer by the index is the answer without it. Filled by searches, from each message that they read; opened for one search, by one session at a time.
/// <para>
/// Derived, and healing: the file is believed only while it is, by inode, size and time of change, the one that was last written here for this very folder, which the seal beside it says. Cut, altered, swapped or
/// older, or left by a process that was killed while writing, it is deleted and filled anew.
/// </para>
/// </summary>
internal sealed class TextIndex : IDisposable
{
    /// <summary>Characters of a text that trigrams say something about.</summary>
    public const int ShortestText = 3;

    /// <summary>Characters of a text that are asked for; of a longer one the index only says what cannot contain it.</summary>
    private const int LongestText = 64;
    private const int Batch = 500;

    private readonly string _path;
    private readonly string _origin;
    private readonly SemaphoreSlim _gate;
    private readonly SqliteConnection _database;
    private readonly Dictionary<string, long> _rows = [];
    private readonly Dictionary<(string, bool), (HashSet<long>? Rows, long Last)> _found = [];
    private SqliteTransaction? _writing;
    private int _added;

    private TextIndex(string path, string origin, SemaphoreSlim gate, SqliteConnection database) =>
        (_path, _origin, _gate, _database) = (path, origin, gate, database);

    /// <summary>Opens the index; <see langword="null"/> when another session has it, or it cannot be written: then there is none this time.</summary>
    public static TextIndex? TryOpen(string path, Guid mailbox, string folder, SemaphoreSlim gate)
    {
        if (!gate.Wait(0))
            return null;
        SqliteConnection? database = null;
        try
        {
            var origin = $"text index 2 {mailbox} {folder}";
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (!IsSealed(path, origin))
                Delete(path);
            database = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 1 }.ToString());
            database.Open();
            Run(database, "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF;");
            Run(database, "CREATE TABLE IF NOT EXISTS message(id INTEGER PRIMARY KEY, base TEXT NOT NULL UNIQUE);");
            Run(database, "CREATE VIRTUAL TABLE IF NOT EXISTS text USING fts5(header, body, content='', contentless_delete=1, tokenize='trigram case_sensitive 1');");
            var index = new TextIndex(path, origin, gate, database);
            index.ReadRows();
            return index;
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            database?.Dispose();
            Delete(path);
            gate.Release();
            return null;
        }
    }

    /// <summary>Whether a message contains a text; <see langword="null"/> when the message has to be looked at.</summary>
    /// <param name="message">The message.</param>
    /// <param name="text">The text, as it was asked for.</param>
    /// <param name="bodyOnly">Whether its header does not count.</param>
    public bool? Contains(StoredMessage message, string text, bool bodyOnly)
    {
        if (!_rows.TryGetValue(message.Base, out var row))
            return null;
        try
        {
            if (!_found.TryGetValue((text, bodyOnly), out var found))
                _found[(text, bodyOnly)] = found = Find(Fold(text), bodyOnly);
            // A message that was added after the query was not asked about.
            if (found.Rows is null || row > found.Last)
                return null;
            return !found.Rows.Contains(row) ? false : IsExact(text) ? true : null;
        }
        catch (SqliteException)
        {
            return null;
        }
    }

    /// <summary>Adds a message that was read.</summary>
    public void Add(StoredMessage message, IEnumerable<string> headers, IEnumerable<string> bodies)
    {
        if (_rows.ContainsKey(message.Base))
            return;
        try
        {
            _writing ??= Begin();
            using var command = _database.CreateCommand();
            command.CommandText = "INSERT INTO message(base) VALUES($base); INSERT INTO text(rowid, header, body) VALUES(last_insert_rowid(), $header, $body); SELECT last_insert_rowid();";
            command.Parameters.AddWithValue("$base", message.Base);
            command.Parameters.AddWithValue("$header", Texts(headers));
            command.Parameters.AddWithValue("$body", Texts(bodies));
            _rows[message.Base] = (long)command.ExecuteScalar()!;
            if (++_added % Batch == 0)
                Commit();
        }
        catch (SqliteException)
        {
            Discard();
        }
    }

    /// <summary>Forgets messages that are gone, once they are many.</summary>
    public void Prune(IReadOnlyCollection<StoredMessage> living)
    {
        if (_rows.Count < (living.Count * 5 / 4) + 100)
            return;
        try
        {
            _writing ??= Begin();
            var bases = living.Select(m => m.Base).ToHashSet();
            foreach (var (name, row) in _rows.Where(r => !bases.Contains(r.Key)).ToList())
            {
                Run(_database, $"DELETE FROM text WHERE rowid={row}; DELETE FROM message WHERE id={row};");
                _rows.Remove(name);
            }
        }
        catch (SqliteException)
        {
            Discard();
        }
    }

    public void Dispose()
    {
        try
        {
            Commit();
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            Delete(_path);
        }

        _database.Dispose();
        _gate.Release();
    }

    /// <summary>Text as it is compared: composed, in one case. What is not composed is kept as it came as well, for part of a letter may be asked for.</summary>
    private static string Texts(IEnumerable<string> texts)
    {
        var folded = new StringBuilder();
        foreach (var text in texts)
        {
            var upper = text.ToUpperInvariant();
            folded.Append(upper).Append('\n');
            if (!Ascii.IsValid(text) && Fold(text) is var composed && composed != upper)
                folded.Append(composed).Append('\n');
        }

        return folded.Replace('\0', ' ').ToString();
    }

    private static string Fold(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormC).ToUpperInvariant();
        }
        catch (ArgumentException)
        {
            // Half a character: there is no other way to write it.
            return text.ToUpperInvariant();
        }
    }

    // White space and controls are not kept as they came, and what is not ASCII may be found in the composed text where it is not in the other, or half a character of it.
    private static bool IsExact(string text) => text.Length <= LongestText && text.All(c => c is > ' ' and < '\x7f');

    private (HashSet<long>? Rows, long Last) Find(string text, bool bodyOnly)
    {
        var runes = text.EnumerateRunes().Take(LongestText).ToList();
        if (runes.Count < ShortestText)
            return (null, 0);
        // A phrase of trigrams: the text itself, in a header or in a body, for no text goes on from one into the other.
        using var command = _database.CreateCommand();
        command.CommandText = "SELECT rowid FROM text WHERE text MATCH $query";
        command.Parameters.AddWithValue("$query", $"{(bodyOnly ? "body : " : "")}\"{string.Concat(runes).Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        var found = new HashSet<long>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
            found.Add(reader.GetInt64(0));
        return (found, _rows.Count > 0 ? _rows.Values.Max() : 0);
    }

    private void ReadRows()
    {
        using var command = _database.CreateCommand();
        command.CommandText = "SELECT id, base FROM message";
        using var reader = command.ExecuteReader();
        while (reader.Read())
            _rows[reader.GetString(1)] = reader.GetInt64(0);
    }

    private SqliteTransaction Begin()
    {
        // From here to the next seal it is not to be believed.
        File.Delete(SealOf(_path));
        return _database.BeginTransaction();
    }

    private void Commit()
    {
        if (_writing is null)
            return;
        _writing.Commit();
        _writing.Dispose();
        _writing = null;
        File.WriteAllText(SealOf(_path), $"{_origin}\n{Describe(FileStamp.Of(_path))}\n");
    }

    private void Discard()
    {
        _writing?.Dispose();
        _writing = null;
        _rows.Clear();
        _found.Clear();
    }

    private static bool IsSealed(string path, string origin) =>
        File.Exists(path) && File.Exists(SealOf(path)) && File.ReadAllText(SealOf(path)) == $"{origin}\n{Describe(FileStamp.Of(path))}\n";

    private static string Describe(FileStamp stamp) => $"{stamp.Inode} {stamp.Device} {stamp.Size} {stamp.Modified}";

    private static string SealOf(string path) => path + ".seal";

    private static void Delete(string path)
    {
        try
        {
            File.Delete(SealOf(path));
            if (System.IO.Directory.Exists(path))
                System.IO.Directory.Delete(path, recursive: true);
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without a seal it is not believed.
        }
    }

    private static void Run(SqliteConnection database, string sql)
    {
        using var command = database.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

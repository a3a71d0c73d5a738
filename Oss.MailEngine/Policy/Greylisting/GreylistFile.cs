using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Oss.MailEngine.Policy.Greylisting;

/// <summary>
/// Entries in a database file of this node. What it holds can be lost at the price of a second attempt, so it is written without waiting for the disk, and made anew when it is damaged. Entries end by themselves;
/// beyond <see cref="PolicyLimits.Triplets"/> those go first that would end first.
/// </summary>
internal sealed partial class GreylistFile(string path, TimeProvider time, ILogger log, int capacity = PolicyLimits.Triplets) : IGreylistStore, IDisposable
{
    private static readonly TimeSpan PrunePause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private SqliteConnection? _database;
    private DateTimeOffset _nextPrune;
    private DateTimeOffset _brokenUntil;
    private int _written;

    public GreylistEntry? Find(ReadOnlySpan<byte> key)
    {
        var name = key.ToArray();
        return Use(database =>
        {
            using var command = database.CreateCommand();
            command.CommandText = "SELECT first, last, passed FROM entry WHERE key = $key AND until >= $now";
            command.Parameters.AddWithValue("$key", name);
            command.Parameters.AddWithValue("$now", time.GetUtcNow().ToUnixTimeSeconds());
            using var row = command.ExecuteReader();
            return row.Read()
                ? new GreylistEntry(DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(0)), row.IsDBNull(1) ? null : DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(1)), row.GetInt32(2))
                : null;
        });
    }

    public bool Save(ReadOnlySpan<byte> key, GreylistEntry entry, DateTimeOffset until)
    {
        var name = key.ToArray();
        return Use(database =>
        {
            using var command = database.CreateCommand();
            command.CommandText = "INSERT INTO entry(key, first, last, passed, until) VALUES($key, $first, $last, $passed, $until) ON CONFLICT(key) DO UPDATE SET first = $first, last = $last, passed = $passed, until = $until";
            command.Parameters.AddWithValue("$key", name);
            command.Parameters.AddWithValue("$first", entry.First.ToUnixTimeSeconds());
            command.Parameters.AddWithValue("$last", (object?)entry.Last?.ToUnixTimeSeconds() ?? DBNull.Value);
            command.Parameters.AddWithValue("$passed", entry.Passed);
            command.Parameters.AddWithValue("$until", until.ToUnixTimeSeconds());
            command.ExecuteNonQuery();
            Prune(database);
            return entry;
        }) is not null;
    }

    public void Dispose()
    {
        lock (_lock)
            _database?.Dispose();
    }

    private void Prune(SqliteConnection database)
    {
        var now = time.GetUtcNow();
        if (now < _nextPrune && ++_written < capacity / 10)
            return;

        (_nextPrune, _written) = (now + PrunePause, 0);
        using var command = database.CreateCommand();
        command.CommandText = "DELETE FROM entry WHERE until < $now; DELETE FROM entry WHERE key IN (SELECT key FROM entry ORDER BY until LIMIT max(0, (SELECT count(*) FROM entry) - $most))";
        command.Parameters.AddWithValue("$now", now.ToUnixTimeSeconds());
        command.Parameters.AddWithValue("$most", capacity);
        command.ExecuteNonQuery();
    }

    private T? Use<T>(Func<SqliteConnection, T?> use)
        where T : class
    {
        lock (_lock)
        {
            if (_database is null && time.GetUtcNow() < _brokenUntil)
                return null;
            try
            {
                return use(_database ??= Open());
            }
            catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
            {
                Broken(log, path, e);
                _database?.Dispose();
                (_database, _brokenUntil) = (null, time.GetUtcNow() + RetryPause);
                // 11, 26: damaged, or no database at all. A full disk is neither.
                if (e is SqliteException { SqliteErrorCode: 11 or 26 })
                    File.Delete(path);
                return null;
            }
        }
    }

    private SqliteConnection Open()
    {
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var database = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 1 }.ToString());
        try
        {
            database.Open();
            using var command = database.CreateCommand();
            command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; CREATE TABLE IF NOT EXISTS entry(key BLOB PRIMARY KEY, first INTEGER NOT NULL, last INTEGER, passed INTEGER NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID; CREATE INDEX IF NOT EXISTS entry_until ON entry(until)";
            command.ExecuteNonQuery();
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    [LoggerMessage(2402, LogLevel.Warning, "What greylisting remembers in {Path} is out of reach; senders may be asked once more.")]
    private static partial void Broken(ILogger log, string path, Exception cause);
}

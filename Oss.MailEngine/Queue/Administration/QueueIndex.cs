using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Oss.MailEngine.Queue.Administration;

/// <summary>
/// What lists and facets are read from: a row a message and a row a waiting recipient, in SQLite. Derived from the journals, and brought up to date before each look: the directories say which journals are new,
/// longer or gone, and only those are read. So taking and sending mail pays nothing for it, whichever process looks; a hundred thousand messages cost no memory; and a file that is
/// missing, damaged or another process's is simply made anew.
/// </summary>
internal sealed class QueueIndex(QueueStore store, string? path) : IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA cache_size=-2048;
        CREATE TABLE IF NOT EXISTS message(
            id TEXT PRIMARY KEY, shard TEXT NOT NULL, length INTEGER NOT NULL, arrived INTEGER NOT NULL, sender TEXT NOT NULL, bytes INTEGER NOT NULL, state INTEGER NOT NULL,
            recipients INTEGER NOT NULL, recipient TEXT NOT NULL, reply TEXT NOT NULL, attempts INTEGER NOT NULL, next INTEGER NOT NULL, due INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS waiting(message TEXT NOT NULL, place INTEGER NOT NULL, address TEXT NOT NULL, destination TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY(message, place)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS message_shard ON message(shard, id, length, due);
        CREATE INDEX IF NOT EXISTS message_arrived ON message(arrived, id);
        CREATE INDEX IF NOT EXISTS message_state ON message(state, arrived, id);
        CREATE INDEX IF NOT EXISTS waiting_destination ON waiting(destination, reason, message);
        CREATE INDEX IF NOT EXISTS waiting_reason ON waiting(reason, destination, message);
        PRAGMA user_version=1;
        """;

    private readonly SemaphoreSlim _gate = new(1);
    private SqliteConnection? _database;

    /// <summary>Reads from an index that is up to date.</summary>
    public async Task<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Read(read, cancellationToken), cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        _database?.Dispose();
        _gate.Dispose();
    }

    private T Read<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken)
    {
        try
        {
            var database = _database ??= Open(path);
            Refresh(database, cancellationToken);
            return read(database);
        }
        catch (SqliteException)
        {
            // Damaged, or another process has it: one for this time, which nobody shares.
            _database?.Dispose();
            _database = null;
            using var own = Open(null);
            Refresh(own, cancellationToken);
            return read(own);
        }
    }

    // SQLite keeps a database without a name in a file of its own that it deletes, and of that in memory only its cache.
    private static SqliteConnection Open(string? path)
    {
        if (path is not null)
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var database = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path ?? "", Pooling = false, DefaultTimeout = 2 }.ToString());
        database.Open();
        try
        {
            Run(database, Schema);
            return database;
        }
        catch (SqliteException) when (path is not null)
        {
            database.Dispose();
            File.Delete(path);
            throw;
        }
    }

    private void Refresh(SqliteConnection database, CancellationToken cancellationToken)
    {
        using var transaction = database.BeginTransaction();
        using var commands = new Commands(database);
        var shards = store.Shards().ToHashSet(StringComparer.Ordinal);
        foreach (var shard in shards)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Refresh(database, commands, shard);
        }

        foreach (var lost in Shards(database).Where(shard => !shards.Contains(shard)).ToList())
        {
            foreach (var id in Known(database, lost).Keys)
                Remove(commands, id);
        }

        transaction.Commit();
    }

    private void Refresh(SqliteConnection database, Commands commands, string shard)
    {
        var known = Known(database, shard);
        foreach (var entry in store.InShard(shard))
        {
            var id = entry.Id.ToString("N");
            if (known.Remove(id, out var there) && there == (entry.JournalLength, entry.Due.UtcTicks))
                continue;

            if (there != default)
                Remove(commands, id);
            if (Load(entry.Id) is { } message)
                Add(commands, shard, message, entry);
        }

        foreach (var gone in known.Keys)
            Remove(commands, gone);
    }

    private QueuedMessage? Load(Guid id)
    {
        try
        {
            return store.Load(id);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private void Add(Commands commands, string shard, QueuedMessage message, QueueEntry entry)
    {
        var id = message.Id.ToString("N");
        var waiting = message.Recipients.Where(r => r.Status == RecipientStatus.Waiting).ToList();
        // The one that an operator looks for: tried most often, and still here.
        var shown = waiting.MaxBy(r => r.Attempts);
        // What is due may be put off all the same, because its destination is busy or left alone.
        var next = waiting.Count == 0 ? DateTimeOffset.MinValue : waiting.Min(r => r.Next) is var first && entry.Due > first ? entry.Due : first;
        Run(
            commands.Message, id, shard, entry.JournalLength, message.Envelope.Arrived.ToUnixTimeMilliseconds(), message.Envelope.Sender, Length(message.Id), (long)StateOf(message), (long)waiting.Count,
            shown?.Recipient.Address ?? "", shown?.Reply ?? "", (long)(shown?.Attempts ?? 0), next <= DateTimeOffset.UnixEpoch ? 0L : next.ToUnixTimeMilliseconds(), entry.Due.UtcTicks);
        for (var place = 0; place < waiting.Count; place++)
        {
            var recipient = waiting[place];
            Run(commands.Waiting, id, (long)place, recipient.Recipient.Address, DestinationOf(recipient.Recipient), QueueReason.Of(recipient));
        }
    }

    private long Length(Guid id)
    {
        try
        {
            return store.LengthOf(id);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>How a message stands.</summary>
    public static QueueState StateOf(QueuedMessage message) =>
        message.IsHeld ? QueueState.Held : message.Recipients.Exists(r => r.Status == RecipientStatus.Waiting && r.Attempts > 0) ? QueueState.Deferred : QueueState.Waiting;

    /// <summary>Where a recipient goes, as operators say it.</summary>
    public static string DestinationOf(QueuedRecipient recipient) => recipient.Transport?.ToString() ?? recipient.Address[(recipient.Address.LastIndexOf('@') + 1)..].ToLowerInvariant();

    private static Dictionary<string, (long Length, long Due)> Known(SqliteConnection database, string shard)
    {
        var known = new Dictionary<string, (long, long)>();
        using var command = Command(database, "SELECT id, length, due FROM message WHERE shard = $shard", ("$shard", shard));
        using var rows = command.ExecuteReader();
        while (rows.Read())
            known[rows.GetString(0)] = (rows.GetInt64(1), rows.GetInt64(2));
        return known;
    }

    private static List<string> Shards(SqliteConnection database)
    {
        var shards = new List<string>();
        using var command = Command(database, "SELECT DISTINCT shard FROM message");
        using var rows = command.ExecuteReader();
        while (rows.Read())
            shards.Add(rows.GetString(0));
        return shards;
    }

    private static void Remove(Commands commands, string id)
    {
        Run(commands.RemoveMessage, id);
        Run(commands.RemoveWaiting, id);
    }

    // Values in the order of the command's parameters.
    private static void Run(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
        command.ExecuteNonQuery();
    }

    private static void Run(SqliteConnection database, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(database, sql, parameters);
        command.ExecuteNonQuery();
    }

    /// <summary>A command with its parameters.</summary>
    public static SqliteCommand Command(SqliteConnection database, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = database.CreateCommand();
        // Never made of anything but the constants of this folder.
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        return command;
    }

    /// <summary>What a refresh does again and again, compiled once.</summary>
    private sealed class Commands(SqliteConnection database) : IDisposable
    {
        public SqliteCommand Message { get; } = Prepared(database, "INSERT INTO message VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)", 13);

        public SqliteCommand Waiting { get; } = Prepared(database, "INSERT INTO waiting VALUES($1, $2, $3, $4, $5)", 5);

        public SqliteCommand RemoveMessage { get; } = Prepared(database, "DELETE FROM message WHERE id = $1", 1);

        public SqliteCommand RemoveWaiting { get; } = Prepared(database, "DELETE FROM waiting WHERE message = $1", 1);

        public void Dispose()
        {
            foreach (var command in (SqliteCommand[])[Message, Waiting, RemoveMessage, RemoveWaiting])
                command.Dispose();
        }

        private static SqliteCommand Prepared(SqliteConnection database, string sql, int parameters)
        {
            var command = Command(database, sql);
            for (var i = 1; i <= parameters; i++)
                command.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"${i}"), DBNull.Value);
            return command;
        }
    }
}

using System.Globalization;
using Microsoft.Data.Sqlite;
using MySqlConnector;
using Oss.Domain.Persistence;

namespace Oss.Tests.Databases;

/// <summary>Every row of every table as text, to see whether anything changed at all. What background work notes about rows that are there already, in its own time, is left out.</summary>
internal static class DatabaseContent
{
    /// <summary>Numbers of events, seals of the audit.</summary>
    private static readonly string[] NotedLater = ["Sequence", "Salt", "Digest", "Hash"];
    private static readonly string[] CountedLater = ["EventCounters", "AuditHeads", "AuditCheckpoints"];

    public static async Task<IReadOnlyList<string>> ReadAsync(OssDatabaseOptions database)
    {
        await using System.Data.Common.DbConnection connection = database.Provider == DatabaseProvider.Sqlite
            ? new SqliteConnection(database.ConnectionString + ";Pooling=False")
            : new MySqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        var tables = await RowsAsync(connection, database.Provider == DatabaseProvider.Sqlite
            ? "SELECT name FROM sqlite_master WHERE type = 'table'"
            : "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()");
        var rows = new List<string>();
        foreach (var table in tables.Except(CountedLater))
            rows.AddRange((await RowsAsync(connection, database.Provider == DatabaseProvider.Sqlite ? $"SELECT * FROM \"{table}\"" : $"SELECT * FROM `{table}`")).Select(row => $"{table}: {row}"));
        return [.. rows.Order(StringComparer.Ordinal)];
    }

    private static async Task<List<string>> RowsAsync(System.Data.Common.DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Where(i => !NotedLater.Contains(reader.GetName(i))).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
        return rows;
    }
}

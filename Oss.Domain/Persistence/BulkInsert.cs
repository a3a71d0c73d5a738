using System.Data.Common;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Oss.Domain.Persistence;

/// <summary>What becomes of a row whose key is there already.</summary>
/// <param name="Key">The key's columns.</param>
/// <param name="Add">Columns that are added up.</param>
/// <param name="Set">Columns that are replaced.</param>
internal sealed record BulkConflict(string[] Key, string[] Add, string[] Set)
{
    /// <summary>It stays as it is: the same batch may be written twice.</summary>
    public static BulkConflict Ignore(params string[] key) => new(key, [], []);
}

/// <summary>
/// Many rows by few statements. Entities and their tracking cost ten times what these rows are worth; they are counters and protocols of which thousands come in a second. MariaDB gets a hundred rows
/// at a time, for each statement is a round trip; SQLite one at a time by a prepared statement, for it looks for each parameter among all.
/// </summary>
internal static class BulkInsert
{
    private const int RowsPerStatement = 100;

    /// <summary>Writes the rows, in the transaction that there is.</summary>
    public static async Task InsertRowsAsync(this OssDbContext db, string table, string[] columns, IReadOnlyList<object?[]> rows, BulkConflict conflict, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return;

        await db.Database.OpenConnectionAsync(cancellationToken);
        DbCommand? command = null;
        try
        {
            foreach (var chunk in rows.Chunk(db is SqliteOssDbContext ? 1 : RowsPerStatement))
            {
                if (command?.Parameters.Count != chunk.Length * columns.Length)
                {
                    if (command is not null)
                        await command.DisposeAsync();
                    command = Prepared(db, table, columns, chunk.Length, conflict);
                }

                for (var i = 0; i < command.Parameters.Count; i++)
                    command.Parameters[i].Value = chunk[i / columns.Length][i % columns.Length] ?? DBNull.Value;
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
        }
        finally
        {
            if (command is not null)
                await command.DisposeAsync();
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <summary>Does not wait for the disk at the end of the transaction: for what may be lost. Holds until the connection is opened anew; MariaDB has nothing like it for one transaction.</summary>
    public static async Task DoNotSyncAsync(this OssDbContext db, CancellationToken cancellationToken)
    {
        if (db is SqliteOssDbContext)
            await db.Database.ExecuteSqlRawAsync("PRAGMA synchronous=NORMAL", cancellationToken);
    }

    private static DbCommand Prepared(OssDbContext db, string table, string[] columns, int rows, BulkConflict conflict)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        var text = new StringBuilder($"INSERT INTO {Quote(db, table)} ({string.Join(", ", columns.Select(c => Quote(db, c)))}) VALUES ");
        for (var row = 0; row < rows; row++)
        {
            text.Append(row == 0 ? "(" : ", (");
            for (var column = 0; column < columns.Length; column++)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = $"@p{command.Parameters.Count}";
                command.Parameters.Add(parameter);
                text.Append(column == 0 ? "" : ", ").Append(parameter.ParameterName);
            }

            text.Append(')');
        }

        command.CommandText = text.Append(Tail(db, conflict)).ToString();
        return command;
    }

    private static string Tail(OssDbContext db, BulkConflict conflict)
    {
        string Q(string column) => Quote(db, column);
        if (db is SqliteOssDbContext)
        {
            var changes = conflict.Add.Select(c => $"{Q(c)} = {Q(c)} + excluded.{Q(c)}").Concat(conflict.Set.Select(c => $"{Q(c)} = excluded.{Q(c)}")).ToList();
            return $" ON CONFLICT ({string.Join(", ", conflict.Key.Select(Q))}) DO {(changes.Count == 0 ? "NOTHING" : "UPDATE SET " + string.Join(", ", changes))}";
        }

        var updates = conflict.Add.Select(c => $"{Q(c)} = {Q(c)} + VALUES({Q(c)})").Concat(conflict.Set.Select(c => $"{Q(c)} = VALUES({Q(c)})")).ToList();
        return $" ON DUPLICATE KEY UPDATE {(updates.Count == 0 ? $"{Q(conflict.Key[0])} = {Q(conflict.Key[0])}" : string.Join(", ", updates))}";
    }

    private static string Quote(OssDbContext db, string name) => db.GetService<ISqlGenerationHelper>().DelimitIdentifier(name);
}

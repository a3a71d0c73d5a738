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

/// <summary>Many rows by one statement. Entities and their tracking cost ten times what these rows are worth; they are counters and protocols of which thousands come in a second.</summary>
internal static class BulkInsert
{
    private const int RowsPerStatement = 100;

    /// <summary>Writes the rows, in a transaction of their own when there is none.</summary>
    public static async Task InsertRowsAsync(this OssDbContext db, string table, string[] columns, IReadOnlyList<object?[]> rows, BulkConflict conflict, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return;

        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            var head = $"INSERT INTO {Quote(db, table)} ({string.Join(", ", columns.Select(c => Quote(db, c)))}) VALUES ";
            var tail = Tail(db, conflict);
            foreach (var chunk in rows.Chunk(RowsPerStatement))
            {
                await using var command = db.Database.GetDbConnection().CreateCommand();
                command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
                var text = new StringBuilder(head);
                foreach (var (row, i) in chunk.Select((row, i) => (row, i)))
                {
                    text.Append(i == 0 ? "(" : ", (");
                    for (var j = 0; j < row.Length; j++)
                    {
                        var parameter = command.CreateParameter();
                        (parameter.ParameterName, parameter.Value) = ($"@p{command.Parameters.Count}", row[j] ?? DBNull.Value);
                        text.Append(j == 0 ? "" : ", ").Append(parameter.ParameterName);
                        command.Parameters.Add(parameter);
                    }

                    text.Append(')');
                }

                command.CommandText = text.Append(tail).ToString();
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
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

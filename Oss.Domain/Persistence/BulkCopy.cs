using System.Data.Common;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Oss.Domain.Persistence;

/// <summary>Writes new rows by the hundred in one statement, with names, types and conversions as the model has them: for millions of rows, where a tracked save of each would take
/// hours. Nothing is tracked, no version is raised and no event is made: the rows are stored as they are.</summary>
internal sealed class BulkCopy(OssDbContext db)
{
    // SQLite finds each parameter by its name, one after the other: many in one statement make it slower, not faster.
    private const int SqliteParameters = 200;
    private const int MySqlParameters = 8000;

    private readonly Dictionary<Type, Table> _tables = [];

    /// <summary>Stores the rows, in the transaction that the context has.</summary>
    public async Task ExecuteAsync<T>(IReadOnlyList<T> rows, CancellationToken cancellationToken)
        where T : class
    {
        if (!_tables.TryGetValue(typeof(T), out var table))
            _tables[typeof(T)] = table = Describe(typeof(T));

        await using var whole = Command(table, table.AtOnce);
        foreach (var chunk in rows.Chunk(table.AtOnce))
        {
            if (chunk.Length == table.AtOnce)
            {
                await ExecuteAsync(whole, table, chunk, cancellationToken);
                continue;
            }

            await using var rest = Command(table, chunk.Length);
            await ExecuteAsync(rest, table, chunk, cancellationToken);
        }
    }

    private static async Task ExecuteAsync(DbCommand command, Table table, object[] rows, CancellationToken cancellationToken)
    {
        command.Parameters.Clear();
        var number = 0;
        foreach (var row in rows)
        {
            foreach (var (property, type) in table.Columns)
                command.Parameters.Add(type.CreateParameter(command, Name(number++), property.GetGetter().GetClrValueUsingContainingEntity(row), property.IsNullable));
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private DbCommand Command(Table table, int rows)
    {
        var text = new StringBuilder(table.Insert);
        for (var row = 0; row < rows; row++)
        {
            text.Append(row == 0 ? " (" : ", (");
            text.AppendJoin(", ", Enumerable.Range(row * table.Columns.Count, table.Columns.Count).Select(Name)).Append(')');
        }

        var command = db.Database.GetDbConnection().CreateCommand();
        (command.CommandText, command.Transaction) = (text.ToString(), db.Database.CurrentTransaction?.GetDbTransaction());
        return command;
    }

    private Table Describe(Type type)
    {
        var mapping = db.Model.FindEntityType(type)!.GetTableMappings().Single();
        var columns = mapping.ColumnMappings.Where(column => !column.Property.IsShadowProperty()).ToList();
        var sql = db.GetService<ISqlGenerationHelper>();
        return new Table(
            $"INSERT INTO {sql.DelimitIdentifier(mapping.Table.Name)} ({string.Join(", ", columns.Select(column => sql.DelimitIdentifier(column.Column.Name)))}) VALUES",
            [.. columns.Select(column => (column.Property, column.TypeMapping))],
            Math.Max(1, (db is SqliteOssDbContext ? SqliteParameters : MySqlParameters) / columns.Count));
    }

    private static string Name(int number) => $"@p{number}";

    private sealed record Table(string Insert, IReadOnlyList<(IProperty Property, RelationalTypeMapping Type)> Columns, int AtOnce);
}

using System.Globalization;
using MySqlConnector;

namespace Oss.Bench.Peers;

/// <summary>
/// What an order leaves in the database and nothing else: the rows that one order for one mailbox left, inserted again as those of another, by prepared statements in one transaction, with the
/// one fsync of its commit. Nothing is checked, looked up or answered.
/// </summary>
internal sealed class BareInserts
{
    // What has been numbered is left alone by whoever numbers and seals: so are these.
    private static long s_sequence = 1_000_000_000_000;

    private static readonly (string Table, string Where)[] Tables =
    [
        ("Mailboxes", "Id = @mailbox"), ("MailboxNameStarts", "MailboxId = @mailbox"), ("Addresses", "MailboxId = @mailbox"), ("Orders", "Id = @order"), ("OrderItem", "OrderId = @order"),
        ("OrderEvents", "OrderId = @order"), ("AuditEntries", "OrderId = @order"),
    ];

    private readonly string _connection;
    private readonly string _name;
    private readonly List<Row> _rows;

    private BareInserts(string connection, string name, List<Row> rows) => (_connection, _name, _rows) = (connection, name, rows);

    /// <summary>How many rows that is.</summary>
    public int Rows => _rows.Count;

    /// <param name="connection">The database.</param>
    /// <param name="id">The number of an order for one mailbox that has been carried out; the mailbox is called like it.</param>
    public static async Task<BareInserts> LikeAsync(string connection, string id)
    {
        await using var database = new MySqlConnection(connection);
        await database.OpenAsync();
        await using var find = new MySqlCommand("SELECT o.Id, i.MailboxId FROM Orders o JOIN OrderItem i ON i.OrderId = o.Id WHERE o.ExternalId = @id", database);
        find.Parameters.AddWithValue("@id", id);
        var found = (await ReadAsync(find)).Single();
        var rows = new List<Row>();
        foreach (var (table, where) in Tables)
        {
            await using var command = new MySqlCommand($"SELECT * FROM `{table}` WHERE {where}", database);
            command.Parameters.AddWithValue("@order", found["Id"]);
            command.Parameters.AddWithValue("@mailbox", found["MailboxId"]);
            rows.AddRange((await ReadAsync(command)).Select(values => new Row(table, values.Where(value => table != "OrderEvents" || value.Key != "Id").ToDictionary())));
        }

        return new BareInserts(connection, id, rows);
    }

    /// <summary>One client: each call inserts the rows of one order.</summary>
    public Func<Task<int>> Client(string name)
    {
        var ids = _rows.Select(row => row.Values.GetValueOrDefault("Id")).OfType<string>().ToList();
        MySqlConnection? database = null;
        List<MySqlCommand> commands = [];
        var number = 0;
        return async () =>
        {
            if (database is null)
            {
                database = new MySqlConnection(_connection);
                await database.OpenAsync();
                commands = [.. _rows.Select(row => row.Insert(database))];
                foreach (var command in commands)
                    await command.PrepareAsync();
            }

            var fresh = ids.ToDictionary(id => id, _ => Guid.CreateVersion7().ToString());
            var called = string.Create(CultureInfo.InvariantCulture, $"{name}{number++}");
            await using var transaction = await database.BeginTransactionAsync();
            foreach (var (row, command) in _rows.Zip(commands))
            {
                command.Transaction = transaction;
                foreach (var (column, value) in row.Values)
                {
                    command.Parameters["@" + column].Value = column == "Sequence" ? Interlocked.Increment(ref s_sequence)
                        : value is string text ? fresh.GetValueOrDefault(text) ?? text.Replace(_name, called, StringComparison.Ordinal) : value;
                }

                await command.ExecuteNonQueryAsync();
            }

            await transaction.CommitAsync();
            return 1;
        };
    }

    private static async Task<List<Dictionary<string, object>>> ReadAsync(MySqlCommand command)
    {
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<Dictionary<string, object>>();
        while (await reader.ReadAsync())
            rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, reader.GetValue));
        return rows;
    }

    private sealed record Row(string Table, Dictionary<string, object> Values)
    {
        public MySqlCommand Insert(MySqlConnection database)
        {
            var command = new MySqlCommand(
                $"INSERT INTO `{Table}` ({string.Join(", ", Values.Keys.Select(column => $"`{column}`"))}) VALUES ({string.Join(", ", Values.Keys.Select(column => "@" + column))})", database);
            foreach (var (column, value) in Values)
                command.Parameters.AddWithValue("@" + column, value);
            return command;
        }
    }
}

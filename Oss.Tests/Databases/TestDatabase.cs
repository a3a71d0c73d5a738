using Microsoft.Data.Sqlite;
using MySqlConnector;
using Oss.Domain.Persistence;

namespace Oss.Tests.Databases;

/// <summary>An empty database of a test's own, gone when disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private const string Variable = "OSS_TEST_MARIADB";

    private readonly string _name;
    private readonly string? _directory;

    private TestDatabase(OssDatabaseOptions options, string name, string? directory) =>
        (Options, _name, _directory) = (options, name, directory);

    public OssDatabaseOptions Options { get; }

    public static async Task<TestDatabase> CreateAsync(DatabaseProvider provider)
    {
        var name = $"oss_test_{Guid.NewGuid():N}";
        if (provider == DatabaseProvider.Sqlite)
        {
            var directory = Directory.CreateTempSubdirectory(name).FullName;
            return new TestDatabase(new(provider, $"Data Source={Path.Combine(directory, "oss.db")}"), name, directory);
        }

        await ExecuteAsync($"CREATE DATABASE {name} CHARACTER SET utf8mb4");
        return new TestDatabase(new(provider, new MySqlConnectionStringBuilder(Server()) { Database = name }.ConnectionString), name, null);
    }

    public async ValueTask DisposeAsync()
    {
        if (_directory is null)
        {
            await ExecuteAsync($"DROP DATABASE {_name}");
            return;
        }

        await using (var connection = new SqliteConnection(Options.ConnectionString))
            SqliteConnection.ClearPool(connection);
        Directory.Delete(_directory, recursive: true);
    }

    private static string Server() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } server
        ? server
        : throw new InvalidOperationException(
            $"{Variable} is not set. ./test.sh sets it; by hand: export {Variable}=$(Oss.Tests/Databases/mariadb.sh start /tmp/oss-mariadb)");

    private static async Task ExecuteAsync(string sql)
    {
        await using var connection = new MySqlConnection(Server());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}

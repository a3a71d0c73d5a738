using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using MySqlConnector;
using Oss.Domain.Persistence;
using Shouldly;
using Xunit;

namespace Oss.Tests.Databases;

/// <summary>A connection from the pool is not made new, and still nobody meets what another left in it, or one that broke while it lay there.</summary>
public sealed class ConnectionsAsLeftTests : IAsyncLifetime
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly FakeTimeProvider _time = new();
    private TestDatabase _database = null!;
    private DbContextOptions<MySqlOssDbContext> _options = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(DatabaseProvider.MySql);
        _options = new DbContextOptionsBuilder<MySqlOssDbContext>()
            .UseMySql(ConnectionsAsLeft.Of(_database.Options.ConnectionString), MySqlOssDbContext.Server).AddInterceptors(new ConnectionsAsLeft(_time)).Options;
        await UseAsync(db => db.Database.ExecuteSqlRawAsync("CREATE TABLE Things (Id INT PRIMARY KEY)", Token));
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_connection_is_taken_again_as_it_is()
    {
        var first = await UseAsync(SessionAsync);
        await UseAsync(db => db.Database.ExecuteSqlRawAsync("SET @left = 1", Token));

        (await UseAsync(SessionAsync)).ShouldBe(first);
        (await UseAsync(db => db.Database.SqlQueryRaw<int?>("SELECT @left AS Value").SingleAsync(Token))).ShouldBe(1, "it was not reset");
    }

    [Fact]
    public async Task What_was_begun_and_left_is_rolled_back()
    {
        await UseAsync(async db =>
        {
            // Left open on purpose.
            await db.Database.BeginTransactionAsync(Token);
            return await db.Database.ExecuteSqlRawAsync("INSERT INTO Things VALUES (1)", Token);
        });

        (await CountAsync()).ShouldBe(0);
        await UseAsync(db => db.Database.ExecuteSqlRawAsync("INSERT INTO Things VALUES (1)", Token));
        (await UseAsync(db => db.Database.SqlQueryRaw<int>("SELECT @@in_transaction AS Value").SingleAsync(Token))).ShouldBe(0);
    }

    [Fact]
    public async Task One_that_broke_while_it_lay_in_the_pool_is_replaced_with_all_that_broke_with_it()
    {
        var sessions = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => UseAsync(db => db.Database.SqlQueryRaw<long>("SELECT SLEEP(0.2) + CONNECTION_ID() AS Value").SingleAsync(Token))));
        sessions.Distinct().Count().ShouldBeGreaterThan(1);
        foreach (var session in sessions.Distinct())
            await KillAsync(session);
        _time.Advance(ConnectionsAsLeft.Fresh);

        var counts = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => CountAsync()));

        counts.ShouldAllBe(count => count == 0);
        sessions.ShouldNotContain(await UseAsync(SessionAsync));
    }

    [Fact]
    public async Task One_that_broke_a_moment_ago_fails_once()
    {
        await KillAsync(await UseAsync(SessionAsync));

        (await Should.ThrowAsync<Exception>(CountAsync)).ShouldSatisfyAllConditions(e => DatabaseErrors.IsUnreachable(e).ShouldBeTrue(e.ToString()));

        (await CountAsync()).ShouldBe(0);
    }

    private static Task<long> SessionAsync(MySqlOssDbContext db) => db.Database.SqlQueryRaw<long>("SELECT CONNECTION_ID() AS Value").SingleAsync(Token);

    private Task<int> CountAsync() => UseAsync(db => db.Database.SqlQueryRaw<int>("SELECT COUNT(*) AS Value FROM Things").SingleAsync(Token));

    private async Task<T> UseAsync<T>(Func<MySqlOssDbContext, Task<T>> use)
    {
        await using var db = new MySqlOssDbContext(_options);
        return await use(db);
    }

    // From a connection of another pool; returns when the server has let go of it.
    private async Task KillAsync(long session)
    {
        await using var connection = new MySqlConnection(_database.Options.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Token);
        await using var kill = new MySqlCommand($"KILL {session}", connection);
        await kill.ExecuteNonQueryAsync(Token);
        await using var left = new MySqlCommand($"SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE ID = {session}", connection);
        while (Convert.ToInt64(await left.ExecuteScalarAsync(Token), System.Globalization.CultureInfo.InvariantCulture) > 0)
            await Task.Yield();
    }
}

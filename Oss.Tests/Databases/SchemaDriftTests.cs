using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Oss.Domain.Persistence;
using Shouldly;
using Xunit;

namespace Oss.Tests.Databases;

/// <summary>Model, migrations and the SQL in <c>db/</c> say the same. <c>db/generate.sh</c> writes the SQL anew.</summary>
public sealed class SchemaDriftTests
{
    private const string WriteVariable = "OSS_WRITE_SCHEMA";

    [Theory, EachDatabase]
    public void The_migrations_make_what_the_model_says(DatabaseProvider provider)
    {
        using var db = Offline(provider);
        db.Database.HasPendingModelChanges().ShouldBeFalse("Add a migration for each database; db/README.md says how.");
    }

    [Theory, EachDatabase]
    public async Task The_sql_in_db_is_what_the_migrations_run(DatabaseProvider provider)
    {
        await using var db = Offline(provider);
        var sql = db.GetService<IMigrator>().GenerateScript().ReplaceLineEndings("\n").TrimStart('\ufeff').TrimEnd() + "\n";
        var file = Path.Combine(Repository.Root, "db", provider == DatabaseProvider.Sqlite ? "sqlite" : "mysql", "schema.sql");
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
            await File.WriteAllTextAsync(file, sql, TestContext.Current.CancellationToken);

        (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ShouldBe(sql, $"{file} is out of date: run db/generate.sh.");
    }

    [Theory, EachDatabase]
    public async Task The_sql_in_db_makes_a_database_that_needs_no_migration(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = On(database.Options);
        var file = Path.Combine(Repository.Root, "db", provider == DatabaseProvider.Sqlite ? "sqlite" : "mysql", "schema.sql");
        var sql = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);

        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using (var command = db.Database.GetDbConnection().CreateCommand())
        {
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        (await db.Database.GetPendingMigrationsAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
        (await db.Products.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(4);
    }

    [Theory, EachDatabase]
    public async Task Every_text_column_tells_case_accents_and_trailing_spaces_apart(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = On(database.Options);
        await db.Database.MigrateAsync(TestContext.Current.CancellationToken);

        foreach (var code in new[] { "a", "A", "ä", "a " })
            db.Products.Add(new() { Code = code, Name = code });

        (await db.SaveChangesAsync(TestContext.Current.CancellationToken)).ShouldBe(4);
        (await db.Products.CountAsync(product => product.Code == "a", TestContext.Current.CancellationToken)).ShouldBe(1);
    }

    private static OssDbContext Offline(DatabaseProvider provider) =>
        On(new OssDatabaseOptions(provider, provider == DatabaseProvider.Sqlite ? "Data Source=:memory:" : "Server=localhost"));

    private static OssDbContext On(OssDatabaseOptions options) => options.Provider == DatabaseProvider.Sqlite
        ? new SqliteOssDbContext(new DbContextOptionsBuilder<SqliteOssDbContext>().UseSqlite(options.ConnectionString + ";Pooling=False").Options)
        : new MySqlOssDbContext(new DbContextOptionsBuilder<MySqlOssDbContext>().UseMySql(options.ConnectionString + ";Allow User Variables=True", MySqlOssDbContext.Server).Options);
}

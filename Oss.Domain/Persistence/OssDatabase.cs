using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Oss.Domain.Persistence;

/// <summary>Opens the configured database and brings it up to date.</summary>
public static class OssDatabase
{
    /// <summary>Registers <see cref="IDbContextFactory{TContext}"/> of <see cref="OssDbContext"/> for the configured provider.</summary>
    public static IServiceCollection AddOssDatabase(this IServiceCollection services, OssDatabaseOptions database)
    {
        services.AddSingleton<DirectoryChanges>().AddSingleton<DirectoryWrites>();
        if (database.Provider == DatabaseProvider.Sqlite)
        {
            services.AddPooledDbContextFactory<SqliteOssDbContext>((provider, options) => options
                .UseSqlite(database.ConnectionString).AddInterceptors(new SqliteDurability(), provider.GetRequiredService<DirectoryWrites>()));
            services.AddSingleton<IDbContextFactory<OssDbContext>, Factory<SqliteOssDbContext>>();
        }
        else
        {
            services.AddPooledDbContextFactory<MySqlOssDbContext>((provider, options) => options
                .UseMySql(ConnectionsAsLeft.Of(database.ConnectionString), MySqlOssDbContext.Server)
                .AddInterceptors(new ConnectionsAsLeft(TimeProvider.System), provider.GetRequiredService<DirectoryWrites>()));
            services.AddSingleton<IDbContextFactory<OssDbContext>, Factory<MySqlOssDbContext>>();
        }

        // Identity and data protection ask for a context of their own scope.
        return services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<OssDbContext>>().CreateDbContext());
    }

    /// <summary>Applies outstanding migrations; safe when several nodes start at once.</summary>
    public static async Task MigrateOssDatabaseAsync(this IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var context = await services.GetRequiredService<IDbContextFactory<OssDbContext>>().CreateDbContextAsync(cancellationToken);
        await context.Database.MigrateAsync(cancellationToken);
    }

    private sealed class Factory<TContext>(IDbContextFactory<TContext> inner) : IDbContextFactory<OssDbContext>
        where TContext : OssDbContext
    {
        public OssDbContext CreateDbContext() => inner.CreateDbContext();
    }

    // WAL lets readers go on beside the one writer; FULL syncs the log at each commit, for a reply is a promise.
    private sealed class SqliteDurability : DbConnectionInterceptor
    {
        private const string Pragmas = "PRAGMA busy_timeout=10000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;";

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            if (IsReadOnly(connection))
                return;
            using var command = connection.CreateCommand();
            command.CommandText = Pragmas;
            command.ExecuteNonQuery();
        }

        public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            if (IsReadOnly(connection))
                return;
            await using var command = connection.CreateCommand();
            command.CommandText = Pragmas;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        // Migrating looks first whether the file is there, by opening it to read. Another node may have made it just now and not yet set its journal, which a reader cannot.
        private static bool IsReadOnly(DbConnection connection) => connection.ConnectionString.Contains("Mode=ReadOnly", StringComparison.OrdinalIgnoreCase);
    }
}

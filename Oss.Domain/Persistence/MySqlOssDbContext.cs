using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Oss.Domain.Persistence;

/// <summary>The model on MariaDB and MySQL. All text compares byte by byte: what is equal is decided where it is normalised,
/// never by a collation that takes <c>ü</c> for <c>u</c>.</summary>
public sealed class MySqlOssDbContext(DbContextOptions<MySqlOssDbContext> options) : OssDbContext(options)
{
    internal static readonly ServerVersion Server = new MariaDbServerVersion(new Version(10, 6));

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.UseCollation("utf8mb4_nopad_bin");
        builder.HasCharSet("utf8mb4");
    }

    internal sealed class DesignTime : IDesignTimeDbContextFactory<MySqlOssDbContext>
    {
        public MySqlOssDbContext CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder<MySqlOssDbContext>().UseMySql("Server=localhost", Server).Options);
    }
}

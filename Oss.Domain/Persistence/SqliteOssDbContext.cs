using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Oss.Domain.Persistence;

/// <summary>The model on SQLite.</summary>
public sealed class SqliteOssDbContext(DbContextOptions<SqliteOssDbContext> options) : OssDbContext(options)
{
    internal sealed class DesignTime : IDesignTimeDbContextFactory<SqliteOssDbContext>
    {
        public SqliteOssDbContext CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder<SqliteOssDbContext>().UseSqlite("Data Source=:memory:").Options);
    }
}

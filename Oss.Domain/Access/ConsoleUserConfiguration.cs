using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Oss.Domain.Access;

internal sealed class ConsoleUserConfiguration : IEntityTypeConfiguration<ConsoleUser>
{
    // SQLite compares no DateTimeOffset, and MariaDB forgets the offset.
    private static readonly ValueConverter<DateTimeOffset, DateTime> Utc = new(
        value => value.UtcDateTime, value => new DateTimeOffset(DateTime.SpecifyKind(value, DateTimeKind.Utc)));

    public void Configure(EntityTypeBuilder<ConsoleUser> builder) => builder.Property(u => u.LockoutEnd).HasConversion(Utc);
}

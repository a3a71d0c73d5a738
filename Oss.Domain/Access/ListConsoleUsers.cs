using Microsoft.EntityFrameworkCore;
using Oss.Domain.Persistence;

// The comparisons run in the database, whose collation is binary; EF translates no overload that says "ordinal".
#pragma warning disable CA1309

namespace Oss.Domain.Access;

/// <summary>One console user as operators see it.</summary>
public sealed record ConsoleUserRow(
    Guid Id, string Name, Role Role, string? TenantNumber, string? TenantName, DateTime CreatedAt, DateTime? LastSignInAt, bool MustChangePassword, DateTimeOffset? LockedUntil)
{
    /// <summary>Closed by an operator, not only for a while.</summary>
    public bool IsLockedByOperator => LockedUntil == ConsoleUser.UntilUnlocked;
}

/// <summary>Lists console users, and shows one.</summary>
public sealed class ListConsoleUsers(IDbContextFactory<OssDbContext> contexts, TimeProvider time)
{
    /// <summary>A part, by name.</summary>
    /// <param name="text">Beginning of a name; empty for all.</param>
    /// <param name="cut">Which part.</param>
    /// <param name="actor">An operator.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<Slice<ConsoleUserRow>> ExecuteAsync(string text, Cut cut, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        ConsoleUserAdministration.Authorize(actor);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var start = text.Trim().ToUpperInvariant();
        var end = start + SearchText.Highest;
        var found = db.Users.AsNoTracking();
        if (start.Length > 0)
            found = found.Where(u => string.Compare(u.NormalizedUserName, start) >= 0 && string.Compare(u.NormalizedUserName, end) < 0);
        // A join keeps no order: the part is put in it again.
        var rows = await Rows(db, cut.Of(found, u => u.NormalizedUserName!)).ToListAsync(cancellationToken);
        rows = [.. cut.Backwards ? rows.OrderByDescending(Key, StringComparer.Ordinal) : rows.OrderBy(Key, StringComparer.Ordinal)];
        return cut.Slice(rows, Key).Of(Shown);

        static string Key(ConsoleUserRow row) => row.Name.ToUpperInvariant();
    });

    /// <summary>One of them.</summary>
    /// <exception cref="DomainException">There is none.</exception>
    public Task<ConsoleUserRow> ByIdAsync(Guid id, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        ConsoleUserAdministration.Authorize(actor);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return Shown(await Rows(db, db.Users.AsNoTracking().Where(u => u.Id == id)).FirstOrDefaultAsync(cancellationToken)
            ?? throw new DomainException(new DomainError.NotFound("console user", id.ToString())));
    });

    private static IQueryable<ConsoleUserRow> Rows(OssDbContext db, IQueryable<ConsoleUser> users) =>
        from u in users
        join t in db.Tenants on u.TenantId equals t.Id into tenants
        from t in tenants.DefaultIfEmpty()
        select new ConsoleUserRow(u.Id, u.UserName!, u.Role, t.Number, t.Name, u.CreatedAt, u.LastSignInAt, u.MustChangePassword, u.LockoutEnd);

    // A lock that has run out is none.
    private ConsoleUserRow Shown(ConsoleUserRow row) => row.LockedUntil > time.GetUtcNow() ? row : row with { LockedUntil = null };
}

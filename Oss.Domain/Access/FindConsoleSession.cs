using Microsoft.EntityFrameworkCore;
using Oss.Domain.Persistence;

namespace Oss.Domain.Access;

/// <summary>Says whether a session that was begun once still holds. Asked at each request, so a lock, a changed password or a changed role counts at once.</summary>
public sealed class FindConsoleSession(IDbContextFactory<OssDbContext> contexts, TimeProvider time)
{
    /// <summary>The person, or <see langword="null"/> when the account is gone or closed, or its password changed since.</summary>
    /// <param name="id">The account.</param>
    /// <param name="stamp">Its security stamp when the session was begun.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DomainException">The database is out of reach.</exception>
    public Task<ConsoleUser?> ExecuteAsync(Guid id, string stamp, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var user = await db.Users.AsNoTracking().FirstOrDefaultAsync(u => u.Id == id, cancellationToken);
        return user is not null && user.SecurityStamp == stamp && !user.IsLocked(time.GetUtcNow().UtcDateTime) ? user : null;
    });
}

using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using MySqlConnector;

namespace Oss.Domain.Persistence;

/// <summary>Tells the few database errors apart that a use case answers to.</summary>
internal static class DatabaseErrors
{
    private const int SqliteConstraint = 19;
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;

    /// <summary>Somebody else was faster: a unique index, a version, a deadlock. Look again and repeat.</summary>
    public static bool IsLostRace(Exception exception) => exception switch
    {
        DbUpdateConcurrencyException => true,
        // EF wraps a deadlock twice: as a failed update, and that as "likely due to a transient failure".
        DbUpdateException { InnerException: { } inner } => IsLostRace(inner),
        InvalidOperationException { InnerException: { } inner } => IsLostRace(inner),
        SqliteException sqlite => sqlite.SqliteErrorCode is SqliteConstraint or SqliteBusy or SqliteLocked,
        MySqlException mysql => mysql.ErrorCode is MySqlErrorCode.DuplicateKeyEntry or MySqlErrorCode.LockDeadlock
            or MySqlErrorCode.LockWaitTimeout or MySqlErrorCode.RowIsReferenced2 or MySqlErrorCode.NoReferencedRow2
            || mysql.Message.Contains("Record has changed since last read", StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>Does one read, and says in the domain's words when the database did not answer.</summary>
    /// <exception cref="DomainException">The database is out of reach.</exception>
    public static async Task<T> OrUnavailableAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception e) when (IsUnreachable(e))
        {
            throw new DomainException(new DomainError.Unavailable("The database is out of reach; try again."), e);
        }
    }

    /// <summary>The same for a change.</summary>
    /// <exception cref="DomainException">The database is out of reach.</exception>
    public static Task OrUnavailableAsync(Func<Task> change) => OrUnavailableAsync(async () =>
    {
        await change();
        return true;
    });

    /// <summary>The database did not answer.</summary>
    public static bool IsUnreachable(Exception exception) => exception switch
    {
        DbUpdateException { InnerException: { } inner } => IsUnreachable(inner),
        InvalidOperationException { InnerException: { } inner } => IsUnreachable(inner),
        // The driver lets the socket's own error through when a connection turns out to be broken as it writes.
        DbException or TimeoutException or SocketException or IOException { InnerException: SocketException } => true,
        _ => false,
    };
}

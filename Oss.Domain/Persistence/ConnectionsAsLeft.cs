using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using MySqlConnector;

namespace Oss.Domain.Persistence;

/// <summary>
/// Takes pooled connections to MariaDB as they were left. To make each new again, and then to tell it its character set, are two waits for nothing whenever one is taken: nothing here changes a session, each
/// transaction says how it is isolated, and whoever leaves one open has it rolled back. What the driver's reset finds out beside that, connections that broke while they lay in the pool, is found out here: one
/// that lay for a second is asked whether it is there, and replaced, with all others, if not.
/// </summary>
internal sealed class ConnectionsAsLeft(TimeProvider time) : DbConnectionInterceptor
{
    /// <summary>Used so shortly ago a connection is taken for alive: no server restarts within that.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private const int MaxKnown = 10_000;

    // When each was given back, by the number that the server has for it.
    private readonly ConcurrentDictionary<int, long> _left = new();

    /// <summary>The connection string that goes with it.</summary>
    public static string Of(string connectionString) => new MySqlConnectionStringBuilder(connectionString) { ConnectionReset = false }.ConnectionString;

    /// <inheritdoc/>
    public override InterceptionResult ConnectionClosing(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        Leave((MySqlConnection)connection);
        return result;
    }

    /// <inheritdoc/>
    public override ValueTask<InterceptionResult> ConnectionClosingAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        Leave((MySqlConnection)connection);
        return ValueTask.FromResult(result);
    }

    /// <inheritdoc/>
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        var mysql = (MySqlConnection)connection;
        if (IsFresh(mysql) || mysql.Ping())
            return;
        MySqlConnection.ClearPool(mysql);
        mysql.Close();
        mysql.Open();
    }

    /// <inheritdoc/>
    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        var mysql = (MySqlConnection)connection;
        if (IsFresh(mysql) || await mysql.PingAsync(cancellationToken))
            return;
        await MySqlConnection.ClearPoolAsync(mysql, cancellationToken);
        await mysql.CloseAsync();
        await mysql.OpenAsync(cancellationToken);
    }

    private void Leave(MySqlConnection connection)
    {
        if (connection.State != System.Data.ConnectionState.Open)
            return;
        if (_left.Count >= MaxKnown)
            _left.Clear();
        _left[connection.ServerThread] = time.GetTimestamp();
    }

    // One of which nothing is known is new, or was forgotten: it is asked.
    private bool IsFresh(MySqlConnection connection) => _left.TryRemove(connection.ServerThread, out var left) && time.GetElapsedTime(left) < Fresh;
}

using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Oss.Domain.Persistence;

/// <summary>
/// Counts what this process commits to the tables that mail is led by: tenants, products, subscriptions, domains, keys, mailboxes, addresses and rights to send. Whoever remembers
/// something of them forgets it before whoever changed them hears that they are changed.
/// </summary>
public sealed class DirectoryChanges
{
    private long _count;

    /// <summary>Another number after each change: what was read before it is not to be relied on.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>Has everything remembered forgotten.</summary>
    internal void Note() => Interlocked.Increment(ref _count);
}

/// <summary>Sees in the statements of every context of a process which of them change the directory, and notes it once they hold.</summary>
internal sealed class DirectoryWrites(DirectoryChanges changes) : DbCommandInterceptor, IDbTransactionInterceptor
{
    private static readonly string[] Tables =
    [
        nameof(OssDbContext.Tenants), nameof(OssDbContext.Products), nameof(OssDbContext.Subscriptions), nameof(OssDbContext.MailDomains), nameof(OssDbContext.DkimKeys),
        nameof(OssDbContext.Mailboxes), nameof(OssDbContext.Addresses), nameof(OssDbContext.SendingRights),
    ];

    // Transactions that changed it and are not committed yet, and statements of their own of which not all is read.
    private readonly ConditionalWeakTable<object, object> _open = [];

    /// <inheritdoc/>
    public override int NonQueryExecuted(DbCommand command, CommandExecutedEventData eventData, int result)
    {
        Look(command, eventData, isOver: true);
        return result;
    }

    /// <inheritdoc/>
    public override ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Look(command, eventData, isOver: true);
        return ValueTask.FromResult(result);
    }

    /// <inheritdoc/>
    public override DbDataReader ReaderExecuted(DbCommand command, CommandExecutedEventData eventData, DbDataReader result)
    {
        Look(command, eventData, isOver: false);
        return result;
    }

    /// <inheritdoc/>
    public override ValueTask<DbDataReader> ReaderExecutedAsync(DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        Look(command, eventData, isOver: false);
        return ValueTask.FromResult(result);
    }

    /// <inheritdoc/>
    public override InterceptionResult DataReaderDisposing(DbCommand command, DataReaderDisposingEventData eventData, InterceptionResult result)
    {
        End(command);
        return result;
    }

    /// <inheritdoc/>
    public override void CommandFailed(DbCommand command, CommandErrorEventData eventData) => Look(command, eventData, isOver: true);

    /// <inheritdoc/>
    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Look(command, eventData, isOver: true);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override void CommandCanceled(DbCommand command, CommandEndEventData eventData) => Look(command, eventData, isOver: true);

    /// <inheritdoc/>
    public override Task CommandCanceledAsync(DbCommand command, CommandEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Look(command, eventData, isOver: true);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => End(transaction);

    /// <inheritdoc/>
    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        End(transaction);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void TransactionFailed(DbTransaction transaction, TransactionErrorEventData eventData) => End(transaction);

    /// <inheritdoc/>
    public Task TransactionFailedAsync(DbTransaction transaction, TransactionErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        // A commit without an answer may have been one.
        End(transaction);
        return Task.CompletedTask;
    }

    private void Look(DbCommand command, CommandEventData eventData, bool isOver)
    {
        if (eventData.CommandSource is not (CommandSource.SaveChanges or CommandSource.ExecuteUpdate or CommandSource.ExecuteDelete or CommandSource.ExecuteSqlRaw)
            || !Tables.Any(table => command.CommandText.Contains(table, StringComparison.Ordinal)))
            return;

        if (command.Transaction is { } transaction)
            _open.AddOrUpdate(transaction, this);
        else if (isOver)
            changes.Note();
        else
            _open.AddOrUpdate(command, this);
    }

    private void End(object work)
    {
        if (_open.Remove(work))
            changes.Note();
    }
}

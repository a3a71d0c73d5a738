using System.Collections.Concurrent;
using Oss.MailEngine.Connections;
using Oss.MailEngine.Directory;

namespace Oss.MailEngine.Sasl;

/// <summary>Who is logged in on this node, so that a session ends when what let its user in holds no more: whoever is suspended must not read on in a session that was open already.</summary>
internal sealed class OpenLogins(IMailDirectory directory)
{
    private const int AskedAtOnce = 500;

    private readonly ConcurrentDictionary<MailConnection, OpenLogin> _logins = [];

    /// <summary>A connection's user is this one from now on.</summary>
    public void Enter(MailConnection connection, OpenLogin login) => _logins[connection] = login;

    /// <summary>The connection is closed.</summary>
    public void Leave(MailConnection connection) => _logins.TryRemove(connection, out _);

    /// <summary>Mailboxes whose users are logged in.</summary>
    public IEnumerable<Guid> Mailboxes => _logins.Values.Select(login => login.MailboxId).Distinct();

    /// <summary>Ends the connections of a mailbox's users.</summary>
    public async Task EndAsync(Guid mailbox, string reason)
    {
        foreach (var connection in _logins.Where(pair => pair.Value.MailboxId == mailbox).Select(pair => pair.Key).ToList())
            await connection.EndAsync(reason);
    }

    /// <summary>Ends the connections of logins that hold no more.</summary>
    /// <returns>How many.</returns>
    public async Task<int> CheckAsync(CancellationToken cancellationToken)
    {
        var revoked = new HashSet<OpenLogin>();
        foreach (var part in _logins.Values.Distinct().Chunk(AskedAtOnce))
            revoked.UnionWith(await directory.FindRevokedAsync(part, cancellationToken));

        var ended = 0;
        foreach (var connection in revoked.Count == 0 ? [] : _logins.Where(pair => revoked.Contains(pair.Value)).Select(pair => pair.Key).ToList())
        {
            await connection.EndAsync("Your access was changed; log in again");
            ended++;
        }

        return ended;
    }
}

using System.Collections.Concurrent;
using Oss.Domain.Passwords;
using Oss.MailEngine.Directory;

namespace Oss.Tests.MailEngine;

/// <summary>A directory in memory: mailboxes, forwards, and whatever answer a test wants for an address.</summary>
internal sealed class TestDirectory : IMailDirectory
{
    public ConcurrentDictionary<string, MailboxAccount> Mailboxes { get; } = new(StringComparer.OrdinalIgnoreCase);

    public ConcurrentDictionary<string, RecipientResolution> Answers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public ConcurrentQueue<LoginAttempt> Logins { get; } = new();

    /// <summary>Keys by domain.</summary>
    public ConcurrentDictionary<string, IReadOnlyList<DkimSigningKey>> SigningKeys { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Who may send as whom: <c>account sender</c>.</summary>
    public ConcurrentDictionary<string, bool> SendAs { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Mailboxes whose owner lets no mail out.</summary>
    public ConcurrentDictionary<Guid, bool> KeptHere { get; } = new();

    /// <summary>How often an address was looked up.</summary>
    public int LookUps { get; private set; }

    public ValueTask<RecipientResolution> ResolveAsync(string recipient, CancellationToken cancellationToken)
    {
        LookUps++;
        if (Answers.TryGetValue(recipient, out var answer))
            return ValueTask.FromResult(answer);
        if (Mailboxes.TryGetValue(recipient, out var mailbox))
            return ValueTask.FromResult<RecipientResolution>(new RecipientResolution.Deliver(mailbox));

        return ValueTask.FromResult<RecipientResolution>(recipient.EndsWith("@example.org", StringComparison.OrdinalIgnoreCase)
            ? new RecipientResolution.UnknownUser()
            : new RecipientResolution.UnknownDomain());
    }

    public ValueTask<AuthenticationOutcome> AuthenticateAsync(LoginAttempt attempt, CancellationToken cancellationToken)
    {
        Logins.Enqueue(attempt);
        return ValueTask.FromResult<AuthenticationOutcome>(attempt.Password == "secret" && Mailboxes.TryGetValue(attempt.UserName, out var mailbox)
            ? new AuthenticationOutcome.Accepted(mailbox)
            : new AuthenticationOutcome.Rejected());
    }

    public ValueTask<IReadOnlyList<DkimSigningKey>> GetSigningKeysAsync(string domain, CancellationToken cancellationToken) => ValueTask.FromResult(SigningKeys.GetValueOrDefault(domain, []));

    public ValueTask<bool> MaySendAsAsync(MailboxAccount account, string sender, CancellationToken cancellationToken) => ValueTask.FromResult(SendAs.ContainsKey($"{account.CanonicalName} {sender}"));

    public ValueTask<bool> MayForwardElsewhereAsync(Guid mailbox, CancellationToken cancellationToken) => ValueTask.FromResult(!KeptHere.ContainsKey(mailbox));

    /// <summary>Keys of the password <c>secret</c> for whoever has a mailbox, as the directory keeps them; made-up ones for all others.</summary>
    public ValueTask<ScramChallenge?> GetScramChallengeAsync(string userName, CancellationToken cancellationToken)
    {
        var keys = Mailboxes.ContainsKey(userName) ? Secret : Nobody;
        return ValueTask.FromResult<ScramChallenge?>(new ScramChallenge(keys.Salt, keys.Iterations, keys.StoredKey, keys.ServerKey));
    }

    public ValueTask<AuthenticationOutcome> AdmitAsync(ProvenLogin login, CancellationToken cancellationToken) => ValueTask.FromResult<AuthenticationOutcome>(
        Mailboxes.TryGetValue(login.UserName, out var mailbox) && login.ActFor is null ? new AuthenticationOutcome.Accepted(mailbox) : new AuthenticationOutcome.Rejected());

    /// <summary>Takes the token <c>token-of-NAME</c>.</summary>
    public ValueTask<AuthenticationOutcome> AuthenticateTokenAsync(TokenLogin login, CancellationToken cancellationToken) => ValueTask.FromResult<AuthenticationOutcome>(
        Mailboxes.Values.FirstOrDefault(m => login.Token == "token-of-" + m.CanonicalName.Replace('@', '.')) is { } mailbox && (login.UserName.Length == 0 || login.UserName == mailbox.CanonicalName)
            ? new AuthenticationOutcome.Accepted(mailbox)
            : new AuthenticationOutcome.Rejected());

    /// <summary>Those of one domain are one tenant's, unless a test says other.</summary>
    public ValueTask<Neighbour?> FindNeighbourAsync(MailboxAccount account, string name, CancellationToken cancellationToken)
    {
        NeighbourLookUps++;
        return ValueTask.FromResult(Mailboxes.TryGetValue(name, out var mailbox) && Domain(mailbox.CanonicalName) == Domain(account.CanonicalName)
            ? new Neighbour(mailbox, "tenant-" + Domain(account.CanonicalName))
            : null);

        static string Domain(string address) => address[(address.IndexOf('@', StringComparison.Ordinal) + 1)..];
    }

    public ValueTask<IReadOnlyList<MailboxAccount>?> ListPoolAsync(Guid pool, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<MailboxAccount>?>([.. Mailboxes.Values.Where(mailbox => mailbox.Pool?.Id == pool)]);

    /// <summary>How often somebody's mailbox was asked for.</summary>
    public int NeighbourLookUps { get; private set; }

    private static readonly ScramKeys Secret = ScramKeys.Create("secret");
    private static readonly ScramKeys Nobody = ScramKeys.Create(Guid.NewGuid().ToString());
}

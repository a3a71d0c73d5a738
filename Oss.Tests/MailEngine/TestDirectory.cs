using System.Collections.Concurrent;
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
}

namespace Oss.MailEngine.Directory;

/// <summary>The answer to a <see cref="LoginAttempt"/>.</summary>
public abstract record AuthenticationOutcome
{
    private AuthenticationOutcome()
    {
    }

    /// <summary>User name and password are right and the service is allowed.</summary>
    /// <param name="Mailbox">The mailbox logged in to.</param>
    public sealed record Accepted(MailboxAccount Mailbox) : AuthenticationOutcome;

    /// <summary>Unknown user or wrong password; the peer is not told which.</summary>
    public sealed record Rejected : AuthenticationOutcome;

    /// <summary>The password is right, but the mailbox is suspended or the service not part of its product.</summary>
    public sealed record Denied : AuthenticationOutcome;

    /// <summary>The password is right, but the mailbox's mail is on another server: it is not read here for the time being.</summary>
    public sealed record Elsewhere : AuthenticationOutcome;

    /// <summary>The directory could not answer; the peer may try again.</summary>
    public sealed record Unavailable : AuthenticationOutcome;
}

using System.Net;
using Oss.MailEngine.Directory;

namespace Oss.MailEngine;

/// <summary>A login that came to an end: somebody got in, or did not. No secret is in it.</summary>
/// <param name="Service">What was asked for.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Mechanism">The SASL mechanism; <c>password</c> for the protocols' own commands.</param>
/// <param name="UserName">As typed: whose password or token it was.</param>
/// <param name="Client">The client's address.</param>
/// <param name="At">When.</param>
public sealed record LoginNotice(MailService Service, LoginOutcome Outcome, string Mechanism, string UserName, IPAddress? Client, DateTimeOffset At)
{
    /// <summary>The mailbox that a master asked to act for, as typed; <see langword="null"/> for the user's own.</summary>
    public string? ActFor { get; init; }

    /// <summary>The mailbox that was opened.</summary>
    public Guid? Mailbox { get; init; }
}

/// <summary>How a login ended.</summary>
public enum LoginOutcome
{
    /// <summary>The user is in.</summary>
    Accepted,

    /// <summary>Unknown user, or wrong password or token.</summary>
    Rejected,

    /// <summary>The password is right, but the mailbox is suspended, its mail on another server, or the service not part of its product.</summary>
    Denied,
}

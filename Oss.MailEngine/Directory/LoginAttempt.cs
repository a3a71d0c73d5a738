using System.Net;

namespace Oss.MailEngine.Directory;

/// <summary>One attempt to log in to a mail service.</summary>
/// <param name="UserName">As typed by the user: canonical name or any alias.</param>
/// <param name="Password">The clear-text password; never logged.</param>
/// <param name="Service">The service asked for.</param>
/// <param name="RemoteAddress">The client's address, for the record of logins.</param>
public sealed record LoginAttempt(string UserName, string Password, MailService Service, IPAddress? RemoteAddress)
{
    /// <summary>The mailbox to act for, when it is not the user's own; whoever asks for that is a master, with a password of its own. <see langword="null"/> for the user's own.</summary>
    public string? ActFor { get; init; }

    /// <summary>Names the attempt without its password.</summary>
    public override string ToString() => $"{Service} login of {UserName}{(ActFor is null ? "" : $" for {ActFor}")} from {RemoteAddress}";
}

/// <summary>The services a mailbox can be allowed or denied one by one.</summary>
public enum MailService
{
    /// <summary>Message submission (RFC 6409).</summary>
    Submission,

    /// <summary>IMAP (RFC 3501, 9051).</summary>
    Imap,

    /// <summary>POP3 (RFC 1939).</summary>
    Pop3,

    /// <summary>ManageSieve (RFC 5804).</summary>
    ManageSieve,
}

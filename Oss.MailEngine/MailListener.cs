namespace Oss.MailEngine;

/// <summary>The ways in for mail that a node can listen on.</summary>
public enum MailListener
{
    /// <summary>SMTP from other servers (RFC 5321), port 2525 by default.</summary>
    Smtp,

    /// <summary>Message submission by users (RFC 6409), port 2587.</summary>
    Submission,

    /// <summary>Message submission in TLS from the first octet (RFC 8314), port 2465.</summary>
    Submissions,

    /// <summary>LMTP from a trusted router (RFC 2033), port 2424.</summary>
    Lmtp,

    /// <summary>IMAP (RFC 3501), port 2143.</summary>
    Imap,

    /// <summary>POP3 (RFC 1939), port 2110.</summary>
    Pop3,

    /// <summary>ManageSieve (RFC 5804), port 4190.</summary>
    ManageSieve,

    /// <summary>The policy for a Postfix, by its policy delegation protocol, port 10031; without any authentication, so on loopback or inside only.</summary>
    Policy,
}

using Oss.MailEngine.Directory;

namespace Oss.MailEngine.Sasl;

/// <summary>How an exchange came out.</summary>
internal enum SaslResult
{
    Accepted,
    Rejected,
    Denied,
    Unavailable,
    Elsewhere,
    Malformed,
    Cancelled,
    UnknownMechanism,
    NeedsEncryption,
}

/// <summary>What follows a client's response.</summary>
internal abstract record SaslStep
{
    private SaslStep()
    {
    }

    /// <summary>The server says something, and the client is to respond.</summary>
    public sealed record Challenge(byte[] Octets) : SaslStep;

    /// <summary>The exchange is over.</summary>
    public sealed record Finished(SaslResult Result, MailboxAccount? Account = null) : SaslStep;
}

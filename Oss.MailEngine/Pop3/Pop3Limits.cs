namespace Oss.MailEngine.Pop3;

/// <summary>Every bound of a POP3 session.</summary>
internal static class Pop3Limits
{
    /// <summary>Octets of a command line; RFC 2449 4 allows 255, and a long password more. A token comes with AUTH, from clients that do not wait for the challenge.</summary>
    public const int CommandLine = Sasl.SaslLimits.Line;

    /// <summary>Octets of a message read at once.</summary>
    public const int Chunk = 32 * 1024;

    /// <summary>Wrong commands until the connection ends.</summary>
    public const int Errors = 20;

    /// <summary>Silence until the session ends without deleting anything (RFC 1939 3).</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
}

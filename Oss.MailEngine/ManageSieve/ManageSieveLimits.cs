namespace Oss.MailEngine.ManageSieve;

/// <summary>Every bound of a ManageSieve session.</summary>
internal static class ManageSieveLimits
{
    /// <summary>Octets of a line; a quoted string may have 1024 (RFC 5804 4), and a script's name is escaped in it.</summary>
    public const int Line = 8192;

    /// <summary>Octets of a literal before login.</summary>
    public const int LiteralBeforeLogin = 4096;

    /// <summary>Octets of a literal after it: a script, and a little, so that one too large is told by its size.</summary>
    public const int Literal = Sieve.SieveLimits.ScriptOctets + 1024;

    /// <summary>Octets of a literal that are read and dropped to be able to answer; beyond, the connection ends.</summary>
    public const long Dropped = 16L * 1024 * 1024;

    /// <summary>Arguments of a command; three are the most that any takes.</summary>
    public const int Arguments = 4;

    /// <summary>Wrong commands until the connection ends.</summary>
    public const int Errors = 20;

    /// <summary>Silence until the session ends: at least 30 minutes after login (RFC 5804 1.2).</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <summary>Silence before login, and time for the handshake of TLS.</summary>
    public static readonly TimeSpan PatienceBeforeLogin = TimeSpan.FromMinutes(3);
}

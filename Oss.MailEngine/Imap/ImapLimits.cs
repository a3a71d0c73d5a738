namespace Oss.MailEngine.Imap;

/// <summary>Every bound of an IMAP session.</summary>
internal static class ImapLimits
{
    /// <summary>Octets of one command, all its lines and literals but APPEND's message together.</summary>
    public const int Command = 64 * 1024;

    /// <summary>Depth of parentheses: search keys and lists.</summary>
    public const int Depth = 20;

    /// <summary>Wrong commands until the connection ends.</summary>
    public const int Errors = 30;

    /// <summary>Silence until logout; RFC 3501 5.4 asks for 30 minutes at least.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <summary>The same before login.</summary>
    public static readonly TimeSpan LoginPatience = TimeSpan.FromMinutes(1);
}

namespace Oss.MailEngine.Imap;

/// <summary>Every bound of an IMAP session.</summary>
internal static class ImapLimits
{
    /// <summary>Octets of one command, all its lines and literals but APPEND's message together.</summary>
    public const int Command = 64 * 1024;

    /// <summary>Depth of search keys. A program that looks for any of many addresses nests an OR for each.</summary>
    public const int Depth = 200;

    /// <summary>Octets of a literal that was refused, yet sent without waiting, that are read and dropped; beyond it the connection ends.</summary>
    public const long Dropped = 128L * 1024 * 1024;

    /// <summary>The same before login, where only a name or a password has a reason to come as a literal.</summary>
    public const long DroppedBeforeLogin = 64 * 1024;

    /// <summary>Octets written and not yet sent; reached, the session waits for the client to take them.</summary>
    public const int Unsent = 64 * 1024;

    /// <summary>Fields a section may name.</summary>
    public const int HeaderFields = 200;

    /// <summary>Wrong commands until the connection ends.</summary>
    public const int Errors = 30;

    /// <summary>Silence until logout; RFC 3501 5.4 asks for 30 minutes at least.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <summary>The same before login.</summary>
    public static readonly TimeSpan LoginPatience = TimeSpan.FromMinutes(1);
}

namespace Oss.MailEngine.Smtp;

/// <summary>Every bound of an SMTP or LMTP session.</summary>
internal static class SmtpLimits
{
    /// <summary>Octets of a command line: 512 (RFC 5321 4.5.3.1.4) and what the extensions' parameters add; a token may come with AUTH (RFC 4954 4).</summary>
    public const int CommandLine = Sasl.SaslLimits.Line;

    /// <summary>Recipients of one message; RFC 5321 4.5.3.1.8 asks for 100 at least.</summary>
    public const int Recipients = 1000;

    /// <summary>Chunks of one message by BDAT (RFC 3030).</summary>
    public const int Chunks = 10_000;

    /// <summary>Wrong commands and unknown recipients until the connection ends: a client that guesses is no client.</summary>
    public const int Errors = 25;

    /// <summary>Received fields until a message is believed to go in circles (RFC 5321 6.3).</summary>
    public const int Hops = 100;

    /// <summary>Octets of a message's header; mail that people send has a hundredth of it.</summary>
    public const int Header = 1024 * 1024;

    /// <summary>Wait for a command (RFC 5321 4.5.3.2.7).</summary>
    public static readonly TimeSpan CommandPatience = TimeSpan.FromMinutes(5);

    /// <summary>Wait for more of a message (RFC 5321 4.5.3.2.5).</summary>
    public static readonly TimeSpan DataPatience = TimeSpan.FromMinutes(3);

    /// <summary>After which a spool file that nobody wrote to belongs to nobody: longer than any message takes from its last octet to its reply.</summary>
    public static readonly TimeSpan SpoolPatience = TimeSpan.FromHours(1);
}

namespace Oss.MailEngine.Smtp.Client;

/// <summary>Every bound of a connection to another server; the waits are those of RFC 5321 4.5.3.2 unless said otherwise.</summary>
internal static class SmtpClientLimits
{
    /// <summary>Octets of one line of a reply; twice what RFC 5321 4.5.3.1.5 allows, for servers that are chatty.</summary>
    public const int ReplyLine = 1024;

    /// <summary>Lines of one reply; EHLO's are the longest.</summary>
    public const int ReplyLines = 128;

    /// <summary>Messages over one connection.</summary>
    public const int MessagesPerConnection = 100;

    /// <summary>Until a connection is there; a host that does not answer costs the queue no more.</summary>
    public static readonly TimeSpan Connect = TimeSpan.FromSeconds(30);

    public static readonly TimeSpan Greeting = TimeSpan.FromMinutes(5);

    public static readonly TimeSpan Hello = TimeSpan.FromMinutes(5);

    public static readonly TimeSpan Tls = TimeSpan.FromMinutes(2);

    public static readonly TimeSpan Mail = TimeSpan.FromMinutes(5);

    public static readonly TimeSpan Recipient = TimeSpan.FromMinutes(5);

    public static readonly TimeSpan Data = TimeSpan.FromMinutes(2);

    /// <summary>After the final dot. Shorter, and messages arrive twice: the far side has taken what we did not wait to hear (RFC 1047).</summary>
    public static readonly TimeSpan DataEnd = TimeSpan.FromMinutes(10);

    public static readonly TimeSpan Quit = TimeSpan.FromSeconds(5);
}

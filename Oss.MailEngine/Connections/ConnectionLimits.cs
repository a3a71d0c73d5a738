namespace Oss.MailEngine.Connections;

/// <summary>Bounds shared by all mail protocols.</summary>
internal static class ConnectionLimits
{
    /// <summary>A peer that does not take what it asked for within this time is gone (RFC 5321 4.5.3.2 gives as much to a peer that is silent).</summary>
    public static readonly TimeSpan WritePatience = TimeSpan.FromMinutes(5);

    /// <summary>Octets of replies that wait for more input before they leave: a peer that never stops asking must not have its answers pile up here.</summary>
    public const int Unflushed = 32 * 1024;

    /// <summary>Octets of a line that is too long which are read for its end; a peer that sends more is hung up on.</summary>
    public const int DroppedLine = 8 * 1024 * 1024;

    /// <summary>Connections at one time, all protocols together.</summary>
    public const int MaxConnections = 10_000;

    /// <summary>Connections at one time from one address; a webmail or a whole company may sit behind one.</summary>
    public const int MaxConnectionsPerAddress = 500;
}

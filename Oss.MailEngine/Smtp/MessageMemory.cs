namespace Oss.MailEngine.Smtp;

/// <summary>Memory that messages share which are larger than each may hold by itself: while there is some, they need no file before their own. Many that come slowly cannot take more than this together.</summary>
internal sealed class MessageMemory
{
    /// <summary>Octets in all.</summary>
    public const long Most = 64 * 1024 * 1024;

    private long _taken;

    /// <summary>Octets that are taken.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>Takes some; false when there is not so much.</summary>
    public bool TryTake(long octets)
    {
        if (Interlocked.Add(ref _taken, octets) <= Most)
            return true;
        Interlocked.Add(ref _taken, -octets);
        return false;
    }

    /// <summary>Gives them back.</summary>
    public void Return(long octets) => Interlocked.Add(ref _taken, -octets);
}

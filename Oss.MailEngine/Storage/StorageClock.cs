namespace Oss.MailEngine.Storage;

/// <summary>What every part of storage stamps names and locks with.</summary>
internal sealed record StorageClock(TimeProvider Time, string Host)
{
    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Microseconds of Unix time: where modification sequences begin, so that what is made anew later is larger than all that was given before.</summary>
    public ulong Microseconds => (ulong)((Now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
}

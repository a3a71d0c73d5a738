namespace Oss.Domain.Persistence;

/// <summary>Times as they are read back.</summary>
internal static class StoredTime
{
    /// <summary>Now, UTC, in the microseconds that every database keeps: who is shown what was just stored sees what whoever reads it later does.</summary>
    public static DateTime StoredNow(this TimeProvider time)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}

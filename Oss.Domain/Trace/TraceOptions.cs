namespace Oss.Domain.Trace;

/// <summary>How long what is written about messages and logins is kept.</summary>
public sealed class TraceOptions
{
    /// <summary>Days that records of messages are kept; 0 writes none.</summary>
    public int KeepDays { get; set; } = 30;

    /// <summary>Days that counters are kept.</summary>
    public int KeepCountersDays { get; set; } = 800;
}

namespace Oss.Domain;

/// <summary>An entity that two writers may meet at. Its version grows with every change; the slower writer fails and tries again.</summary>
public abstract class Versioned
{
    /// <summary>Grows by one with each save; the concurrency token on every database.</summary>
    public long Version { get; private set; }

    internal void Bump() => Version++;
}

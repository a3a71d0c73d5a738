namespace Oss.Bench.Peers;

/// <summary>A server under load.</summary>
internal interface IServer : IAsyncDisposable
{
    /// <summary>What the table calls it.</summary>
    string Name { get; }

    /// <summary>All its processes: for processor time and memory.</summary>
    IReadOnlyList<int> ProcessIds { get; }
}

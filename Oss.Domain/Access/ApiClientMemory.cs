using Oss.Domain.Persistence;

namespace Oss.Domain.Access;

/// <summary>The API clients that called a moment ago: a CRM's calls come in a stream. As with the directory (<see cref="DirectoryMemory{T}"/>), what this node changes is heeded at once and what
/// others change within a second; it helps a secret that is known to be right alone.
/// Apart from the directory, which each order changes: a CRM's orders would have it forget who sends them.</summary>
public sealed class ApiClientMemory
{
    private readonly DirectoryChanges _changes = new();

    /// <summary>One that is empty.</summary>
    public ApiClientMemory(TimeProvider time) => (ByName, BySubject) = (new DirectoryMemory<ApiClient>(_changes, time), new DirectoryMemory<ApiClient>(_changes, time));

    internal DirectoryMemory<ApiClient> ByName { get; }

    /// <summary>By what the OpenID provider calls them.</summary>
    internal DirectoryMemory<ApiClient> BySubject { get; }

    /// <summary>Has them forgotten: some are changed.</summary>
    internal void Forget() => _changes.Note();
}

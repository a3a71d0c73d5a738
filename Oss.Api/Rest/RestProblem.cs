using Oss.Domain;

namespace Oss.Api.Rest;

/// <summary>A request that is refused for its form, before the domain sees it.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="code">Stable code of <see cref="Errors.CodesOfForm"/>.</param>
/// <param name="text">One English sentence that is safe for the client.</param>
/// <param name="findings">The places, when there are.</param>
internal sealed class RestProblem(int status, string code, string text, params Finding[] findings) : Exception(text)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public IReadOnlyList<Finding> Findings { get; } = findings;

    /// <summary>Seconds after which to try again.</summary>
    public int? RetryAfter { get; init; }
}

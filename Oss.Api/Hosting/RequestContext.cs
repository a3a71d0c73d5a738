using Oss.Api.Errors;
using Oss.Domain.Access;

namespace Oss.Api.Hosting;

/// <summary>What a caller says about a request besides its content, whichever way it says it.</summary>
/// <param name="CorrelationId">The caller's own name for the request; for the log.</param>
/// <param name="OnBehalfOf">For whom it acts.</param>
/// <param name="Reason">Why.</param>
/// <param name="Language">Language of texts for people in the reply.</param>
internal sealed record RequestContext(string? CorrelationId, string? OnBehalfOf, string? Reason, Language Language)
{
    /// <summary>Characters of <see cref="CorrelationId"/>.</summary>
    public const int CorrelationIdLength = 64;

    /// <summary>Characters of <see cref="Reason"/>.</summary>
    public const int ReasonLength = Actor.ReasonLength;

    /// <summary>Characters of <see cref="OnBehalfOf"/>.</summary>
    public const int OnBehalfOfLength = Actor.OnBehalfOfLength;

    private static readonly Func<ILogger, string, IDisposable?> BeginScope = LoggerMessage.DefineScope<string>("caller's correlation {CallerCorrelationId}");

    /// <summary>A caller that says nothing.</summary>
    public static RequestContext None { get; } = new(null, null, null, Language.English);

    /// <summary>The caller, acting for whom and why it says.</summary>
    public Actor Complete(Actor actor) => actor with { OnBehalfOf = OnBehalfOf, Reason = Reason };

    /// <summary>Lets the log have the caller's name for the request beside the platform's own.</summary>
    public IDisposable? Scope(ILogger log) => CorrelationId is null ? null : BeginScope(log, CorrelationId);
}

using Oss.Domain.Access;

namespace Oss.Api.Soap;

/// <summary>The call a service instance serves: who calls, and whether anybody still listens. Scoped to the request.</summary>
internal sealed class SoapCall
{
    private Actor? _actor;

    public Actor Actor
    {
        get => _actor ?? throw new InvalidOperationException("The operation runs without authentication.");
        set => _actor = value;
    }

    /// <summary>Language of texts for people in the reply.</summary>
    public Errors.Language Language { get; set; }

    public CancellationToken Aborted { get; set; }
}

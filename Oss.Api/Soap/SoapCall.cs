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

    public CancellationToken Aborted { get; set; }
}

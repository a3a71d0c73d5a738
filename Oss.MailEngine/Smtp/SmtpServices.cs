using Microsoft.Extensions.Logging;
using Oss.MailEngine.ContentFilters;
using Oss.MailEngine.Policy;
using Oss.MailEngine.Quarantine;
using Oss.MailEngine.Queue;
using Oss.MailEngine.Sasl;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Smtp;

/// <summary>What a session works with.</summary>
internal sealed record SmtpServices(MailEngineOptions Options, OutboundServices Outbound, MailStorage Storage, SaslLogin Login, MailPolicy Policy, TimeProvider Time, ILogger Log)
{
    /// <summary>What looks at content.</summary>
    public required ContentFilterChain Filters { get; init; }

    /// <summary>Where what nobody may get yet is kept.</summary>
    public required QuarantineStore Quarantine { get; init; }

    /// <summary>Shared by messages that are not small.</summary>
    public MessageMemory Memory { get; } = new();

    /// <summary>Told of clients that are turned away before a message begins.</summary>
    public required RefusedConnections Refused { get; init; }
}

using Microsoft.Extensions.Logging;
using Oss.MailEngine.Queue;
using Oss.MailEngine.Sasl;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Smtp;

/// <summary>What a session works with.</summary>
internal sealed record SmtpServices(MailEngineOptions Options, OutboundServices Outbound, MailStorage Storage, SaslLogin Login, TimeProvider Time, ILogger Log);

using Oss.MailEngine.Delivery.Filtering;
using Oss.MailEngine.Sasl;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.ManageSieve;

/// <summary>What all ManageSieve sessions of an engine share.</summary>
internal sealed record ManageSieveServices(MailEngineOptions Options, MailStorage Storage, SaslLogin Login, SieveDelivery Sieve);

using Oss.MailEngine.Delivery.Filtering;
using Oss.MailEngine.Sasl;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap;

/// <summary>What all IMAP sessions of an engine share.</summary>
internal sealed record ImapServices(MailEngineOptions Options, MailStorage Storage, SaslLogin Login, SieveDelivery Sieve);

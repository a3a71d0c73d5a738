using Oss.MailEngine.Sasl;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Pop3;

/// <summary>What all POP3 sessions of an engine share.</summary>
internal sealed record Pop3Services(MailEngineOptions Options, MailStorage Storage, SaslLogin Login, TimeProvider Time)
{
    public UidlFormat Uidl { get; } = new(Options.Pop3UidlFormat);

    public LoginDelay Delay { get; } = new(Options.Pop3LoginDelay, Time);
}

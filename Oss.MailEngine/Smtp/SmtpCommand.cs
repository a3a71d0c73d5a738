namespace Oss.MailEngine.Smtp;

/// <summary>When a command may come.</summary>
[Flags]
internal enum SmtpStates
{
    /// <summary>Before the greeting of the client.</summary>
    Connected = 1,

    /// <summary>Greeted; no message begun.</summary>
    Greeted = 2,

    /// <summary>MAIL was accepted.</summary>
    Sender = 4,

    /// <summary>At least one RCPT was accepted.</summary>
    Recipients = 8,

    /// <summary>A piece of the message came by BDAT.</summary>
    Chunks = 16,

    /// <summary>At any time.</summary>
    Any = Connected | Greeted | Sender | Recipients | Chunks,
}

/// <summary>One row of the protocol's table.</summary>
/// <param name="Verb">The command's name.</param>
/// <param name="Listeners">Where it is known.</param>
/// <param name="States">When it may come.</param>
/// <param name="Handle">Answers it; gets the argument without the blanks around it.</param>
internal sealed record SmtpCommand(string Verb, MailListener[] Listeners, SmtpStates States, Func<SmtpSession, byte[], CancellationToken, Task> Handle)
{
    public static readonly MailListener[] Everywhere = [MailListener.Smtp, MailListener.Submission, MailListener.Lmtp];
    public static readonly MailListener[] NotLmtp = [MailListener.Smtp, MailListener.Submission];

    /// <summary>Whether the verb exists for a session; for the others it is as unknown as any that was made up.</summary>
    public Func<SmtpSession, bool> IsKnown { get; init; } = static _ => true;

    /// <summary>What EHLO tells of it: the extensions that the command brings, as far as this session may use them now (RFC 5321 4.1.1.1).</summary>
    public Func<SmtpSession, IEnumerable<string>> Keywords { get; init; } = static _ => [];

    /// <summary>A command that is answered at once.</summary>
    public static SmtpCommand Simple(string verb, Action<SmtpSession> handle) => new(verb, Everywhere, SmtpStates.Any, (session, _, _) =>
    {
        handle(session);
        return Task.CompletedTask;
    });
}

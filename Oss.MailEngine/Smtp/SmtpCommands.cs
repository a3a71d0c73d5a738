namespace Oss.MailEngine.Smtp;

/// <summary>When a command may come.</summary>
internal enum SmtpState
{
    /// <summary>Before the greeting of the client.</summary>
    Connected,

    /// <summary>Greeted; no message begun.</summary>
    Greeted,

    /// <summary>MAIL was accepted.</summary>
    Sender,

    /// <summary>At least one RCPT was accepted.</summary>
    Recipients,
}

/// <summary>One row of the protocol's table.</summary>
internal sealed record SmtpCommand(string Verb, MailListener[] Listeners, SmtpState[] States, Func<SmtpSession, byte[], CancellationToken, Task> Handle);

/// <summary>The protocol: which verb may come where and when, and who handles it.</summary>
internal static class SmtpCommands
{
    private static readonly MailListener[] Everywhere = [MailListener.Smtp, MailListener.Submission, MailListener.Lmtp];
    private static readonly MailListener[] NotLmtp = [MailListener.Smtp, MailListener.Submission];
    private static readonly SmtpState[] Always = Enum.GetValues<SmtpState>();

    public static readonly Dictionary<string, SmtpCommand> Table = new SmtpCommand[]
    {
        new("EHLO", NotLmtp, Always, (s, a, ct) => s.HelloAsync(a, "EHLO", ct)),
        new("HELO", NotLmtp, Always, (s, a, ct) => s.HelloAsync(a, "HELO", ct)),
        new("LHLO", [MailListener.Lmtp], Always, (s, a, ct) => s.HelloAsync(a, "LHLO", ct)),
        new("STARTTLS", Everywhere, [SmtpState.Greeted], (s, a, ct) => s.StartTlsAsync(a, ct)),
        new("AUTH", [MailListener.Submission], [SmtpState.Greeted], (s, a, ct) => s.AuthenticateAsync(a, ct)),
        new("MAIL", Everywhere, [SmtpState.Greeted], (s, a, ct) => s.MailAsync(a, ct)),
        new("RCPT", Everywhere, [SmtpState.Sender, SmtpState.Recipients], (s, a, ct) => s.RecipientAsync(a, ct)),
        new("DATA", Everywhere, [SmtpState.Recipients], (s, a, ct) => s.DataAsync(a, ct)),
        new("RSET", Everywhere, Always, (s, _, _) => s.ResetAsync()),
        new("NOOP", Everywhere, Always, (s, _, _) => s.ReplyAsync("250 2.0.0 OK")),
        new("VRFY", Everywhere, Always, (s, _, _) => s.ReplyAsync("252 2.5.0 Send the message and see")),
        new("HELP", Everywhere, Always, (s, _, _) => s.ReplyAsync("214 2.0.0 See RFC 5321")),
        new("QUIT", Everywhere, Always, (s, _, _) => s.QuitAsync()),
    }.ToDictionary(command => command.Verb);
}

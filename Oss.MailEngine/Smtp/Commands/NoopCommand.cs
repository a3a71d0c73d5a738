namespace Oss.MailEngine.Smtp.Commands;

/// <summary>NOOP (RFC 5321 4.1.1.9).</summary>
internal static class NoopCommand
{
    public static readonly SmtpCommand Row = SmtpCommand.Simple("NOOP", static session => session.Reply("250 2.0.0 OK"));
}

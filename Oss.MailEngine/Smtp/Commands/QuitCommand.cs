namespace Oss.MailEngine.Smtp.Commands;

/// <summary>QUIT (RFC 5321 4.1.1.10).</summary>
internal static class QuitCommand
{
    public static readonly SmtpCommand Row = SmtpCommand.Simple("QUIT", static session =>
    {
        session.Finish();
        session.Reply("221 2.0.0 Goodbye");
    });
}

namespace Oss.MailEngine.Smtp.Commands;

/// <summary>RSET (RFC 5321 4.1.1.5): the transaction never was.</summary>
internal static class RsetCommand
{
    public static readonly SmtpCommand Row = SmtpCommand.Simple("RSET", static session =>
    {
        session.Forget();
        session.Reply("250 2.0.0 Forgotten");
    });
}

namespace Oss.MailEngine.Smtp.Commands;

/// <summary>HELP (RFC 5321 4.1.1.8).</summary>
internal static class HelpCommand
{
    public static readonly SmtpCommand Row = SmtpCommand.Simple("HELP", static session => session.Reply("214 2.0.0 See RFC 5321"));
}

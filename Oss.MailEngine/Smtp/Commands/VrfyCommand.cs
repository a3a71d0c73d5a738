namespace Oss.MailEngine.Smtp.Commands;

/// <summary>VRFY (RFC 5321 3.5.3): whom the platform knows is told to nobody who merely asks.</summary>
internal static class VrfyCommand
{
    public static readonly SmtpCommand Row = SmtpCommand.Simple("VRFY", static session => session.Reply("252 2.5.0 Send the message and see"));
}

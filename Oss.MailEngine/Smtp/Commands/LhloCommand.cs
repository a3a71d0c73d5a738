namespace Oss.MailEngine.Smtp.Commands;

/// <summary>LHLO (RFC 2033 4.1): EHLO of LMTP.</summary>
internal static class LhloCommand
{
    public static readonly SmtpCommand Row = new("LHLO", [MailListener.Lmtp], SmtpStates.Any, EhloCommand.HandleAsync) { Keywords = EhloCommand.Row.Keywords };
}

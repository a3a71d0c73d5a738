namespace Oss.MailEngine.Smtp.Commands;

/// <summary>STARTTLS (RFC 3207).</summary>
internal static class StartTlsCommand
{
    public static readonly SmtpCommand Row = new("STARTTLS", SmtpCommand.Everywhere, SmtpStates.Greeted, HandleAsync)
    {
        Keywords = static session => session.Connection.IsEncrypted ? [] : ["STARTTLS"],
    };

    private static async Task HandleAsync(SmtpSession session, byte[] argument, CancellationToken cancellationToken)
    {
        if (session.Connection.IsEncrypted)
            session.Error("503 5.5.1 TLS is on already");
        else if (argument.Length > 0)
            session.Error("501 5.5.4 STARTTLS takes no argument");
        else
        {
            await session.Connection.FlushAsync(cancellationToken);
            // Everything said so far was said in clear, and is forgotten (RFC 3207 4.2).
            session.ForgetAll();
            if (!await session.Connection.UpgradeToTlsAsync("220 2.0.0 Go ahead\r\n"u8.ToArray(), session.Services.Options.Certificate, SmtpLimits.CommandPatience, cancellationToken))
                session.Finish();
        }
    }
}

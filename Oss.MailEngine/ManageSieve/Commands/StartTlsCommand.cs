namespace Oss.MailEngine.ManageSieve.Commands;

/// <summary>STARTTLS (RFC 5804 2.2); the capabilities are told again inside TLS, where nobody can have changed them.</summary>
internal static class StartTlsCommand
{
    public static async Task ExecuteAsync(ManageSieveSession session, ManageSieveInput input, CancellationToken cancellationToken)
    {
        input.ExpectStrings(0);
        if (session.Connection.IsEncrypted)
            throw new ManageSieveRefusal(null, "TLS is on already");

        await session.Connection.FlushAsync(cancellationToken);
        if (!await session.Connection.UpgradeToTlsAsync("OK \"Go ahead\"\r\n"u8.ToArray(), session.Services.Options.Certificate, ManageSieveLimits.PatienceBeforeLogin, cancellationToken))
        {
            session.Finish();
            return;
        }

        CapabilityCommand.Write(session);
        session.Ok("TLS is on");
    }
}

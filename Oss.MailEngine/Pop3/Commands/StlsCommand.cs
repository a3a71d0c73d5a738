namespace Oss.MailEngine.Pop3.Commands;

/// <summary>STLS (RFC 2595 4).</summary>
internal static class StlsCommand
{
    public static async Task ExecuteAsync(Pop3Session session, Pop3Arguments arguments, CancellationToken cancellationToken)
    {
        arguments.ExpectNone();
        var connection = session.Connection;
        if (connection.IsEncrypted)
            throw new Pop3RefusalException("TLS is on already");

        if (session.IsUtf8)
            throw new Pop3RefusalException("STLS comes before UTF8");

        // What was said in the clear may have been said by somebody else (RFC 2595 4).
        session.User = null;
        await connection.FlushAsync(cancellationToken);
        if (!await connection.UpgradeToTlsAsync("+OK Go ahead\r\n"u8.ToArray(), session.Services.Options.Certificate, Pop3Limits.Patience, cancellationToken))
            session.Finish();
    }
}

using Oss.MailEngine.Imap.Wire;
using System.Text;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>STARTTLS (RFC 3501 6.2.1).</summary>
internal static class StartTlsCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        request.Arguments.ExpectEnd();
        var connection = session.Connection;
        if (connection.IsEncrypted)
            throw new ImapSyntaxException("TLS is on already");

        await connection.FlushAsync(cancellationToken);
        if (!await connection.UpgradeToTlsAsync(Encoding.ASCII.GetBytes($"{request.Tag} OK Go ahead\r\n"), session.Services.Options.Certificate, ImapLimits.LoginPatience, cancellationToken))
            session.Finish();
    }
}

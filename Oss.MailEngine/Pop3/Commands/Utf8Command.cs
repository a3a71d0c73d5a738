namespace Oss.MailEngine.Pop3.Commands;

/// <summary>
/// UTF8 (RFC 6856 2.1). Headers reach every client as they were received, with the command and without it: much mail has raw 8-bit fields that never saw SMTPUTF8, and
/// what is rewritten (RFC 6857) breaks signatures and differs from what IMAP serves. Dovecot does the same.
/// </summary>
internal static class Utf8Command
{
    public static Task ExecuteAsync(Pop3Session session, Pop3Arguments arguments, CancellationToken cancellationToken)
    {
        arguments.ExpectNone();
        session.IsUtf8 = true;
        session.Ok("UTF-8 it is");
        return Task.CompletedTask;
    }
}

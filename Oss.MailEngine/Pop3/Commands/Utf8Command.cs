namespace Oss.MailEngine.Pop3.Commands;

/// <summary>UTF8 (RFC 6856 2.1): headers reach the client as they are, and not in 7 bits.</summary>
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

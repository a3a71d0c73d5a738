namespace Oss.MailEngine.Pop3.Commands;

/// <summary>STAT (RFC 1939 5).</summary>
internal static class StatCommand
{
    public static Task ExecuteAsync(Pop3Session session, Pop3Arguments arguments, CancellationToken cancellationToken)
    {
        arguments.ExpectNone();
        session.Ok($"{session.Maildrop.Left.Count()} {session.Maildrop.Left.Sum(m => m.Message.WireSize)}");
        return Task.CompletedTask;
    }
}

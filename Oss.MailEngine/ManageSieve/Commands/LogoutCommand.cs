namespace Oss.MailEngine.ManageSieve.Commands;

/// <summary>LOGOUT (RFC 5804 2.3).</summary>
internal static class LogoutCommand
{
    public static Task ExecuteAsync(ManageSieveSession session, ManageSieveInput input, CancellationToken cancellationToken)
    {
        session.Ok("Goodbye");
        session.Finish();
        return Task.CompletedTask;
    }
}

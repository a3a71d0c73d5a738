namespace Oss.MailEngine.ManageSieve.Commands;

/// <summary>UNAUTHENTICATE (RFC 5804 2.14.1).</summary>
internal static class UnauthenticateCommand
{
    public static Task ExecuteAsync(ManageSieveSession session, ManageSieveInput input, CancellationToken cancellationToken)
    {
        input.ExpectStrings(0);
        session.Leave();
        session.Ok("Logged out");
        return Task.CompletedTask;
    }
}

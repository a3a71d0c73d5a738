namespace Oss.MailEngine.ManageSieve.Commands;

/// <summary>DELETESCRIPT (RFC 5804 2.10).</summary>
internal static class DeleteScriptCommand
{
    public static Task ExecuteAsync(ManageSieveSession session, ManageSieveInput input, CancellationToken cancellationToken)
    {
        input.ExpectStrings(1);
        session.Scripts.Delete(input.Name(0)).Require();
        session.Ok();
        return Task.CompletedTask;
    }
}

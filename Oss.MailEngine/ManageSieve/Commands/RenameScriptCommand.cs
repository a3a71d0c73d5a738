namespace Oss.MailEngine.ManageSieve.Commands;

/// <summary>RENAMESCRIPT (RFC 5804 2.11.1).</summary>
internal static class RenameScriptCommand
{
    public static Task ExecuteAsync(ManageSieveSession session, ManageSieveInput input, CancellationToken cancellationToken)
    {
        input.ExpectStrings(2);
        session.Scripts.Rename(input.Name(0), input.Name(1)).Require();
        session.Ok();
        return Task.CompletedTask;
    }
}

namespace Oss.MailEngine.ManageSieve.Commands;

/// <summary>CHECKSCRIPT (RFC 5804 2.12): PUTSCRIPT without storing.</summary>
internal static class CheckScriptCommand
{
    public static Task ExecuteAsync(ManageSieveSession session, ManageSieveInput input, CancellationToken cancellationToken)
    {
        input.ExpectStrings(1);
        var warnings = ManageSieveArguments.Compile(input.Arguments[0].Octets);
        session.Ok(warnings, warnings is null ? null : "WARNINGS");
        return Task.CompletedTask;
    }
}

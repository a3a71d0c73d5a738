namespace Oss.MailEngine.ManageSieve.Commands;

/// <summary>PUTSCRIPT (RFC 5804 2.6): a script that does not compile is not stored.</summary>
internal static class PutScriptCommand
{
    public static Task ExecuteAsync(ManageSieveSession session, ManageSieveInput input, CancellationToken cancellationToken)
    {
        input.ExpectStrings(2);
        var name = input.Name(0);
        var script = input.Arguments[1].Octets;
        session.Scripts.HasSpace(name, script.Length).Require();
        var warnings = ManageSieveArguments.Compile(script);
        session.Scripts.Put(name, script).Require();
        // Compiled for the first delivery while the user waits anyway.
        _ = session.Services.Sieve.Compile(script, name.Value, session.Scripts.PathOf(name));
        session.Ok(warnings, warnings is null ? null : "WARNINGS");
        return Task.CompletedTask;
    }
}

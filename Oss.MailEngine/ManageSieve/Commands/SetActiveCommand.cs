using Oss.MailEngine.Sieve.Scripts;

namespace Oss.MailEngine.ManageSieve.Commands;

/// <summary>SETACTIVE (RFC 5804 2.8): one script, or with an empty name none. A script that came past PUTSCRIPT and does not compile is not made active.</summary>
internal static class SetActiveCommand
{
    public static Task ExecuteAsync(ManageSieveSession session, ManageSieveInput input, CancellationToken cancellationToken)
    {
        input.ExpectStrings(1);
        ScriptName? name = input.Arguments[0].Octets.Length == 0 ? null : input.Name(0);
        if (name is { } wanted && session.Scripts.Read(wanted) is { } script)
            _ = ManageSieveArguments.Compile(script);
        session.Scripts.SetActive(name).Require();
        session.Ok();
        return Task.CompletedTask;
    }
}

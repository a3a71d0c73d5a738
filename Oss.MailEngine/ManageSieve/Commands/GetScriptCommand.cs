using Oss.MailEngine.Connections;
using Oss.MailEngine.Sieve.Scripts;

namespace Oss.MailEngine.ManageSieve.Commands;

/// <summary>GETSCRIPT (RFC 5804 2.9): octet for octet as it was put.</summary>
internal static class GetScriptCommand
{
    public static Task ExecuteAsync(ManageSieveSession session, ManageSieveInput input, CancellationToken cancellationToken)
    {
        input.ExpectStrings(1);
        if (session.Scripts.Read(input.Name(0)) is not { } script)
        {
            ScriptChange.NoSuchScript.Require();
            return Task.CompletedTask;
        }

        session.Connection.WriteLine($"{{{script.Length}}}");
        session.WriteOctets(script);
        session.Connection.WriteLine("");
        session.Ok();
        return Task.CompletedTask;
    }
}

using Oss.MailEngine.Connections;

namespace Oss.MailEngine.ManageSieve.Commands;

/// <summary>LISTSCRIPTS (RFC 5804 2.7).</summary>
internal static class ListScriptsCommand
{
    public static Task ExecuteAsync(ManageSieveSession session, ManageSieveInput input, CancellationToken cancellationToken)
    {
        input.ExpectStrings(0);
        foreach (var (name, isActive) in session.Scripts.List())
            session.Connection.WriteLine(ManageSieveSession.Quote(name.Value) + (isActive ? " ACTIVE" : ""));
        session.Ok();
        return Task.CompletedTask;
    }
}

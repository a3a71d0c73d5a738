using System.Collections.Frozen;
using Oss.MailEngine.ManageSieve.Commands;

namespace Oss.MailEngine.ManageSieve;

/// <summary>The protocol (RFC 5804 2): which command may come when, and who answers it.</summary>
internal static class ManageSieveCommands
{
    private static readonly FrozenDictionary<string, ManageSieveCommand> Table = new ManageSieveCommand[]
    {
        new("CAPABILITY", ManageSieveStates.Any, CapabilityCommand.ExecuteAsync),
        new("NOOP", ManageSieveStates.Any, NoopCommand.ExecuteAsync),
        new("LOGOUT", ManageSieveStates.Any, LogoutCommand.ExecuteAsync),
        new("STARTTLS", ManageSieveStates.BeforeLogin, StartTlsCommand.ExecuteAsync),
        new("AUTHENTICATE", ManageSieveStates.BeforeLogin, AuthenticateCommand.ExecuteAsync),
        new("UNAUTHENTICATE", ManageSieveStates.AfterLogin, UnauthenticateCommand.ExecuteAsync),
        new("HAVESPACE", ManageSieveStates.AfterLogin, HaveSpaceCommand.ExecuteAsync),
        new("PUTSCRIPT", ManageSieveStates.AfterLogin, PutScriptCommand.ExecuteAsync),
        new("CHECKSCRIPT", ManageSieveStates.AfterLogin, CheckScriptCommand.ExecuteAsync),
        new("LISTSCRIPTS", ManageSieveStates.AfterLogin, ListScriptsCommand.ExecuteAsync),
        new("SETACTIVE", ManageSieveStates.AfterLogin, SetActiveCommand.ExecuteAsync),
        new("GETSCRIPT", ManageSieveStates.AfterLogin, GetScriptCommand.ExecuteAsync),
        new("DELETESCRIPT", ManageSieveStates.AfterLogin, DeleteScriptCommand.ExecuteAsync),
        new("RENAMESCRIPT", ManageSieveStates.AfterLogin, RenameScriptCommand.ExecuteAsync),
    }.ToFrozenDictionary(command => command.Verb);

    public static ManageSieveCommand? Find(string verb) => Table.GetValueOrDefault(verb);
}

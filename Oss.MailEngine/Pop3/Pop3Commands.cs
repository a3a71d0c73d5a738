using System.Collections.Frozen;
using Oss.MailEngine.Pop3.Commands;
using Oss.MailEngine.Sasl;

namespace Oss.MailEngine.Pop3;

/// <summary>The protocol: which command may come when, who answers it, and what is announced for it.</summary>
internal static class Pop3Commands
{
    private static readonly Pop3Command[] All =
    [
        new("CAPA", Pop3States.Any, CapaCommand.ExecuteAsync) { Capability = static _ => "RESP-CODES" },
        new("STLS", Pop3States.Authorization, StlsCommand.ExecuteAsync) { Capability = static session => session.Connection.IsEncrypted || session.IsEntered ? null : "STLS" },
        new("USER", Pop3States.Authorization, UserCommand.ExecuteAsync) { Capability = static session => session.MayLogIn && !session.IsEntered ? "USER" : null },
        new("PASS", Pop3States.Authorization, PassCommand.ExecuteAsync) { Capability = static _ => "AUTH-RESP-CODE" },
        new("AUTH", Pop3States.Authorization, AuthCommand.ExecuteAsync)
        {
            Capability = static session => session.MayLogIn && !session.IsEntered ? $"SASL {string.Join(' ', SaslLogin.Mechanisms)}" : null,
        },
        new("QUIT", Pop3States.Any, QuitCommand.ExecuteAsync) { Capability = static _ => "PIPELINING" },
        new("STAT", Pop3States.Transaction, StatCommand.ExecuteAsync),
        new("LIST", Pop3States.Transaction, ListCommand.ExecuteAsync),
        new("UIDL", Pop3States.Transaction, UidlCommand.ExecuteAsync) { Capability = static _ => "UIDL" },
        new("RETR", Pop3States.Transaction, RetrCommand.ExecuteAsync),
        new("TOP", Pop3States.Transaction, TopCommand.ExecuteAsync) { Capability = static _ => "TOP" },
        new("DELE", Pop3States.Transaction, DeleCommand.ExecuteAsync),
        new("RSET", Pop3States.Transaction, RsetCommand.ExecuteAsync),
        new("NOOP", Pop3States.Transaction, NoopCommand.ExecuteAsync),
    ];

    private static readonly FrozenDictionary<string, Pop3Command> Table = All.ToFrozenDictionary(command => command.Verb);

    public static Pop3Command? Find(string verb) => Table.GetValueOrDefault(verb);

    /// <summary>Everything announced now, in the table's order.</summary>
    public static IEnumerable<string> Capabilities(Pop3Session session) => [.. All.Select(command => command.Capability(session)).OfType<string>(), "IMPLEMENTATION Oss"];
}

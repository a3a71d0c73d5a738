using System.Collections.Frozen;
using Oss.MailEngine.Pop3.Commands;

namespace Oss.MailEngine.Pop3;

/// <summary>The protocol: which command may come when, who answers it, and what is announced for it.</summary>
internal static class Pop3Commands
{
    private static readonly Pop3Command[] All =
    [
        new("CAPA", Pop3States.Any, CapaCommand.ExecuteAsync) { Capabilities = static session => ["RESP-CODES", "EXPIRE NEVER", .. session.Services.Delay.Capabilities] },
        new("STLS", Pop3States.Authorization, StlsCommand.ExecuteAsync) { Capabilities = static session => session.Connection.IsEncrypted || session.IsEntered ? [] : ["STLS"] },
        new("USER", Pop3States.Authorization, UserCommand.ExecuteAsync) { Capabilities = static session => session.MayLogIn && !session.IsEntered ? ["USER"] : [] },
        new("PASS", Pop3States.Authorization, PassCommand.ExecuteAsync) { Capabilities = static _ => ["AUTH-RESP-CODE"] },
        new("AUTH", Pop3States.Authorization, AuthCommand.ExecuteAsync)
        {
            Capabilities = static session => !session.IsEntered && session.Services.Login.Mechanisms(session.Connection) is { Count: > 0 } mechanisms ? [$"SASL {string.Join(' ', mechanisms)}"] : [],
        },
        new("QUIT", Pop3States.Any, QuitCommand.ExecuteAsync) { Capabilities = static _ => ["PIPELINING"] },
        new("UTF8", Pop3States.Authorization, Utf8Command.ExecuteAsync) { Capabilities = static _ => ["UTF8 USER"] },
        new("STAT", Pop3States.Transaction, StatCommand.ExecuteAsync),
        new("LIST", Pop3States.Transaction, ListCommand.ExecuteAsync),
        new("UIDL", Pop3States.Transaction, UidlCommand.ExecuteAsync) { Capabilities = static _ => ["UIDL"] },
        new("RETR", Pop3States.Transaction, RetrCommand.ExecuteAsync),
        new("TOP", Pop3States.Transaction, TopCommand.ExecuteAsync) { Capabilities = static _ => ["TOP"] },
        new("DELE", Pop3States.Transaction, DeleCommand.ExecuteAsync),
        new("RSET", Pop3States.Transaction, RsetCommand.ExecuteAsync),
        new("NOOP", Pop3States.Transaction, NoopCommand.ExecuteAsync),
    ];

    private static readonly FrozenDictionary<string, Pop3Command> Table = All.ToFrozenDictionary(command => command.Verb);

    public static Pop3Command? Find(string verb) => Table.GetValueOrDefault(verb);

    /// <summary>Everything announced now, in the table's order.</summary>
    public static IEnumerable<string> Capabilities(Pop3Session session) => [.. All.SelectMany(command => command.Capabilities(session)), "IMPLEMENTATION Oss"];
}

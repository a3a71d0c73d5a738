using System.Collections.Frozen;
using Oss.MailEngine.Imap.Commands;

namespace Oss.MailEngine.Imap;

/// <summary>The protocol: which command may come when, who answers it, and what is announced for it.</summary>
internal static class ImapCommands
{
    private static readonly ImapCommand[] All =
    [
        new("CAPABILITY", ImapStates.Any, CapabilityCommand.ExecuteAsync) { Capabilities = ["IMAP4rev1", "LITERAL+"] },
        new("AUTHENTICATE", ImapStates.NotAuthenticated, AuthenticateCommand.ExecuteAsync) { Capabilities = ["SASL-IR"] },
        new("LOGIN", ImapStates.NotAuthenticated, LoginCommand.ExecuteAsync),
        new("STARTTLS", ImapStates.NotAuthenticated, StartTlsCommand.ExecuteAsync),
        new("LOGOUT", ImapStates.Any, LogoutCommand.ExecuteAsync),
        new("NOOP", ImapStates.Any, NoopCommand.ExecuteAsync),
        new("ID", ImapStates.Any, IdCommand.ExecuteAsync) { Capabilities = ["ID"] },
        new("NAMESPACE", ImapStates.LoggedIn, NamespaceCommand.ExecuteAsync) { Capabilities = ["NAMESPACE"] },
        new("LIST", ImapStates.LoggedIn, ListCommand.ExecuteAsync) { Capabilities = ["CHILDREN"] },
        new("LSUB", ImapStates.LoggedIn, LsubCommand.ExecuteAsync),
        new("STATUS", ImapStates.LoggedIn, StatusCommand.ExecuteAsync),
        new("CREATE", ImapStates.LoggedIn, CreateCommand.ExecuteAsync),
        new("DELETE", ImapStates.LoggedIn, DeleteCommand.ExecuteAsync),
        new("RENAME", ImapStates.LoggedIn, RenameCommand.ExecuteAsync),
        new("SUBSCRIBE", ImapStates.LoggedIn, SubscribeCommand.ExecuteAsync),
        new("UNSUBSCRIBE", ImapStates.LoggedIn, UnsubscribeCommand.ExecuteAsync),
        new("SELECT", ImapStates.LoggedIn, SelectCommand.ExecuteAsync),
        new("EXAMINE", ImapStates.LoggedIn, ExamineCommand.ExecuteAsync),
        new("APPEND", ImapStates.LoggedIn, AppendCommand.ExecuteAsync) { Streams = true },
        new("IDLE", ImapStates.LoggedIn, IdleCommand.ExecuteAsync) { Capabilities = ["IDLE"] },
        new("CHECK", ImapStates.Selected, CheckCommand.ExecuteAsync),
        new("CLOSE", ImapStates.Selected, CloseCommand.ExecuteAsync),
        new("UNSELECT", ImapStates.Selected, UnselectCommand.ExecuteAsync) { Capabilities = ["UNSELECT"] },
        new("EXPUNGE", ImapStates.Selected, ExpungeCommand.ExecuteAsync) { HasUidForm = true, Capabilities = ["UIDPLUS"] },
        new("SEARCH", ImapStates.Selected, SearchCommand.ExecuteAsync) { HasUidForm = true, HoldsExpunges = true },
        new("FETCH", ImapStates.Selected, FetchCommand.ExecuteAsync) { HasUidForm = true, HoldsExpunges = true },
        new("STORE", ImapStates.Selected, StoreCommand.ExecuteAsync) { HasUidForm = true, HoldsExpunges = true },
        new("COPY", ImapStates.Selected, CopyCommand.ExecuteAsync) { HasUidForm = true },
        new("MOVE", ImapStates.Selected, MoveCommand.ExecuteAsync) { HasUidForm = true, Capabilities = ["MOVE"] },
    ];

    private static readonly FrozenDictionary<string, ImapCommand> Table = All.ToFrozenDictionary(command => command.Verb);

    /// <summary>Everything announced, in the table's order.</summary>
    public static IReadOnlyList<string> Capabilities { get; } = [.. All.SelectMany(command => command.Capabilities)];

    /// <summary>The row of a verb, in upper case; <see langword="null"/> when there is no such command, or not in this form.</summary>
    public static ImapCommand? Find(string verb, bool byUid) =>
        Table.TryGetValue(verb, out var command) && (byUid ? command.HasUidForm : !command.NeedsUid) ? command : null;
}

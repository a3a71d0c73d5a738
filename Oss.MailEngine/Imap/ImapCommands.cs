using System.Collections.Frozen;
using Oss.MailEngine.Imap.Commands;

namespace Oss.MailEngine.Imap;

/// <summary>The protocol: which command may come when, who answers it, and what is announced for it.</summary>
internal static class ImapCommands
{
    private static readonly ImapCommand[] All =
    [
        new("CAPABILITY", ImapStates.Any, CapabilityCommand.ExecuteAsync) { Capabilities = ["IMAP4rev1", "IMAP4rev2", "LITERAL+"] },
        new("AUTHENTICATE", ImapStates.NotAuthenticated, AuthenticateCommand.ExecuteAsync) { Capabilities = ["SASL-IR"] },
        new("LOGIN", ImapStates.NotAuthenticated, LoginCommand.ExecuteAsync),
        new("STARTTLS", ImapStates.NotAuthenticated, StartTlsCommand.ExecuteAsync),
        new("LOGOUT", ImapStates.Any, LogoutCommand.ExecuteAsync),
        new("NOOP", ImapStates.Any, NoopCommand.ExecuteAsync),
        new("ID", ImapStates.Any, IdCommand.ExecuteAsync) { Capabilities = ["ID"] },
        new("ENABLE", ImapStates.LoggedIn, EnableCommand.ExecuteAsync) { Capabilities = ["ENABLE", "UTF8=ACCEPT", "UIDONLY"] },
        new("COMPRESS", ImapStates.LoggedIn, CompressCommand.ExecuteAsync),
        new("GETQUOTA", ImapStates.LoggedIn, GetQuotaCommand.ExecuteAsync) { Capabilities = ["QUOTA", "QUOTA=RES-STORAGE", "QUOTA=RES-MESSAGE"] },
        new("GETQUOTAROOT", ImapStates.LoggedIn, GetQuotaRootCommand.ExecuteAsync),
        new("SETQUOTA", ImapStates.LoggedIn, SetQuotaCommand.ExecuteAsync),
        new("GETMETADATA", ImapStates.LoggedIn, GetMetadataCommand.ExecuteAsync) { Capabilities = ["METADATA"] },
        new("SETMETADATA", ImapStates.LoggedIn, SetMetadataCommand.ExecuteAsync),
        new("MYRIGHTS", ImapStates.LoggedIn, MyRightsCommand.ExecuteAsync) { Capabilities = ["ACL", "RIGHTS=texk"] },
        new("GETACL", ImapStates.LoggedIn, GetAclCommand.ExecuteAsync),
        new("SETACL", ImapStates.LoggedIn, SetAclCommand.ExecuteAsync),
        new("DELETEACL", ImapStates.LoggedIn, DeleteAclCommand.ExecuteAsync),
        new("LISTRIGHTS", ImapStates.LoggedIn, ListRightsCommand.ExecuteAsync),
        new("NAMESPACE", ImapStates.LoggedIn, NamespaceCommand.ExecuteAsync) { Capabilities = ["NAMESPACE"] },
        new("LIST", ImapStates.LoggedIn, ListCommand.ExecuteAsync) { Capabilities = ["CHILDREN", "LIST-EXTENDED", "LIST-STATUS", "LIST-MYRIGHTS", "LIST-METADATA", "SPECIAL-USE"] },
        new("LSUB", ImapStates.LoggedIn, LsubCommand.ExecuteAsync),
        new("STATUS", ImapStates.LoggedIn, StatusCommand.ExecuteAsync) { Capabilities = ["STATUS=SIZE", "OBJECTID"] },
        new("CREATE", ImapStates.LoggedIn, CreateCommand.ExecuteAsync) { Capabilities = ["CREATE-SPECIAL-USE"] },
        new("DELETE", ImapStates.LoggedIn, DeleteCommand.ExecuteAsync),
        new("RENAME", ImapStates.LoggedIn, RenameCommand.ExecuteAsync),
        new("SUBSCRIBE", ImapStates.LoggedIn, SubscribeCommand.ExecuteAsync),
        new("UNSUBSCRIBE", ImapStates.LoggedIn, UnsubscribeCommand.ExecuteAsync),
        new("SELECT", ImapStates.LoggedIn, SelectCommand.ExecuteAsync) { Capabilities = ["CONDSTORE", "QRESYNC"] },
        new("EXAMINE", ImapStates.LoggedIn, ExamineCommand.ExecuteAsync),
        new("APPEND", ImapStates.LoggedIn, AppendCommand.ExecuteAsync) { Streams = true, Capabilities = ["MULTIAPPEND", "CATENATE"] },
        new("REPLACE", ImapStates.Selected, ReplaceCommand.ExecuteAsync) { HasUidForm = true, Streams = true, ChangesMessages = true, Capabilities = ["REPLACE"] },
        new("IDLE", ImapStates.LoggedIn, IdleCommand.ExecuteAsync) { Capabilities = ["IDLE"] },
        new("CHECK", ImapStates.Selected, CheckCommand.ExecuteAsync),
        new("CLOSE", ImapStates.Selected, CloseCommand.ExecuteAsync) { ChangesMessages = true },
        new("UNSELECT", ImapStates.Selected, UnselectCommand.ExecuteAsync) { Capabilities = ["UNSELECT"] },
        new("EXPUNGE", ImapStates.Selected, ExpungeCommand.ExecuteAsync) { HasUidForm = true, SpeaksNumbers = false, ChangesMessages = true, Capabilities = ["UIDPLUS"] },
        new("SEARCH", ImapStates.Selected, SearchCommand.ExecuteAsync)
        {
            HasUidForm = true, HoldsExpunges = true, Capabilities = ["ESEARCH", "SEARCHRES", "WITHIN", "SEARCH=FUZZY", "CONTEXT=SEARCH", "PARTIAL", "INPROGRESS"],
        },
        new("ESEARCH", ImapStates.LoggedIn, ESearchCommand.ExecuteAsync) { Capabilities = ["MULTISEARCH"] },
        new("NOTIFY", ImapStates.LoggedIn, NotifyCommand.ExecuteAsync) { Capabilities = ["NOTIFY"] },
        new("CANCELUPDATE", ImapStates.Selected, CancelUpdateCommand.ExecuteAsync),
        new("SORT", ImapStates.Selected, SortCommand.ExecuteAsync) { HasUidForm = true, HoldsExpunges = true, Capabilities = ["SORT", "SORT=DISPLAY", "ESORT"] },
        new("THREAD", ImapStates.Selected, ThreadCommand.ExecuteAsync)
        {
            HasUidForm = true, HoldsExpunges = true, Capabilities = ["THREAD=ORDEREDSUBJECT", "THREAD=REFERENCES"],
        },
        new("FETCH", ImapStates.Selected, FetchCommand.ExecuteAsync) { HasUidForm = true, HoldsExpunges = true, Capabilities = ["BINARY", "PREVIEW", "SAVEDATE"] },
        new("STORE", ImapStates.Selected, StoreCommand.ExecuteAsync) { HasUidForm = true, HoldsExpunges = true, ChangesMessages = true },
        new("COPY", ImapStates.Selected, CopyCommand.ExecuteAsync) { HasUidForm = true, ChangesMessages = true },
        new("MOVE", ImapStates.Selected, MoveCommand.ExecuteAsync) { HasUidForm = true, ChangesMessages = true, Capabilities = ["MOVE"] },
    ];

    /// <summary>The table, row by row.</summary>
    public static IReadOnlyList<ImapCommand> Rows => All;

    private static readonly FrozenDictionary<string, ImapCommand> Table = All.ToFrozenDictionary(command => command.Verb);

    /// <summary>Everything announced, in the table's order.</summary>
    public static IReadOnlyList<string> Capabilities { get; } = [.. All.SelectMany(command => command.Capabilities)];

    /// <summary>The row of a verb, in upper case; <see langword="null"/> when there is no such command, or not in this form.</summary>
    public static ImapCommand? Find(string verb, bool byUid) =>
        Table.TryGetValue(verb, out var command) && (byUid ? command.HasUidForm : !command.NeedsUid) ? command : null;
}

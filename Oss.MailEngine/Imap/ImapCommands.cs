namespace Oss.MailEngine.Imap;

/// <summary>When a command may come (RFC 3501 3).</summary>
[Flags]
internal enum ImapStates
{
    NotAuthenticated = 1,
    Authenticated = 2,
    Selected = 4,
    LoggedIn = Authenticated | Selected,
    Any = NotAuthenticated | LoggedIn,
}

/// <summary>One row of the protocol's table.</summary>
/// <param name="Verb">The command's name; <c>UID</c> forms have a row of their own.</param>
/// <param name="States">When it may come.</param>
/// <param name="Expunges">Whether other sessions' expunges may be told after it: never in FETCH, STORE and SEARCH, whose numbers they would shift (RFC 3501 7.4.1).</param>
/// <param name="Handle">Answers it.</param>
internal sealed record ImapCommand(string Verb, ImapStates States, bool Expunges, Func<ImapSession, ImapRequest, CancellationToken, Task> Handle);

/// <summary>The protocol: which command may come when, and who answers it.</summary>
internal static class ImapCommands
{
    public static readonly Dictionary<string, ImapCommand> Table = new ImapCommand[]
    {
        new("CAPABILITY", ImapStates.Any, true, (s, r, _) => s.CapabilityAsync(r)),
        new("NOOP", ImapStates.Any, true, (s, r, _) => s.NothingAsync(r)),
        new("CHECK", ImapStates.Selected, true, (s, r, _) => s.NothingAsync(r)),
        new("LOGOUT", ImapStates.Any, false, (s, r, _) => s.LogoutAsync(r)),
        new("ID", ImapStates.Any, true, (s, r, _) => s.IdAsync(r)),
        new("STARTTLS", ImapStates.NotAuthenticated, false, (s, r, ct) => s.StartTlsAsync(r, ct)),
        new("LOGIN", ImapStates.NotAuthenticated, false, (s, r, ct) => s.LoginAsync(r, ct)),
        new("AUTHENTICATE", ImapStates.NotAuthenticated, false, (s, r, ct) => s.AuthenticateAsync(r, ct)),
        new("NAMESPACE", ImapStates.LoggedIn, true, (s, r, _) => s.NamespaceAsync(r)),
        new("SELECT", ImapStates.LoggedIn, false, (s, r, ct) => s.SelectAsync(r, false, ct)),
        new("EXAMINE", ImapStates.LoggedIn, false, (s, r, ct) => s.SelectAsync(r, true, ct)),
        new("CREATE", ImapStates.LoggedIn, true, (s, r, _) => s.CreateAsync(r)),
        new("DELETE", ImapStates.LoggedIn, true, (s, r, _) => s.DeleteAsync(r)),
        new("RENAME", ImapStates.LoggedIn, true, (s, r, _) => s.RenameAsync(r)),
        new("SUBSCRIBE", ImapStates.LoggedIn, true, (s, r, _) => s.SubscribeAsync(r, true)),
        new("UNSUBSCRIBE", ImapStates.LoggedIn, true, (s, r, _) => s.SubscribeAsync(r, false)),
        new("LIST", ImapStates.LoggedIn, true, (s, r, _) => s.ListAsync(r, "LIST")),
        new("LSUB", ImapStates.LoggedIn, true, (s, r, _) => s.ListAsync(r, "LSUB")),
        new("STATUS", ImapStates.LoggedIn, true, (s, r, ct) => s.StatusAsync(r, ct)),
        new("APPEND", ImapStates.LoggedIn, true, (s, r, ct) => s.AppendAsync(r, ct)),
        new("IDLE", ImapStates.LoggedIn, true, (s, r, ct) => s.IdleAsync(r, ct)),
        new("CLOSE", ImapStates.Selected, false, (s, r, ct) => s.CloseAsync(r, true, ct)),
        new("UNSELECT", ImapStates.Selected, false, (s, r, ct) => s.CloseAsync(r, false, ct)),
        new("EXPUNGE", ImapStates.Selected, true, (s, r, ct) => s.ExpungeAsync(r, false, ct)),
        new("UID EXPUNGE", ImapStates.Selected, true, (s, r, ct) => s.ExpungeAsync(r, true, ct)),
        new("SEARCH", ImapStates.Selected, false, (s, r, ct) => s.SearchAsync(r, false, ct)),
        new("UID SEARCH", ImapStates.Selected, true, (s, r, ct) => s.SearchAsync(r, true, ct)),
        new("FETCH", ImapStates.Selected, false, (s, r, ct) => s.FetchAsync(r, false, ct)),
        new("UID FETCH", ImapStates.Selected, true, (s, r, ct) => s.FetchAsync(r, true, ct)),
        new("STORE", ImapStates.Selected, false, (s, r, ct) => s.StoreAsync(r, false, ct)),
        new("UID STORE", ImapStates.Selected, true, (s, r, ct) => s.StoreAsync(r, true, ct)),
        new("COPY", ImapStates.Selected, true, (s, r, ct) => s.CopyAsync(r, false, false, ct)),
        new("UID COPY", ImapStates.Selected, true, (s, r, ct) => s.CopyAsync(r, true, false, ct)),
        new("MOVE", ImapStates.Selected, true, (s, r, ct) => s.CopyAsync(r, false, true, ct)),
        new("UID MOVE", ImapStates.Selected, true, (s, r, ct) => s.CopyAsync(r, true, true, ct)),
    }.ToDictionary(command => command.Verb);
}

/// <summary>A complete command: tag, verb, and a parser that stands at its arguments.</summary>
internal sealed record ImapRequest(string Tag, string Verb, Wire.ImapParser Arguments)
{
    /// <summary>An APPEND's message, still on the wire.</summary>
    public Wire.ImapLiteral? Literal { get; init; }
}

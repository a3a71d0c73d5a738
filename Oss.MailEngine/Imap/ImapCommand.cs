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

/// <summary>Answers a command.</summary>
internal delegate Task ImapHandler(ImapSession session, ImapRequest request, CancellationToken cancellationToken);

/// <summary>One row of the protocol's table.</summary>
/// <param name="Verb">The command's name.</param>
/// <param name="States">When it may come.</param>
/// <param name="Handle">Answers it.</param>
internal sealed record ImapCommand(string Verb, ImapStates States, ImapHandler Handle)
{
    /// <summary>Whether there is a form that speaks of UIDs: <c>UID FETCH</c>.</summary>
    public bool HasUidForm { get; init; }

    /// <summary>Whether there is nothing but that form.</summary>
    public bool NeedsUid { get; init; }

    /// <summary>Whether its form without UID names messages by number.</summary>
    public bool SpeaksNumbers { get; init; } = true;

    /// <summary>Whether expunges must not be told with its answer, whose numbers they would shift (RFC 3501 7.4.1); its UID form has none and tells them.</summary>
    public bool HoldsExpunges { get; init; }

    /// <summary>Whether it does something to messages of the selected folder, which must be the one that the client knows.</summary>
    public bool ChangesMessages { get; init; }

    /// <summary>Whether its literals are messages, which go to the spool and not into memory: it is handled as soon as its first line is there.</summary>
    public bool Streams { get; init; }

    /// <summary>What CAPABILITY says because this command is here.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];
}

/// <summary>A command: tag, row of the table, and a parser that stands at its arguments.</summary>
internal sealed record ImapRequest(string Tag, ImapCommand Command, bool ByUid, Wire.ImapParser Arguments)
{
    /// <summary>The literal at the end of the line, still on the wire; only of commands that stream.</summary>
    public Wire.ImapLiteral? Literal { get; set; }

    /// <summary>Whether expunges may be told with the answer.</summary>
    public bool TellsExpunges => ByUid || !Command.HoldsExpunges;
}

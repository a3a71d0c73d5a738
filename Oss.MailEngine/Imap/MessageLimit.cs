namespace Oss.MailEngine.Imap;

/// <summary>
/// How many messages one command works on (RFC 9738). What can be done in parts is done to the messages with the highest UIDs, and the code says where the rest ends:
/// <c>[MESSAGELIMIT 1000 23221]</c>, the lowest UID that was worked on. What is done to all or none is refused.
/// </summary>
internal static class MessageLimit
{
    /// <summary>Of indexes in ascending order the last ones, as many as may be; and the code that tells of the others, empty when there are none.</summary>
    public static (IReadOnlyList<int> Indexes, string Code) Cut(ImapSession session, SelectedFolder selected, IReadOnlyList<int> indexes)
    {
        var limit = session.Services.Options.MessageLimit;
        if (indexes.Count <= limit)
            return (indexes, "");
        var kept = indexes.Skip(indexes.Count - limit).ToList();
        return (kept, Code(session, selected.Messages[kept[0]].Uid));
    }

    /// <summary>The code for what was done in part.</summary>
    public static string Code(ImapSession session, uint lowest) => $"[MESSAGELIMIT {session.Services.Options.MessageLimit} {lowest}] ";

    /// <exception cref="Wire.ImapRefusalException">There are too many for what is done to all or none.</exception>
    public static void Demand(ImapSession session, int messages)
    {
        if (messages > session.Services.Options.MessageLimit)
            throw new Wire.ImapRefusalException($"[MESSAGELIMIT {session.Services.Options.MessageLimit}] These are too many messages for one command");
    }
}

using Oss.MailEngine.Imap.Fetch;
using Oss.MailEngine.Imap.Selection;
using Oss.MailEngine.Imap.Wire;

namespace Oss.MailEngine.Imap.Notify;

/// <summary>What a client wants to hear of (RFC 5465 5).</summary>
[Flags]
internal enum NotifyEvents
{
    None = 0,
    MessageNew = 1,
    MessageExpunge = 2,
    FlagChange = 4,
    MailboxName = 8,
    SubscriptionChange = 16,
    MailboxMetadataChange = 32,
    ServerMetadataChange = 64,

    /// <summary>Those of messages.</summary>
    OfMessages = MessageNew | MessageExpunge | FlagChange,
}

/// <summary>Folders and what is wanted of them. Of a folder that several groups name the first counts.</summary>
/// <param name="Folders">The folders.</param>
/// <param name="Events">What is wanted.</param>
/// <param name="Fetch">What is told of each new message in the selected folder.</param>
internal sealed record NotifyGroup(FolderSelector Folders, NotifyEvents Events, IReadOnlyList<FetchItem> Fetch)
{
    private static readonly string[] Names = ["MessageNew", "MessageExpunge", "FlagChange", "MailboxName", "SubscriptionChange", "MailboxMetadataChange", "ServerMetadataChange"];

    /// <summary>Reads <c>(selector events)</c>.</summary>
    /// <exception cref="ImapRefusalException">An event is not known here.</exception>
    public static NotifyGroup Parse(ImapSession session, ImapParser parser)
    {
        parser.Expect('(');
        var folders = FolderSelector.Parse(session, parser);
        parser.Expect(' ');
        var (events, fetch, unknown) = (NotifyEvents.None, (IReadOnlyList<FetchItem>)[], false);
        if (!parser.TryTakeKeyword("NONE"))
        {
            parser.Parenthesised(() =>
            {
                var name = parser.Atom();
                var known = Array.FindIndex(Names, n => n.Equals(name, StringComparison.OrdinalIgnoreCase));
                unknown |= known < 0;
                events |= known < 0 ? 0 : (NotifyEvents)(1 << known);
                if (known == 0 && parser.TryTake(" ("))
                    fetch = Items(parser, folders);
            });
            if (events == NotifyEvents.None && !unknown)
                throw new ImapSyntaxException("An event is missing");
        }

        parser.Expect(')');
        if (unknown)
            throw new ImapRefusalException($"[BADEVENT ({string.Join(' ', Names)})] There are no other events");
        // RFC 5465 5: these two go together, and with them whatever else is wanted of messages.
        var isWhole = (events & NotifyEvents.OfMessages) is NotifyEvents.None || events.HasFlag(NotifyEvents.MessageNew | NotifyEvents.MessageExpunge);
        return isWhole ? new NotifyGroup(folders, events, fetch) : throw new ImapSyntaxException("MessageNew and MessageExpunge go together, and FlagChange with both");
    }

    private static List<FetchItem> Items(ImapParser parser, FolderSelector folders)
    {
        if (!folders.IsSelected)
            throw new ImapSyntaxException("What to fetch is said for the selected folder only");
        var items = new List<FetchItem>();
        do
        {
            items.Add(items.Count < ImapLimits.FetchItems ? FetchItem.ParseOne(parser) : throw new ImapSyntaxException("That is too much"));
        }
        while (parser.TryTake(' '));
        parser.Expect(')');
        return items;
    }
}

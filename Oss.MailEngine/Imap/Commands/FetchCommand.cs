using Oss.MailEngine.Imap.Fetch;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>FETCH (RFC 3501 6.4.5).</summary>
internal static class FetchCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var set = request.Arguments.SequenceSet();
        request.Arguments.Expect(' ');
        var items = FetchItem.Parse(request.Arguments);
        request.Arguments.ExpectEnd();
        if (request.ByUid && !items.Exists(item => item.Name == "UID"))
            items.Insert(0, new FetchItem("UID"));

        var selected = session.Selected!;
        var uids = selected.Uids(set, request.ByUid);
        if (!selected.ReadOnly && items.Exists(item => item.IsSection && !item.Peek))
            await MarkSeenAsync(session, selected, uids, items, cancellationToken);

        var writer = new FetchWriter(session.Connection, selected, items);
        var missing = false;
        foreach (var uid in uids)
        {
            var index = selected.View.IndexOf(uid);
            missing |= index < 0 || !await writer.WriteAsync(index, cancellationToken);
        }

        await session.TellAsync(request.TellsExpunges, cancellationToken);
        if (missing)
            session.No(request, "[EXPUNGEISSUED] Some messages are gone");
        else
            session.Ok(request, "Fetched");
    }

    private static async Task MarkSeenAsync(ImapSession session, SelectedFolder selected, List<uint> uids, List<FetchItem> items, CancellationToken cancellationToken)
    {
        var unseen = uids.Where(uid => !selected.Messages[selected.View.IndexOf(uid)].Flags.HasFlag(MessageFlags.Seen)).ToHashSet();
        if (unseen.Count == 0)
            return;

        var snapshot = await selected.Folder.StoreFlagsAsync(unseen, FlagChange.Add, MessageFlags.Seen, [], cancellationToken);
        selected.Update(snapshot, expunges: false, silent: unseen).ForEach(session.WriteLine);
        if (!items.Exists(item => item.Name == "FLAGS"))
            items.Add(new FetchItem("FLAGS"));
    }
}

using Oss.MailEngine.Imap.Events;
using Oss.MailEngine.Imap.Fetch;
using Oss.MailEngine.Imap.Search;
using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Sieve;
using Oss.MailEngine.Storage;
using Oss.MailEngine.Storage.Acl;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>FETCH (RFC 3501 6.4.5), of what changed since and what vanished (RFC 7162 3.1.4.1, 3.2.6), or a window of it (RFC 9394).</summary>
internal static class FetchCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var set = request.Arguments.SequenceSet();
        request.Arguments.Expect(' ');
        var items = FetchItem.Parse(request.Arguments);
        var (since, vanished, window) = Modifiers(session, request);
        request.Arguments.ExpectEnd();
        if (request.ByUid && !session.Has(ImapExtensions.UidOnly) && !items.Exists(item => item.Kind == FetchKind.Uid))
            items.Insert(0, FetchItem.Simple("UID"));
        if (since is not null && !items.Exists(item => item.Kind == FetchKind.ModSeq))
            items.Add(FetchItem.Simple("MODSEQ"));
        if (items.Exists(item => item.Kind == FetchKind.ModSeq))
            session.EnableCondStore();

        var selected = session.Selected!;
        if (vanished)
            TellVanished(session, selected, set, since!.Value);
        IReadOnlyList<int> indexes = selected.Indexes(set, request.ByUid);
        if (since is { } modSeq)
            indexes = [.. indexes.Where(index => selected.Messages[index].ModSeq > modSeq)];
        if (window is { } range)
            indexes = range.Of(indexes);

        (indexes, var code) = MessageLimit.Cut(session, selected, indexes);
        var marked = !selected.ReadOnly && items.Exists(item => item.MarksSeen) && selected.Access.May(AclRights.Seen) ? await MarkSeenAsync(session, selected, indexes, cancellationToken) : [];
        var writer = new FetchWriter(session, selected, items) { Changed = marked };
        var missing = false;
        foreach (var index in indexes)
            missing |= !await writer.WriteAsync(index, cancellationToken);

        await session.TellAsync(request.TellsExpunges, cancellationToken);
        if (missing)
            session.No(request, "[EXPUNGEISSUED] Some messages are gone");
        else
            session.Ok(request, $"{code}Fetched");
    }

    private static (ulong? Since, bool Vanished, PartialRange? Window) Modifiers(ImapSession session, ImapRequest request)
    {
        var (since, vanished, window) = ((ulong?)null, false, (PartialRange?)null);
        if (request.Arguments.TryTake(' '))
        {
            request.Arguments.Parenthesised(() =>
            {
                switch (request.Arguments.Atom().ToUpperInvariant())
                {
                    case "CHANGEDSINCE":
                        request.Arguments.Expect(' ');
                        since = (ulong)request.Arguments.LongNumber();
                        break;
                    case "VANISHED":
                        vanished = true;
                        break;
                    case "PARTIAL" when request.ByUid:
                        request.Arguments.Expect(' ');
                        window = PartialRange.Parse(request.Arguments);
                        break;
                    default:
                        throw new ImapSyntaxException("FETCH takes CHANGEDSINCE, and UID FETCH VANISHED and PARTIAL");
                }
            });
        }

        if (vanished && (since is null || !request.ByUid || !session.Has(ImapExtensions.QResync)))
            throw new ImapSyntaxException("VANISHED goes with UID FETCH, CHANGEDSINCE and QRESYNC");
        return (since, vanished, window);
    }

    private static void TellVanished(ImapSession session, SelectedFolder selected, SequenceSet set, ulong since)
    {
        var largest = Math.Max(selected.View.UidNext - 1, 1);
        if (Vanished.Since(selected, since, uid => set.Contains(uid, largest), set.Resolve(largest)) is { Length: > 0 } uids)
            session.WriteLine($"* VANISHED (EARLIER) {uids}");
    }

    // The flag is set for all at once, before anything is sent; who had it not is told it with what was asked for.
    private static async Task<HashSet<uint>> MarkSeenAsync(ImapSession session, SelectedFolder selected, IReadOnlyList<int> indexes, CancellationToken cancellationToken)
    {
        var unseen = indexes.Select(index => selected.Messages[index]).Where(message => !message.Flags.HasFlag(MessageFlags.Seen)).Select(message => message.Uid).ToHashSet();
        if (unseen.Count == 0)
            return unseen;

        var before = selected.View;
        var snapshot = await selected.Folder.StoreFlagsAsync(unseen, FlagChange.Add, MessageFlags.Seen, [], cancellationToken);
        if (await ImapEvents.OfAsync(session, selected.Folder, ImapCauses.Flag, null, cancellationToken) is { } events)
            await events.FlagsChangedAsync(unseen, before, snapshot, cancellationToken);
        selected.Update(snapshot, expunges: false, silent: session.Has(ImapExtensions.CondStore) ? null : unseen).ForEach(session.WriteLine);
        return session.Has(ImapExtensions.CondStore) ? [] : unseen;
    }
}

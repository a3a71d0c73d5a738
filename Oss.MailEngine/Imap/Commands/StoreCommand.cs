using Oss.MailEngine.Imap.Events;
using Oss.MailEngine.Imap.Sharing;
using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Sieve;
using Oss.MailEngine.Storage;
using Oss.MailEngine.Storage.Acl;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>STORE (RFC 3501 6.4.6), and only where nobody else changed anything since (RFC 7162 3.1.3).</summary>
internal static class StoreCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var set = request.Arguments.SequenceSet();
        request.Arguments.Expect(' ');
        var unchangedSince = UnchangedSince(request.Arguments);
        var item = request.Arguments.Atom().ToUpperInvariant();
        request.Arguments.Expect(' ');
        var (flags, keywords) = ImapFlags.Parse(request.Arguments.FlagsOrList().Where(n => !n.Equals("\\Recent", StringComparison.OrdinalIgnoreCase)));
        request.Arguments.ExpectEnd();
        var silent = item.EndsWith(".SILENT", StringComparison.Ordinal);
        var change = (silent ? item[..^".SILENT".Length] : item) switch
        {
            "FLAGS" => FlagChange.Replace,
            "+FLAGS" => FlagChange.Add,
            "-FLAGS" => FlagChange.Remove,
            _ => throw new ImapSyntaxException("STORE takes FLAGS, +FLAGS or -FLAGS"),
        };

        var selected = session.Writable(AclRights.None);
        // Of several flags those are changed that the user may change; none is an error (RFC 4314 4).
        var allowed = selected.Access.Flags;
        if (change == FlagChange.Replace ? allowed == default : (flags & allowed.Flags) == 0 && (keywords.Count == 0 || !allowed.Keywords) && (flags != 0 || keywords.Count > 0))
            throw new ImapRefusalException(FolderAccess.NoPermission);
        if (unchangedSince is not null)
            session.EnableCondStore();
        var (indexes, code) = MessageLimit.Cut(session, selected, selected.Indexes(set, request.ByUid));
        var uids = indexes.Select(index => selected.Messages[index].Uid).ToList();
        var before = selected.View;
        var events = await ImapEvents.OfAsync(session, selected.Folder, ImapCauses.Flag, null, cancellationToken);
        var untouched = events is null ? before : await selected.Folder.SyncAsync(cancellationToken);
        var (snapshot, modified) = await selected.Folder.StoreFlagsAsync(uids, change, flags, keywords, unchangedSince, cancellationToken, allowed);
        var refused = modified.ToHashSet();
        selected.Update(snapshot, request.TellsExpunges, silent ? [.. uids.Where(uid => !refused.Contains(uid))] : null).ForEach(session.WriteLine);
        if (!silent)
            TellUnchanged(session, selected, uids.Where(uid => !refused.Contains(uid)), before);
        if (events is not null)
        {
            await events.FlagsChangedAsync(uids, untouched, snapshot, cancellationToken);
            await session.TellAsync(request.TellsExpunges, cancellationToken);
        }

        session.Ok(request, refused.Count == 0 ? $"{code}Stored" : $"[MODIFIED {Modified(selected, request, modified)}] Somebody else changed some of them");
    }

    private static ulong? UnchangedSince(ImapParser arguments)
    {
        if (arguments.Peek != '(')
            return null;

        ulong? since = null;
        arguments.Parenthesised(() =>
        {
            if (since is not null || !arguments.TryTakeKeyword("UNCHANGEDSINCE"))
                throw new ImapSyntaxException("STORE takes UNCHANGEDSINCE");
            arguments.Expect(' ');
            since = (ulong)arguments.LongNumber();
        });
        arguments.Expect(' ');
        return since;
    }

    private static string Modified(SelectedFolder selected, ImapRequest request, IReadOnlyList<uint> modified) =>
        SequenceSet.Format(request.ByUid ? modified : modified.Select(selected.View.IndexOf).Where(index => index >= 0).Select(index => (uint)index + 1));

    // STORE answers with the flags of each message named, also where nothing changed (RFC 3501 6.4.6).
    private static void TellUnchanged(ImapSession session, SelectedFolder selected, IEnumerable<uint> uids, FolderSnapshot before)
    {
        foreach (var uid in uids)
        {
            var (index, was) = (selected.View.IndexOf(uid), before.IndexOf(uid));
            if (index >= 0 && was >= 0 && selected.Messages[index].HasSameFlagsAs(before.Messages[was]))
                session.WriteLine(selected.FlagsLine(selected.Messages[index], index));
        }
    }
}

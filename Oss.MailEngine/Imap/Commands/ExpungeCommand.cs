using Oss.MailEngine.Storage;
using Oss.MailEngine.Storage.Acl;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>EXPUNGE (RFC 3501 6.4.3) and UID EXPUNGE (RFC 4315 2.1).</summary>
internal static class ExpungeCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var set = request.ByUid ? request.Arguments.SequenceSet() : null;
        request.Arguments.ExpectEnd();
        var selected = session.Writable(AclRights.Expunge);
        var deleted = await DeletedAsync(selected, cancellationToken);
        if (set is not null)
            deleted.IntersectWith(selected.Uids(set, byUid: true));
        var code = "";
        if (deleted.Count > session.Services.Options.MessageLimit)
        {
            deleted = [.. deleted.OrderDescending().Take(session.Services.Options.MessageLimit)];
            code = MessageLimit.Code(session, deleted.Min());
        }

        await selected.Folder.ExpungeAsync(deleted, cancellationToken);
        await session.TellAsync(request.TellsExpunges, cancellationToken);
        session.Ok(request, $"{(code.Length > 0 ? code : Code(session, selected))}Expunged");
    }

    /// <summary>Up to where a client that synchronises by modification sequences is now (RFC 7162 3.2.7).</summary>
    public static string Code(ImapSession session, SelectedFolder selected) => session.Has(ImapExtensions.QResync) ? $"[HIGHESTMODSEQ {selected.View.HighestModSeq}] " : "";

    /// <summary>As they are now and not as this session last saw them: another may have taken the flag away.</summary>
    public static async Task<HashSet<uint>> DeletedAsync(SelectedFolder selected, CancellationToken cancellationToken) =>
        [.. (await selected.Folder.SyncAsync(cancellationToken)).Messages.Where(m => m.Flags.HasFlag(MessageFlags.Deleted)).Select(m => m.Uid)];
}

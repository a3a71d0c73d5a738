using Oss.MailEngine.Imap.Events;
using Oss.MailEngine.Imap.Sharing;
using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Sieve;
using Oss.MailEngine.Storage;
using Oss.MailEngine.Storage.Acl;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>COPY (RFC 3501 6.4.7), answered with COPYUID (RFC 4315 3).</summary>
internal static class CopyCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var (set, access) = await ArgumentsAsync(session, request, cancellationToken);
        var target = access.Folder;
        var uids = session.Selected!.Uids(set, request.ByUid);
        MessageLimit.Demand(session, uids.Count);
        var copied = await session.Selected.Folder.CopyToAsync(uids, target, cancellationToken, access.Flags)
            ?? throw new ImapRefusalException("[EXPUNGEISSUED] Some messages are gone; nothing was copied");
        await RunEventsAsync(session, copied, target, cancellationToken);
        var code = await CodeAsync(copied, target, cancellationToken);
        await session.CompleteAsync(request, $"{code}Copied", cancellationToken);
    }

    public static async Task<(SequenceSet Set, FolderAccess Target)> ArgumentsAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var set = request.Arguments.SequenceSet();
        request.Arguments.Expect(' ');
        var name = session.FolderArgument(request);
        request.Arguments.ExpectEnd();
        return (set, await session.FindAsync(name, AclRights.Insert, cancellationToken, "TRYCREATE"));
    }

    /// <summary>Runs the target's scripts at messages that came into it (RFC 6785 2.2.2).</summary>
    public static async Task RunEventsAsync(ImapSession session, IReadOnlyList<(uint Source, uint Target)> copied, Folder target, CancellationToken cancellationToken)
    {
        if (copied.Count > 0 && await ImapEvents.OfAsync(session, target, ImapCauses.Copy, session.Selected!.Folder, cancellationToken) is { } events)
            await events.AddedAsync(copied.Select(c => c.Target), cancellationToken);
    }

    public static async Task<string> CodeAsync(IReadOnlyList<(uint Source, uint Target)> copied, Folder target, CancellationToken cancellationToken) => copied.Count == 0
        ? ""
        : $"[COPYUID {(await target.SyncAsync(cancellationToken)).UidValidity} {SequenceSet.Format(copied.Select(c => c.Source))} {SequenceSet.Format(copied.Select(c => c.Target))}] ";
}

using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Storage.Acl;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>MOVE (RFC 6851): the COPYUID comes before the expunges.</summary>
internal static class MoveCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var (set, access) = await CopyCommand.ArgumentsAsync(session, request, cancellationToken);
        var target = access.Folder;
        var selected = session.Writable(AclRights.DeleteMessages | AclRights.Expunge);
        var uids = selected.Uids(set, request.ByUid);
        MessageLimit.Demand(session, uids.Count);
        var moved = await selected.Folder.MoveToAsync(uids, target, cancellationToken, access.Flags)
            ?? throw new ImapRefusalException("[EXPUNGEISSUED] Some messages are gone; nothing was moved");
        await CopyCommand.RunEventsAsync(session, moved, target, cancellationToken);
        if (await CopyCommand.CodeAsync(moved, target, cancellationToken) is { Length: > 0 } code)
            session.WriteLine($"* OK {code}Moved");
        await session.CompleteAsync(request, "Moved", cancellationToken);
    }
}

using Oss.MailEngine.Imap.List;
using Oss.MailEngine.Imap.Metadata;
using Oss.MailEngine.Imap.Sharing;
using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Storage;
using Oss.MailEngine.Storage.Acl;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>CREATE (RFC 3501 6.3.3), with what the folder is for (RFC 6154 3).</summary>
internal static class CreateCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var name = session.FolderArgument(request);
        var uses = Uses(request.Arguments);
        request.Arguments.ExpectEnd();
        var (mailbox, user) = await PlaceAsync(session, name, cancellationToken);
        if (uses.Count > 0 && !user.IsOwner)
            throw new ImapRefusalException("[USEATTR] What a folder is for is its owner's to say");
        if (!mailbox.CreateFolder(name.Folder))
            throw new ImapRefusalException("[ALREADYEXISTS] There is such a folder already");

        var folder = mailbox.FindFolder(name.Folder) ?? throw new ImapRefusalException("[NONEXISTENT] Somebody deleted it at this moment");
        await folder.SyncAsync(cancellationToken);
        if (folder.Acl.Read().IsShared)
            await mailbox.Shared.PublishAsync(session.Services.Storage.Shared, cancellationToken);
        if (uses.Count > 0)
            await mailbox.Attributes.SetAsync([(MetadataEntry.Key(folder, isPrivate: true, SpecialUse.Attribute), string.Join(' ', uses))], cancellationToken);
        await session.CompleteAsync(request, $"[MAILBOXID ({ObjectId.Of(folder)})] Created", cancellationToken);
    }

    /// <summary>The mailbox in which a folder is to be, where the user must be allowed to create it: in the folder above, and at the top only in the own mailbox (RFC 4314 4).</summary>
    public static async Task<(Mailbox Mailbox, AclUser User)> PlaceAsync(ImapSession session, FolderPath name, CancellationToken cancellationToken)
    {
        if (await session.Neighbours.PlaceAsync(name, cancellationToken) is { } place)
        {
            if (place.Mailbox.Above(name.Folder) is not { } above)
                return place.User.IsOwner ? place : throw new ImapRefusalException(FolderAccess.NoPermission);
            var rights = above.Acl.Read().RightsOf(place.User);
            if (rights.HasFlag(AclRights.CreateFolders))
                return place;
            if (rights.HasFlag(AclRights.Lookup))
                throw new ImapRefusalException(FolderAccess.NoPermission);
        }

        throw new ImapRefusalException(FolderAccess.NoPermission);
    }

    private static List<string> Uses(ImapParser arguments)
    {
        var uses = new List<string>();
        if (arguments.TryTake(' '))
        {
            arguments.Parenthesised(() =>
            {
                if (!arguments.TryTakeWord("USE"))
                    throw new ImapSyntaxException("CREATE takes USE");
                uses.AddRange(arguments.List());
            });
        }

        return uses.TrueForAll(use => SpecialUse.Known.Contains(use, StringComparer.OrdinalIgnoreCase)) ? uses : throw new ImapRefusalException("[USEATTR] There is no such use");
    }
}

using Oss.MailEngine.Imap.Sharing;
using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Storage.Acl;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>SETACL (RFC 4314 3.1).</summary>
internal static class SetAclCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var access = await AclArguments.FolderAsync(session, request, cancellationToken);
        request.Arguments.Expect(' ');
        var (name, isNegative) = AclArguments.Identifier(request.Arguments);
        request.Arguments.Expect(' ');
        var letters = request.Arguments.AString();
        request.Arguments.ExpectEnd();
        var change = letters is ['+', ..] ? AclChange.Add : letters is ['-', ..] ? AclChange.Remove : AclChange.Replace;
        var rights = AclLetters.TryParse(change == AclChange.Replace ? letters : letters[1..]) ?? throw new ImapSyntaxException($"Rights are {AclLetters.All}, c and d");

        var identifier = await AclArguments.ResolveAsync(session, access, name, mustExist: true, cancellationToken);
        await ChangeAsync(session, access, acl => acl.With(identifier, isNegative, change, Whole(acl, identifier, isNegative, change, rights)), cancellationToken);
        await session.CompleteAsync(request, "Set", cancellationToken);
    }

    /// <summary>Changes the folder's access list, and what tells others of it.</summary>
    public static async Task ChangeAsync(ImapSession session, FolderAccess access, Func<FolderAcl, FolderAcl> change, CancellationToken cancellationToken)
    {
        if (!await access.Folder.ChangeAclAsync(before => change(before) is var after && after.Entries.Count <= ImapLimits.AclEntries ? after : throw new ImapRefusalException("[LIMIT] Too many entries"), cancellationToken))
            throw new ImapRefusalException("[SERVERBUG] The folder's access list cannot be read");
        await access.Folder.Mailbox.Shared.PublishAsync(session.Services.Storage.Shared, cancellationToken);
    }

    // The first thing that is said of the owner begins with what an owner has, and the right to say something stays.
    private static AclRights Whole(FolderAcl acl, AclIdentifier identifier, bool isNegative, AclChange change, AclRights rights)
    {
        if (identifier.Kind != AclIdentifierKind.Owner || isNegative)
            return rights;
        var isFirst = !acl.Entries.Any(entry => entry.Identifier.Kind == AclIdentifierKind.Owner && entry.Rights is not null);
        return change switch
        {
            AclChange.Add => isFirst ? AclRights.All : rights,
            AclChange.Remove => rights & ~AclRights.Administer,
            _ => rights | AclRights.Administer,
        };
    }
}

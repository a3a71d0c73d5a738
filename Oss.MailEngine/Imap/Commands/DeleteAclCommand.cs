using Oss.MailEngine.Imap.Sharing;
using Oss.MailEngine.Storage.Acl;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>DELETEACL (RFC 4314 3.2): also of a user who is not there any more.</summary>
internal static class DeleteAclCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var access = await AclArguments.FolderAsync(session, request, cancellationToken);
        request.Arguments.Expect(' ');
        var (name, isNegative) = AclArguments.Identifier(request.Arguments);
        request.Arguments.ExpectEnd();

        var identifier = await AclArguments.ResolveAsync(session, access, name, mustExist: false, cancellationToken);
        await SetAclCommand.ChangeAsync(
            session, access,
            acl => name is "anyone" or "authenticated"
                // Another server on the same tree writes these as they are.
                ? acl.With(identifier, isNegative, AclChange.Clear, 0).With(new AclIdentifier(AclIdentifierKind.Anyone), isNegative, AclChange.Clear, 0)
                    .With(new AclIdentifier(AclIdentifierKind.Authenticated), isNegative, AclChange.Clear, 0)
                : acl.With(identifier, isNegative, AclChange.Clear, 0),
            cancellationToken);
        await session.CompleteAsync(request, "Deleted", cancellationToken);
    }
}

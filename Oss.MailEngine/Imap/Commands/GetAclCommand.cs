using System.Text;
using Oss.MailEngine.Imap.Sharing;
using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Storage.Acl;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>GETACL (RFC 4314 3.3): the owner is always among them.</summary>
internal static class GetAclCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var access = await AclArguments.FolderAsync(session, request, cancellationToken);
        request.Arguments.ExpectEnd();
        var owner = Path.GetFileName(access.Folder.Mailbox.Home);
        var community = await session.Neighbours.CommunityAsync(cancellationToken);
        var acl = access.Folder.Acl.Read();

        var line = new StringBuilder($"* ACL {session.Shown(access.Path)}");
        if (!acl.Entries.Any(entry => entry.Identifier.Kind == AclIdentifierKind.Owner && entry.Rights is not null))
            Append(owner, acl.RightsOf(new AclUser(owner, community, IsOwner: true)));
        foreach (var entry in acl.Entries)
        {
            var name = AclArguments.Shown(entry.Identifier, owner, community);
            if (entry.Rights is { } rights)
                Append(name, rights);
            if (entry.Negative is { } negative)
                Append("-" + name, negative);
        }

        session.WriteLine(line.ToString());
        await session.CompleteAsync(request, "Done", cancellationToken);

        void Append(string name, AclRights rights) => line.Append(' ').Append(ImapText.String(name, session.IsUtf8)).Append(' ').Append(AclArguments.Shown(rights));
    }
}

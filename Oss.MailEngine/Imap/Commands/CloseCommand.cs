using Oss.MailEngine.Storage.Acl;
namespace Oss.MailEngine.Imap.Commands;

/// <summary>CLOSE (RFC 3501 6.4.2): expunges, and tells nobody here.</summary>
internal static class CloseCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        request.Arguments.ExpectEnd();
        var selected = session.Selected!;
        session.Selected = null;
        // Who may not expunge closes all the same, and nothing goes (RFC 4314 4).
        if (!selected.ReadOnly && selected.Access.May(AclRights.Expunge))
            selected.Update(await selected.Folder.ExpungeAsync(await ExpungeCommand.DeletedAsync(selected, cancellationToken), cancellationToken), expunges: true);
        session.Ok(request, $"{ExpungeCommand.Code(session, selected)}Closed");
    }
}

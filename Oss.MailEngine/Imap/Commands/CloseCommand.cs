namespace Oss.MailEngine.Imap.Commands;

/// <summary>CLOSE (RFC 3501 6.4.2): expunges, and tells nobody here.</summary>
internal static class CloseCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        request.Arguments.ExpectEnd();
        var selected = session.Selected!;
        session.Selected = null;
        if (!selected.ReadOnly)
            selected.Update(await selected.Folder.ExpungeAsync(await ExpungeCommand.DeletedAsync(selected, cancellationToken), cancellationToken), expunges: true);
        session.Ok(request, $"{ExpungeCommand.Code(session, selected)}Closed");
    }
}

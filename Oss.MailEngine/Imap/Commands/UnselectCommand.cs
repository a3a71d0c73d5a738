namespace Oss.MailEngine.Imap.Commands;

/// <summary>UNSELECT (RFC 3691): CLOSE, and nothing is expunged.</summary>
internal static class UnselectCommand
{
    public static Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        request.Arguments.ExpectEnd();
        session.Selected = null;
        session.Ok(request, "Unselected");
        return Task.CompletedTask;
    }
}

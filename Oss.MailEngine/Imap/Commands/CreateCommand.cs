using Oss.MailEngine.Imap.Wire;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>CREATE (RFC 3501 6.3.3).</summary>
internal static class CreateCommand
{
    public static Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var name = ImapSession.FolderArgument(request);
        request.Arguments.ExpectEnd();
        if (!session.Mailbox!.CreateFolder(name))
            throw new ImapRefusalException($"[ALREADYEXISTS] There is a folder {name.Wire} already");
        return session.CompleteAsync(request, "Created", cancellationToken);
    }
}

namespace Oss.MailEngine.Imap.Commands;

/// <summary>NAMESPACE (RFC 2342): the own mailbox, and those of other users.</summary>
internal static class NamespaceCommand
{
    public static Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        request.Arguments.ExpectEnd();
        session.WriteLine($"* NAMESPACE ((\"\" \"/\")) ((\"{Storage.FolderPath.Prefix}\" \"/\")) NIL");
        session.Ok(request, "Done");
        return Task.CompletedTask;
    }
}

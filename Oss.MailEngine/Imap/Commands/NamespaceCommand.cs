namespace Oss.MailEngine.Imap.Commands;

/// <summary>NAMESPACE (RFC 2342).</summary>
internal static class NamespaceCommand
{
    public static Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        request.Arguments.ExpectEnd();
        session.WriteLine("* NAMESPACE ((\"\" \"/\")) NIL NIL");
        session.Ok(request, "Done");
        return Task.CompletedTask;
    }
}

namespace Oss.MailEngine.Imap.Commands;

/// <summary>GETQUOTAROOT (RFC 9208 4.2): the one quota holds for every folder.</summary>
internal static class GetQuotaRootCommand
{
    public static Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var name = session.FolderArgument(request);
        request.Arguments.ExpectEnd();
        session.Find(name);
        session.WriteLine($"* QUOTAROOT {session.Shown(name)} \"\"");
        GetQuotaCommand.Write(session);
        return session.CompleteAsync(request, "Done", cancellationToken);
    }
}

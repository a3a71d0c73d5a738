namespace Oss.MailEngine.Imap.Commands;

/// <summary>SUBSCRIBE (RFC 3501 6.3.6).</summary>
internal static class SubscribeCommand
{
    public static Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken) => SetAsync(session, request, subscribed: true, cancellationToken);

    public static Task SetAsync(ImapSession session, ImapRequest request, bool subscribed, CancellationToken cancellationToken)
    {
        var name = session.FolderArgument(request);
        request.Arguments.ExpectEnd();
        session.Mailbox!.Subscriptions.Set(name, subscribed);
        session.Mailbox.Tell();
        return session.CompleteAsync(request, "Done", cancellationToken);
    }
}

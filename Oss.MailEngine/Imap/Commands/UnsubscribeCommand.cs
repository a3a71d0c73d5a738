namespace Oss.MailEngine.Imap.Commands;

/// <summary>UNSUBSCRIBE (RFC 3501 6.3.7).</summary>
internal static class UnsubscribeCommand
{
    public static Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken) => SubscribeCommand.SetAsync(session, request, subscribed: false, cancellationToken);
}

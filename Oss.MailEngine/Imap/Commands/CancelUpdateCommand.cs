using Oss.MailEngine.Imap.Wire;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>CANCELUPDATE (RFC 5267 4.4): searches that are no longer kept up to date, by their tags.</summary>
internal static class CancelUpdateCommand
{
    public static Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        do
        {
            var tag = request.Arguments.NString() ?? throw new ImapSyntaxException("A tag is missing");
            session.Selected!.Contexts.RemoveAll(context => context.Tag == tag);
        }
        while (request.Arguments.TryTake(' '));
        request.Arguments.ExpectEnd();
        return session.CompleteAsync(request, "Cancelled", cancellationToken);
    }
}

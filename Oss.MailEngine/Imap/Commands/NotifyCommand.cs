using Oss.MailEngine.Imap.Notify;
using Oss.MailEngine.Imap.Wire;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>NOTIFY (RFC 5465 3.1): what the client hears of between its commands, from now on; each one replaces the one before.</summary>
internal static class NotifyCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var arguments = request.Arguments;
        if (arguments.TryTakeKeyword("NONE"))
        {
            arguments.ExpectEnd();
            session.Notifications = null;
            await session.CompleteAsync(request, "You will hear nothing", cancellationToken);
            return;
        }

        if (!arguments.TryTakeWord("SET"))
            throw new ImapSyntaxException("NOTIFY takes SET or NONE");
        var tellsStatus = arguments.TryTakeWord("STATUS");
        var groups = new List<NotifyGroup>();
        do
        {
            groups.Add(groups.Count < ImapLimits.NotifyGroups ? NotifyGroup.Parse(session, arguments) : throw new ImapSyntaxException("NOTIFY takes fewer groups"));
        }
        while (arguments.TryTake(' '));
        arguments.ExpectEnd();
        if (groups.Where(group => group.Folders.IsSelected).Select(group => group.Folders.Kind).Distinct().Count() > 1)
            throw new ImapSyntaxException("The selected folder is told at once or delayed, not both");

        var notifications = new Notifications(session, groups);
        try
        {
            if (!await notifications.StartAsync(tellsStatus, cancellationToken))
                throw new ImapRefusalException($"[LIMIT] No more than {ImapLimits.NotifyFolders} folders are watched");
            session.Notifications = notifications;
            notifications = null;
        }
        finally
        {
            notifications?.Dispose();
        }

        await session.CompleteAsync(request, "You will hear", cancellationToken);
    }
}

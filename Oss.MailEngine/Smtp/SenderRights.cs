using Oss.MailEngine.Directory;
using Oss.MailEngine.Queue;

namespace Oss.MailEngine.Smtp;

/// <summary>By which addresses an account may send: those that lead to its mailbox and nowhere else, and those it was given the right to.</summary>
internal static class SenderRights
{
    /// <summary>Counts a message against what its sender may send in an hour (RFC 3463 X.7.28 as Gmail and Postfix have it); nobody who did not log in has such a limit.</summary>
    /// <returns>The reply when it is too many.</returns>
    public static string? SendsTooOften(this SmtpSession session)
    {
        if (session.User is not { MaxMessagesPerHour: { } most } user || session.Services.Policy.Sent.TryTake(user.Id.ToString("N"), 1, most))
            return null;

        var reply = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"450 4.7.28 No more than {most} messages an hour; try again later");
        foreach (var recipient in session.Transaction!.Recipients)
            TransactionTrace.Refused(session, session.Transaction.Id, session.Transaction.Sender, recipient.Address, reply, null);
        return reply;
    }

    public static async Task<bool> MaySendAsAsync(this OutboundServices outbound, MailboxAccount account, string sender, CancellationToken cancellationToken)
    {
        var route = await outbound.Resolver.ResolveAsync(sender, cancellationToken);
        return route.Owner?.Id == account.Id
            || (route.IsKnown && await outbound.Directory.MaySendAsAsync(account, sender, cancellationToken));
    }

    /// <summary>The mailbox that an address leads to; <see langword="null"/> when it is not one.</summary>
    public static async Task<MailboxAccount?> OwnerOfAsync(this OutboundServices outbound, string sender, CancellationToken cancellationToken) =>
        sender.Length > 0 ? (await outbound.Resolver.ResolveAsync(sender, cancellationToken)).Owner : null;
}

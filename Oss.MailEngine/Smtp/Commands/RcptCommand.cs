using Microsoft.Extensions.Logging;
using Oss.MailEngine.Directory;

namespace Oss.MailEngine.Smtp.Commands;

/// <summary>RCPT TO (RFC 5321 4.1.1.3): who gets the message is decided here, by the directory; what is taken here is delivered.</summary>
internal static partial class RcptCommand
{
    public static readonly SmtpCommand Row = new("RCPT", SmtpCommand.Everywhere, SmtpStates.Sender | SmtpStates.Recipients, HandleAsync);

    private static async Task HandleAsync(SmtpSession session, byte[] argument, CancellationToken cancellationToken)
    {
        var transaction = session.Transaction!;
        if (SmtpPath.TryParse(argument, "TO:") is not { } path || path.Address.Length == 0)
            session.Error("501 5.5.4 RCPT reads like RCPT TO:<name@example.org>");
        else if (path.Parameters.Count > 0)
            session.Error("555 5.5.4 Unknown parameter");
        else if (transaction.Recipients.Count >= SmtpLimits.Recipients)
            session.Reply("452 4.5.3 Too many recipients; send the rest in another message");
        else
        {
            var address = path.Address.Equals("postmaster", StringComparison.OrdinalIgnoreCase) ? $"postmaster@{session.HostName}" : path.Address;
            var (resolution, mailboxes) = await session.Services.Resolver.ResolveAsync(address, cancellationToken);
            var refusal = mailboxes.Count > 0 ? NoRoom(session, transaction.DeclaredSize, mailboxes) : Refusal(session, resolution);
            if (refusal is null)
            {
                transaction.Recipients.Add(new EnvelopeRecipient(path.Address, mailboxes));
                session.Reply("250 2.1.5 Recipient OK");
                return;
            }

            Refused(session.Services.Log, session.Connection.Id, transaction.Sender, path.Address, refusal);
            if (refusal[0] == '5')
                session.Error(refusal);
            else
                session.Reply(refusal);
        }
    }

    private static string Refusal(SmtpSession session, RecipientResolution resolution) => resolution switch
    {
        RecipientResolution.UnknownUser => "550 5.1.1 There is no such mailbox here",
        RecipientResolution.UnknownDomain when session.User is not null => "550 5.7.1 Mail to other platforms is not routed from here yet",
        RecipientResolution.UnknownDomain => "550 5.7.1 Relaying denied",
        RecipientResolution.Suspended { Temporary: true } => "450 4.2.1 The mailbox takes no mail at present; try again",
        RecipientResolution.Suspended => "550 5.2.1 The mailbox takes no mail",
        _ => "451 4.3.0 The directory is out of reach; try again",
    };

    // One mailbox of several that is full is told after the data: the others get their copies.
    private static string? NoRoom(SmtpSession session, long size, IReadOnlyList<MailboxAccount> mailboxes)
    {
        if (mailboxes is not [var mailbox] || mailbox is { QuotaBytes: null, QuotaMessages: null })
            return null;
        if (size > mailbox.QuotaBytes)
            return "552 5.2.2 The message is larger than the whole mailbox";

        try
        {
            return session.Services.Storage.Open(mailbox).Quota.HasRoomFor(size) ? null : "452 4.2.2 The mailbox is full; try again later";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException)
        {
            return "451 4.3.0 The mailbox is out of reach; try again";
        }
    }

    [LoggerMessage(2101, LogLevel.Information, "{ConnectionId}: from <{Sender}> to <{Recipient}> refused: {Reply}")]
    private static partial void Refused(ILogger log, string connectionId, string sender, string recipient, string reply);
}

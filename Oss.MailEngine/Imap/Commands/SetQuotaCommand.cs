using Oss.MailEngine.Imap.Wire;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>SETQUOTA (RFC 9208 4.1.3): quotas are changed by orders and by nobody who is logged in here.</summary>
internal static class SetQuotaCommand
{
    public static Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken) =>
        throw new ImapRefusalException("[NOPERM] Quotas cannot be changed here");
}

using System.Globalization;
using Oss.MailEngine.Smtp.Client;

namespace Oss.MailEngine.Queue.Administration;

/// <summary>Why a recipient waits, in a word that many have in common: texts differ from server to server, codes do not.</summary>
internal static class QueueReason
{
    /// <summary>The enhanced status code of the last reply (RFC 3463); its plain code when the server gave no other; empty while there was none.</summary>
    public static string Of(RecipientState recipient)
    {
        if (recipient.Reply.Length < 3 || !int.TryParse(recipient.Reply.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code))
            return "";

        var status = new SmtpReply(code, [recipient.Reply.Length > 4 ? recipient.Reply[4..] : ""]).Status;
        return status.EndsWith(".0.0", StringComparison.Ordinal) ? code.ToString(CultureInfo.InvariantCulture) : status;
    }
}

using System.Text;
using Oss.MailEngine.Sieve.Actions;

namespace Oss.MailEngine.Delivery.Filtering;

/// <summary>A refusal told to the sender: in the protocol's reply, or where others got the message as well, by a notification (RFC 5429 2.1 and 2.2).</summary>
internal static class RejectionMessage
{
    // RFC 5321 4.5.3.1.5: 512 octets a reply line.
    private const int MaxReply = 400;

    /// <summary>The reason for a reply line: printable ASCII on one line.</summary>
    public static string OnOneLine(string reason)
    {
        var line = new StringBuilder();
        foreach (var c in string.Join(' ', reason.Split(['\r', '\n', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries)))
        {
            line.Append(c switch
            {
                'ä' => "ae", 'ö' => "oe", 'ü' => "ue", 'Ä' => "Ae", 'Ö' => "Oe", 'Ü' => "Ue", 'ß' => "ss",
                >= ' ' and <= '~' => c.ToString(),
                _ => "?",
            });
        }

        return line.Length == 0 ? "The recipient does not take this message" : line.ToString(0, Math.Min(line.Length, MaxReply));
    }

    /// <summary>A delivery status notification (RFC 3464) with the reason in words.</summary>
    public static byte[] Create(SieveAction.Reject action, DeliveryEnvelope envelope, string host, DateTimeOffset now)
    {
        var boundary = $"refused-{Guid.CreateVersion7(now):N}";
        var header = ReplyText.Join(
            ReplyText.AddressField("From", $"Mail Delivery System <MAILER-DAEMON@{host}>"), ReplyText.AddressField("To", envelope.Sender),
            ReplyText.Octets($"Subject: Your message was refused\r\n{ReplyText.Trace(host, now)}Auto-Submitted: auto-replied (rejected)\r\nMIME-Version: 1.0\r\n"
                + $"Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary=\"{boundary}\"\r\n\r\n--{boundary}\r\n"));
        var original = new StringBuilder();
        foreach (var field in action.Message.Fields.Where(f => !f.Is("Return-Path")))
            original.Append(Encoding.Latin1.GetString(field.Octets.Span));
        return ReplyText.Join(
            header, ReplyText.Plain($"Your message to {envelope.Recipient} was refused by its recipient's filter:\r\n\r\n{action.Reason}\r\n"),
            ReplyText.Octets($"\r\n--{boundary}\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; {host}\r\n\r\n"
                + $"Final-Recipient: rfc822; {envelope.Recipient}\r\nAction: failed\r\nStatus: 5.7.1\r\nDiagnostic-Code: smtp; 550 5.7.1 {OnOneLine(action.Reason)}\r\n\r\n"
                + $"--{boundary}\r\nContent-Type: text/rfc822-headers\r\n\r\n"),
            Encoding.Latin1.GetBytes(original.ToString()), ReplyText.Octets($"\r\n--{boundary}--\r\n"));
    }
}

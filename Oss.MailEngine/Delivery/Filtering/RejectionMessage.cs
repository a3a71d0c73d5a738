using System.Text;
using Oss.MailEngine.Sieve.Actions;
using Oss.MailEngine.Sieve.Messages;

namespace Oss.MailEngine.Delivery.Filtering;

/// <summary>A refusal told to the sender: in the protocol's reply, or by a notification, where others got the message as well (RFC 5429 2.1.2) or where <c>reject</c> has more to say than a reply
/// can (RFC 5429 2.2). Notifications show the header as it came in, whatever the script made of it (RFC 5293 7).</summary>
internal static class RejectionMessage
{
    // RFC 5321 4.5.3.1.5: 512 octets a reply line.
    private const int MaxReply = 400;

    private const int MaxLines = 20;

    /// <summary>Whether a reply can say all of a reason: <c>reject</c> keeps its words, <c>ereject</c> may lose some (RFC 5429 2.2).</summary>
    public static bool FitsReply(SieveAction.Reject action) => action.AtProtocol || Ascii.IsValid(action.Reason);

    /// <summary>The reason for the lines of a reply: printable ASCII, a line for each of its own (RFC 5429 2.5).</summary>
    public static IReadOnlyList<string> Lines(string reason)
    {
        var lines = reason.ReplaceLineEndings("\n").Split('\n').Select(OnOneLine).SelectMany(line => line.Chunk(MaxReply).Select(piece => new string(piece)).DefaultIfEmpty("")).ToList();
        lines = [.. lines.SkipWhile(line => line.Length == 0).Take(MaxLines)];
        while (lines.Count > 0 && lines[^1].Length == 0)
            lines.RemoveAt(lines.Count - 1);
        return lines.Count > 0 ? lines : ["The recipient does not take this message"];
    }

    private static string OnOneLine(string reason)
    {
        var line = new StringBuilder();
        foreach (var c in reason.Replace('\t', ' ').TrimEnd())
        {
            line.Append(c switch
            {
                'ä' => "ae", 'ö' => "oe", 'ü' => "ue", 'Ä' => "Ae", 'Ö' => "Oe", 'Ü' => "Ue", 'ß' => "ss",
                >= ' ' and <= '~' => c.ToString(),
                _ => "?",
            });
        }

        return line.ToString();
    }

    /// <summary>The notification: of <c>ereject</c> a delivery status notification (RFC 3464), of <c>reject</c> a message disposition notification (RFC 8098).</summary>
    /// <param name="action">The refusal.</param>
    /// <param name="original">The message as it came in.</param>
    /// <param name="envelope">Its envelope.</param>
    /// <param name="host">This node.</param>
    /// <param name="now">The date.</param>
    public static byte[] Create(SieveAction.Reject action, SieveMessage original, DeliveryEnvelope envelope, string host, DateTimeOffset now)
    {
        var boundary = $"refused-{Guid.CreateVersion7(now):N}";
        var (from, kind, report) = action.AtProtocol
            ? ($"Mail Delivery System <MAILER-DAEMON@{host}>", "delivery-status", $"Reporting-MTA: dns; {host}\r\n\r\n"
                + $"Final-Recipient: rfc822; {envelope.Recipient}\r\nAction: failed\r\nStatus: 5.7.1\r\nDiagnostic-Code: smtp; 550 5.7.1 {Lines(action.Reason)[0]}\r\n")
            : (envelope.Recipient, "disposition-notification", $"Reporting-UA: {host}; sieve\r\nFinal-Recipient: rfc822; {envelope.Recipient}\r\n{OriginalId(original)}"
                + "Disposition: automatic-action/MDN-sent-automatically; deleted\r\n");
        var header = ReplyText.Join(
            ReplyText.AddressField("From", from), ReplyText.AddressField("To", envelope.Sender),
            ReplyText.Octets($"Subject: Your message was refused\r\n{ReplyText.Trace(host, now)}Auto-Submitted: auto-replied (rejected)\r\nMIME-Version: 1.0\r\n"
                + $"Content-Type: multipart/report; report-type={kind};\r\n\tboundary=\"{boundary}\"\r\n\r\n--{boundary}\r\n"));
        var fields = new StringBuilder();
        foreach (var field in original.Fields.Where(f => !f.Is("Return-Path")))
            fields.Append(Encoding.Latin1.GetString(field.Octets.Span));
        return ReplyText.Join(
            header, ReplyText.Plain($"Your message to {envelope.Recipient} was refused by its recipient's filter:\r\n\r\n{action.Reason}\r\n"),
            ReplyText.Octets($"\r\n--{boundary}\r\nContent-Type: message/{kind}\r\n\r\n{report}\r\n--{boundary}\r\nContent-Type: text/rfc822-headers\r\n\r\n"),
            Encoding.Latin1.GetBytes(fields.ToString()), ReplyText.Octets($"\r\n--{boundary}--\r\n"));
    }

    private static string OriginalId(SieveMessage original) =>
        original.Header("Message-ID")?.Trim() is { Length: > 2 and < 900 } id && Ascii.IsValid(id) ? $"Original-Message-ID: {id}\r\n" : "";
}

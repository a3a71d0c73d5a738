using Oss.MailEngine.Sieve.Actions;
using Oss.MailEngine.Sieve.Messages;

namespace Oss.MailEngine.Delivery.Filtering;

/// <summary>A notification by mail (RFC 5436 2).</summary>
internal static class NotificationMessage
{
    // Fields of the URI that would make the message something else (RFC 5436 2.5 and 5).
    private static readonly string[] Ignored = ["from", "to", "cc", "bcc", "subject", "body", "date", "message-id", "auto-submitted", "received", "mime-version", "content-type", "content-transfer-encoding"];

    /// <summary>Why nobody is notified: a notification of a notification goes in circles (RFC 5436 2.7.1).</summary>
    public static string? WhyNot(SieveMessage message) =>
        message.Header("Auto-Submitted")?.TrimStart().StartsWith("auto-notified", StringComparison.OrdinalIgnoreCase) == true ? "the message is a notification itself" : null;

    public static byte[] Create(SieveAction.Notify action, MailtoUri uri, string mailbox, string host, DateTimeOffset now)
    {
        var subject = uri.Field("subject") ?? action.Notification.Message ?? action.Message.FieldsNamed("Subject").FirstOrDefault()?.Decoded ?? "New message";
        var from = action.Message.FieldsNamed("From").FirstOrDefault()?.Decoded;
        var about = action.Message.FieldsNamed("Subject").FirstOrDefault()?.Decoded;
        var text = (action.Notification.Message ?? $"From: {from}\r\nSubject: {about}") + (uri.Field("body") is { } body ? "\r\n\r\n" + body : "") + "\r\n";
        var others = uri.Fields.Where(f => HeaderName(f.Name) && !Ignored.Contains(f.Name, StringComparer.OrdinalIgnoreCase))
            .Select(f => MessageField.Create(f.Name, ReplyText.OneLine(f.Value)).Octets.ToArray()).ToArray();
        return ReplyText.Join(
        [
            ReplyText.AddressField("From", action.Notification.From ?? mailbox), .. uri.Recipients.Take(1).Select(r => ReplyText.AddressField("To", r)),
            MessageField.Create("Subject", ReplyText.OneLine(subject)).Octets.ToArray(), ReplyText.Octets(ReplyText.Trace(host, now)),
            ReplyText.Octets($"Auto-Submitted: auto-notified; owner-email=\"{mailbox.Replace("\"", "", StringComparison.Ordinal)}\"\r\n{Importance(action.Notification.Importance)}MIME-Version: 1.0\r\n"),
            .. others, ReplyText.Plain(text),
        ]);
    }

    private static string Importance(int importance) => importance switch
    {
        1 => "X-Priority: 1\r\nImportance: High\r\n",
        3 => "X-Priority: 5\r\nImportance: Low\r\n",
        _ => "",
    };

    private static bool HeaderName(string text) => Sieve.Extensions.HeaderFields.IsName(text);
}

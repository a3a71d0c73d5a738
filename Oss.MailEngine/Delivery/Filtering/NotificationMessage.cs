using Oss.MailEngine.Sieve.Actions;
using Oss.MailEngine.Sieve.Messages;

namespace Oss.MailEngine.Delivery.Filtering;

/// <summary>A notification by mail (RFC 5436 2).</summary>
internal static class NotificationMessage
{
    // Fields of the URI that would make the message something else (RFC 5436 2.5 and 5).
    private static readonly string[] Ignored = ["from", "to", "cc", "bcc", "subject", "body", "date", "message-id", "auto-submitted", "received", "mime-version", "content-type", "content-transfer-encoding"];

    /// <summary>Why nobody is notified: what answers notifications, or is one, goes in circles (RFC 5436 2.7).</summary>
    public static string? WhyNot(SieveMessage message) =>
        AutoSubmitted.IsSaidOf(message) ? "the message was not written by a person" : null;

    /// <summary>Writes it (RFC 5436 2.7).</summary>
    /// <param name="action">What the script says.</param>
    /// <param name="uri">The method, read.</param>
    /// <param name="from">The From field.</param>
    /// <param name="mailbox">Whose script it is.</param>
    /// <param name="host">This node.</param>
    /// <param name="now">The time.</param>
    public static byte[] Create(SieveAction.Notify action, MailtoUri uri, string from, string mailbox, string host, DateTimeOffset now)
    {
        var subject = action.Notification.Message ?? uri.Field("subject") ?? action.Message.FieldsNamed("Subject").FirstOrDefault()?.Decoded ?? "New message";
        var (author, about) = (action.Message.FieldsNamed("From").FirstOrDefault()?.Decoded, action.Message.FieldsNamed("Subject").FirstOrDefault()?.Decoded);
        var text = (uri.Field("body") ?? action.Notification.Message ?? $"From: {author}\r\nSubject: {about}") + "\r\n";
        var others = uri.Fields.Where(f => HeaderName(f.Name) && !Ignored.Contains(f.Name, StringComparer.OrdinalIgnoreCase))
            .Select(f => MessageField.Create(f.Name, ReplyText.OneLine(f.Value)).Octets.ToArray()).ToArray();
        return ReplyText.Join(
        [
            ReplyText.AddressField("From", from), .. Recipients("To", uri.To), .. Recipients("Cc", uri.Cc),
            MessageField.Create("Subject", ReplyText.OneLine(subject)).Octets.ToArray(), ReplyText.Octets(ReplyText.Trace(host, now)),
            ReplyText.Octets($"Auto-Submitted: auto-notified; owner-email=\"{mailbox.Replace("\"", "", StringComparison.Ordinal)}\"\r\n{Importance(action.Notification.Importance)}MIME-Version: 1.0\r\n"),
            .. others, ReplyText.Plain(text),
        ]);
    }

    private static byte[][] Recipients(string name, IReadOnlyList<string> addresses) => addresses.Count > 0 ? [ReplyText.AddressField(name, [.. addresses])] : [];

    private static string Importance(int importance) => importance switch
    {
        1 => "X-Priority: 1\r\nImportance: High\r\n",
        3 => "X-Priority: 5\r\nImportance: Low\r\n",
        _ => "",
    };

    private static bool HeaderName(string text) => Sieve.Extensions.HeaderFields.IsName(text);
}

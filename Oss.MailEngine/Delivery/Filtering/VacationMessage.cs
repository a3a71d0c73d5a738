using System.Text;
using MimeKit;
using Oss.MailEngine.Sieve.Actions;
using Oss.MailEngine.Sieve.Messages;

namespace Oss.MailEngine.Delivery.Filtering;

/// <summary>When a vacation reply is sent, and what it is (RFC 5230 4, RFC 3834 2).</summary>
internal static class VacationMessage
{
    private static readonly string[] Lists = ["List-Id", "List-Post", "List-Unsubscribe", "List-Help", "List-Subscribe", "List-Owner", "List-Archive"];
    private static readonly string[] Recipients = ["To", "Cc", "Bcc", "Resent-To", "Resent-Cc", "Resent-Bcc"];

    /// <summary>Why no reply is sent; <see langword="null"/> when one is.</summary>
    public static string? WhyNot(SieveMessage message, VacationReply reply, DeliveryEnvelope envelope, string mailbox)
    {
        var sender = envelope.Sender;
        string[] own = [mailbox, envelope.Recipient, .. reply.Addresses.Select(MailAddresses.Bare)];
        if (sender.Length == 0)
            return "the message has no sender";
        if (own.Contains(sender, StringComparer.OrdinalIgnoreCase))
            return "the message is the user's own";
        if (IsRobot(MailAddresses.LocalPart(sender)))
            return $"{sender} is no person";
        if (message.Header("Auto-Submitted") is { } submitted && !submitted.Trim().Equals("no", StringComparison.OrdinalIgnoreCase))
            return "the message was not written by a person";
        if (Lists.Any(name => message.FieldsNamed(name).Any()))
            return "the message came by a list";
        if (message.Header("Precedence")?.Trim().ToLowerInvariant() is "bulk" or "list" or "junk")
            return "the message went to many";
        if (message.Header("X-Auto-Response-Suppress") is { } suppress && (suppress.Contains("OOF", StringComparison.OrdinalIgnoreCase) || suppress.Contains("All", StringComparison.OrdinalIgnoreCase)))
            return "the sender asks for no automatic replies";
        if (message.Header("X-Spam-Flag")?.Trim().Equals("YES", StringComparison.OrdinalIgnoreCase) == true)
            return "the message is spam";
        // RFC 5230 4.5: a message that reached the user without naming him came by a list, an alias of many, or a blind copy.
        return Recipients.SelectMany(message.FieldsNamed).SelectMany(f => MailAddresses.Of(f.Value)).Any(a => own.Contains(a, StringComparer.OrdinalIgnoreCase))
            ? null
            : "none of the user's addresses is in To or Cc";
    }

    /// <summary>What the memory keeps: the reply and whom it went to. Without a handle, the reply is what it says (RFC 5230 4.7).</summary>
    public static string MemoryKey(VacationReply reply, string sender) =>
        $"vacation\n{sender.ToLowerInvariant()}\n{reply.Handle ?? $"{reply.Subject}\n{reply.From}\n{reply.IsMime}\n{reply.Reason}"}";

    public static byte[] Create(SieveMessage message, VacationReply reply, DeliveryEnvelope envelope, string mailbox, string host, DateTimeOffset now)
    {
        var from = reply.From ?? Named(message, reply, envelope, mailbox);
        var header = new StringBuilder();
        Field("From", from);
        Field("To", envelope.Sender);
        Field("Subject", reply.Subject ?? $"Auto: {message.FieldsNamed("Subject").FirstOrDefault()?.Decoded ?? "your message"}");
        header.Append("Date: ").Append(SieveDelivery.Date(now)).Append("\r\n");
        header.Append("Message-ID: <").Append(Guid.CreateVersion7(now).ToString("N")).Append('@').Append(host).Append(">\r\n");
        if (message.Header("Message-ID")?.Trim() is { Length: > 0 } id)
        {
            header.Append("In-Reply-To: ").Append(Fold(id)).Append("\r\n");
            header.Append("References: ").Append(Fold($"{message.Header("References")?.Trim()} {id}".Trim())).Append("\r\n");
        }

        header.Append("Auto-Submitted: auto-replied (vacation)\r\nPrecedence: bulk\r\nX-Auto-Response-Suppress: All\r\nMIME-Version: 1.0\r\n");
        return [.. Encoding.UTF8.GetBytes(header.ToString()), .. Entity(reply.Reason, reply.IsMime)];

        void Field(string name, string value) => header.Append(Encoding.UTF8.GetString(
            name is "Subject" ? MessageField.Create(name, ReplyText.OneLine(value)).Octets.Span : ReplyText.AddressField(name, value)));
    }

    private static byte[] Entity(string text, bool isMime) => isMime
        ? Encoding.UTF8.GetBytes(text.TrimStart('\r', '\n'))
        : ReplyText.Plain(text);

    // The address the sender wrote to, so that he knows who is away (RFC 5230 5.1).
    private static string Named(SieveMessage message, VacationReply reply, DeliveryEnvelope envelope, string mailbox)
    {
        string[] own = [envelope.Recipient, mailbox, .. reply.Addresses.Select(MailAddresses.Bare)];
        foreach (var field in Recipients.SelectMany(message.FieldsNamed))
        {
            if (InternetAddressList.TryParse(ParserOptions.Default, field.Value, out var list)
                && list.Mailboxes.FirstOrDefault(m => own.Contains(m.Address, StringComparer.OrdinalIgnoreCase)) is { } found)
                return found.Address;
        }

        return mailbox;
    }

    private static string Fold(string ids) => string.Join("\r\n ", ids.Split(' ', StringSplitOptions.RemoveEmptyEntries).TakeLast(20).Where(id => id.Length < 900));

    private static bool IsRobot(string local)
    {
        var name = local.ToLowerInvariant();
        return name is "mailer-daemon" or "listserv" or "majordomo" or "noreply" or "no-reply" or "postmaster" or "bounce" or "bounces"
            || name.StartsWith("owner-", StringComparison.Ordinal) || name.EndsWith("-request", StringComparison.Ordinal) || name.EndsWith("-owner", StringComparison.Ordinal)
            || name.EndsWith("-bounces", StringComparison.Ordinal) || name.Contains("-bounces+", StringComparison.Ordinal);
    }
}

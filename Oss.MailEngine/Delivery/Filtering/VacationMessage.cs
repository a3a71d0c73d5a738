using System.Text;
using Oss.MailEngine.Sieve.Actions;
using Oss.MailEngine.Sieve.Messages;

namespace Oss.MailEngine.Delivery.Filtering;

/// <summary>When a vacation reply is sent, and what it is (RFC 5230 4, RFC 3834 2).</summary>
internal static class VacationMessage
{
    private static readonly string[] Lists = ["List-Id", "List-Post", "List-Unsubscribe", "List-Help", "List-Subscribe", "List-Owner", "List-Archive"];

    /// <summary>Why a message gets no reply whoever it was written to; <see langword="null"/> when nothing in it speaks against one.</summary>
    public static string? WhyNot(SieveMessage message, string sender)
    {
        if (sender.Length == 0)
            return "the message has no sender";
        if (IsRobot(MailAddresses.LocalPart(sender)))
            return $"{sender} is no person";
        if (AutoSubmitted.IsSaidOf(message))
            return "the message was not written by a person";
        if (Lists.Any(name => message.FieldsNamed(name).Any()))
            return "the message came by a list";
        if (message.Header("Precedence")?.Trim().ToLowerInvariant() is "bulk" or "list" or "junk")
            return "the message went to many";
        if (message.Header("X-Auto-Response-Suppress") is { } suppress && (suppress.Contains("OOF", StringComparison.OrdinalIgnoreCase) || suppress.Contains("All", StringComparison.OrdinalIgnoreCase)))
            return "the sender asks for no automatic replies";
        return message.Header("X-Spam-Flag")?.Trim().Equals("YES", StringComparison.OrdinalIgnoreCase) == true ? "the message is spam" : null;
    }

    /// <summary>What the memory keeps: the reply and whom it went to. Without a handle, the reply is what the script says, whatever its variables hold (RFC 5230 4.2).</summary>
    public static string MemoryKey(VacationReply reply, string sender) =>
        $"vacation\n{sender.ToLowerInvariant()}\n{(reply.Handle is { } handle ? "handle\n" + handle : "source\n" + reply.Source)}";

    public static byte[] Create(SieveMessage message, VacationReply reply, string sender, string from, string host, DateTimeOffset now)
    {
        var header = new StringBuilder();
        Field("From", from);
        Field("To", sender);
        Field("Subject", reply.Subject ?? (message.FieldsNamed("Subject").FirstOrDefault()?.Decoded is { } subject ? $"Auto: {subject}" : "Automated reply"));
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

    private static string Fold(string ids) => string.Join("\r\n ", ids.Split(' ', StringSplitOptions.RemoveEmptyEntries).TakeLast(20).Where(id => id.Length < 900));

    private static bool IsRobot(string local)
    {
        var name = local.ToLowerInvariant();
        return name is "mailer-daemon" or "listserv" or "majordomo" or "noreply" or "no-reply" or "bounce" or "bounces"
            || name.StartsWith("owner-", StringComparison.Ordinal) || name.EndsWith("-request", StringComparison.Ordinal) || name.EndsWith("-owner", StringComparison.Ordinal)
            || name.EndsWith("-bounces", StringComparison.Ordinal) || name.Contains("-bounces+", StringComparison.Ordinal);
    }
}

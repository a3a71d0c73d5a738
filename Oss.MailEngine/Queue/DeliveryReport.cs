using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MimeKit;
using Oss.MailEngine.Smtp.Client;

namespace Oss.MailEngine.Queue;

/// <summary>What a notification says (RFC 3464 2.3.3).</summary>
internal enum ReportAction
{
    Failed,
    Delayed,
    Delivered,
    Relayed,
}

/// <summary>A recipient and what the sender is told of it.</summary>
internal sealed record ReportedRecipient(QueuedRecipient Recipient, ReportAction Action, string Reply, string Host, DateTimeOffset At, DateTimeOffset? RetryUntil = null);

/// <summary>
/// A delivery status notification (RFC 3464), in the multipart/report of RFC 6522: a text for people, fields for programs, and the header of the message it is about.
/// It is sent with the null sender, so that nothing ever answers it (RFC 5321 4.5.5).
/// </summary>
internal static class DeliveryReport
{
    private const int MaxField = 900;

    /// <summary>The notification's id: the same outcome of the same message has the same, so that it is queued once however often it is begun.</summary>
    public static Guid IdOf(Guid message, IEnumerable<ReportedRecipient> recipients)
    {
        var what = $"{message:N} {string.Join(' ', recipients.Select(r => $"{r.Action} {r.Recipient.Address} {r.At:O}"))}";
        return new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(what)).AsSpan(0, 16));
    }

    /// <summary>Writes the notification for the sender of a message.</summary>
    /// <param name="hostName">This node.</param>
    /// <param name="envelope">The message's envelope.</param>
    /// <param name="recipients">At least one, all of the same action.</param>
    /// <param name="content">The message's content; read as far as it is returned.</param>
    /// <param name="now">The time.</param>
    /// <param name="target">Takes the notification, with CRLF.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Whether the notification is ASCII.</returns>
    public static async Task<bool> WriteAsync(
        string hostName, QueuedEnvelope envelope, IReadOnlyList<ReportedRecipient> recipients, Stream content, DateTimeOffset now, Stream target, CancellationToken cancellationToken)
    {
        var status = new MessageDeliveryStatus();
        var about = new HeaderList { { "Reporting-MTA", $"dns; {hostName}" }, { "Arrival-Date", Date(envelope.Arrived) } };
        if (envelope.EnvelopeId is { } id)
            about.Insert(0, "Original-Envelope-Id", Field(Xtext(id)));
        status.StatusGroups.Add(about);
        foreach (var recipient in recipients)
            status.StatusGroups.Add(Fields(recipient));
        // What is about addresses in UTF-8 has a type of its own (RFC 6533 4).
        if (envelope.IsUtf8)
            status.ContentType.MediaSubtype = "global-delivery-status";

        var message = new MimeMessage
        {
            Subject = Subject(recipients[0].Action), Date = now, MessageId = $"{Guid.CreateVersion7(now):N}@{hostName}",
            Body = new MultipartReport("delivery-status") { new TextPart("plain") { Text = Text(hostName, envelope, recipients) }, status, await OriginalAsync(envelope, recipients, content, cancellationToken) },
        };
        message.From.Add(new MailboxAddress("Mail Delivery System", $"MAILER-DAEMON@{hostName}"));
        message.To.Add(new MailboxAddress("", envelope.Sender));
        message.Headers.Add("Auto-Submitted", "auto-replied");

        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        format.International = envelope.IsUtf8;
        var written = new MemoryStream();
        await message.WriteToAsync(format, written, cancellationToken);
        await target.WriteAsync(written.GetBuffer().AsMemory(0, (int)written.Length), cancellationToken);
        return Ascii.IsValid(written.GetBuffer().AsSpan(0, (int)written.Length));
    }

    private static HeaderList Fields(ReportedRecipient recipient)
    {
        var fields = new HeaderList();
        if (recipient.Recipient.OriginalRecipient is { } original && original.IndexOf(';', StringComparison.Ordinal) is > 0 and var end)
            fields.Add("Original-Recipient", Field($"{original[..end]}; {Xtext(original[(end + 1)..])}"));
        // In the form that is ASCII (RFC 6533 3): it survives every server, and a field's usual encoding is none of an address.
        var final = recipient.Recipient.Address;
        fields.Add("Final-Recipient", Field(final.All(char.IsAscii) ? $"rfc822; {final}" : $"utf-8; {Smtp.XText.OfUtf8Address(final)}"));
        fields.Add("Action", recipient.Action.ToString().ToLowerInvariant());
        fields.Add("Status", StatusOf(recipient));
        if (recipient.Host.Length > 0)
            fields.Add("Remote-MTA", Field($"dns; {recipient.Host}"));
        if (recipient.Reply.Length > 0)
            fields.Add("Diagnostic-Code", Field($"smtp; {recipient.Reply}"));
        fields.Add("Last-Attempt-Date", Date(recipient.At));
        if (recipient.RetryUntil is { } until)
            fields.Add("Will-Retry-Until", Date(until));
        return fields;
    }

    private static string StatusOf(ReportedRecipient recipient)
    {
        var reply = recipient.Reply.Length >= 3 && int.TryParse(recipient.Reply.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? new SmtpReply(code, [recipient.Reply.Length > 4 ? recipient.Reply[4..] : ""])
            : new SmtpReply(recipient.Action == ReportAction.Failed ? 550 : recipient.Action == ReportAction.Delayed ? 450 : 250, []);
        return reply.Status;
    }

    private static string Subject(ReportAction action) => action switch
    {
        ReportAction.Failed => "Undelivered mail returned to sender",
        ReportAction.Delayed => "Delayed mail (still being tried)",
        _ => "Successful mail delivery report",
    };

    private static string Text(string hostName, QueuedEnvelope envelope, IReadOnlyList<ReportedRecipient> recipients)
    {
        var text = new StringBuilder($"This is the mail system at {hostName}.\r\n\r\n");
        text.Append(recipients[0].Action switch
        {
            ReportAction.Failed => "Your message could not be delivered to the recipients below; it is not tried again.",
            ReportAction.Delayed => "Your message could not be delivered yet to the recipients below. You need not send it again: it is still being tried.",
            ReportAction.Relayed => "Your message was handed to the next mail system, which may not tell you more.",
            _ => "Your message was delivered to the recipients below.",
        }).Append("\r\n\r\n");
        text.Append(CultureInfo.InvariantCulture, $"It arrived here {Date(envelope.Arrived)}.\r\n\r\n");
        foreach (var recipient in recipients)
        {
            text.Append(CultureInfo.InvariantCulture, $"<{recipient.Recipient.OriginalAddress ?? recipient.Recipient.Address}>");
            text.Append(recipient.Reply.Length == 0 ? "\r\n" : $": {(recipient.Host.Length > 0 ? recipient.Host + " said: " : "")}{Clean(recipient.Reply)}\r\n");
        }

        return text.ToString();
    }

    private static async Task<MimePart> OriginalAsync(QueuedEnvelope envelope, IReadOnlyList<ReportedRecipient> recipients, Stream content, CancellationToken cancellationToken)
    {
        // What was to travel in verified TLS only is not sent back whole, whatever was asked for (RFC 8689 5).
        var isWhole = envelope is { Return: DsnReturn.Full, RequireTls: false } && recipients[0].Action == ReportAction.Failed && content.Length <= QueueLimits.ReturnedMessage;
        var buffer = new byte[isWhole ? (int)content.Length : (int)Math.Min(content.Length, QueueLimits.ReturnedHeader)];
        var read = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        var header = buffer.AsSpan(0, read).IndexOf("\r\n\r\n"u8);
        var length = isWhole ? read : header >= 0 ? header + 2 : buffer.AsSpan(0, read).LastIndexOf("\r\n"u8) + 2;
        var kind = envelope.IsUtf8 ? (isWhole ? "global" : "global-headers") : isWhole ? "rfc822" : "rfc822-headers";
        return new MimePart(envelope.IsUtf8 || isWhole ? "message" : "text", kind)
        {
            Content = new MimeContent(new MemoryStream(buffer, 0, Math.Max(0, length))),
            ContentTransferEncoding = Ascii.IsValid(buffer.AsSpan(0, Math.Max(0, length))) ? ContentEncoding.SevenBit : ContentEncoding.EightBit,
        };
    }

    private static string Date(DateTimeOffset time) => Delivery.DeliveryPipeline.Date(time);

    // What others said, in a field of ours: no line ends, no end of a length.
    private static string Field(string text) => Clean(text) is { Length: > MaxField } long_ ? long_[..MaxField] : Clean(text);

    private static string Clean(string text) => new([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);

    // As it was before it was encoded; as it came where that was no ASCII, which a field cannot have.
    private static string Xtext(string text)
    {
        var plain = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '+' && i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var octet))
            {
                if (octet is < 0x20 or > 0x7E)
                    return text;
                plain.Append((char)octet);
                i += 2;
            }
            else
            {
                plain.Append(text[i]);
            }
        }

        return plain.ToString();
    }
}

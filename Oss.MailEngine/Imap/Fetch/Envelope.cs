using System.Globalization;
using System.Text;
using MimeKit;
using Oss.MailEngine.Imap.Wire;
using MimePart = Oss.MailEngine.Mime.MimePart;

namespace Oss.MailEngine.Imap.Fetch;

/// <summary>ENVELOPE (RFC 3501 7.4.2): the headers as they are, encoded words included.</summary>
internal static class Envelope
{
    public static string Of(MimePart message)
    {
        var from = Addresses(message.Header("From"));
        return $"({ImapText.NString(message.Header("Date"))} {ImapText.NString(message.Header("Subject"))} {from} "
            + $"{Or(Addresses(message.Header("Sender")), from)} {Or(Addresses(message.Header("Reply-To")), from)} "
            + $"{Addresses(message.Header("To"))} {Addresses(message.Header("Cc"))} {Addresses(message.Header("Bcc"))} "
            + $"{ImapText.NString(message.Header("In-Reply-To"))} {ImapText.NString(message.Header("Message-ID"))})";
    }

    private static string Or(string addresses, string otherwise) => addresses == "NIL" ? otherwise : addresses;

    private static string Addresses(string? header)
    {
        if (string.IsNullOrWhiteSpace(header) || !InternetAddressList.TryParse(Raw, Encoding.UTF8.GetBytes(header), out var list))
            return "NIL";

        var text = new StringBuilder();
        foreach (var address in list)
            Write(text, address);
        return text.Length > 0 ? $"({text})" : "NIL";
    }

    private static ParserOptions Raw { get; } = new() { AllowAddressesWithoutDomain = true };

    private static void Write(StringBuilder text, InternetAddress address)
    {
        if (address is GroupAddress group)
        {
            text.Append(CultureInfo.InvariantCulture, $"(NIL NIL {ImapText.String(Encoded(group.Name ?? ""))} NIL)");
            foreach (var member in group.Members)
                Write(text, member);
            text.Append("(NIL NIL NIL NIL)");
        }
        else if (address is MailboxAddress mailbox)
        {
            var at = mailbox.Address.LastIndexOf('@');
            var (local, domain) = at < 0 ? (mailbox.Address, "") : (mailbox.Address[..at], mailbox.Address[(at + 1)..]);
            text.Append(CultureInfo.InvariantCulture, $"({(string.IsNullOrEmpty(mailbox.Name) ? "NIL" : ImapText.String(Encoded(mailbox.Name)))} NIL {ImapText.String(local)} {ImapText.String(domain)})");
        }
    }

    // The address parser decodes names; the wire carries them encoded.
    private static string Encoded(string name) => name.All(char.IsAscii) ? name : Encoding.ASCII.GetString(MimeKit.Utils.Rfc2047.EncodeText(Encoding.UTF8, name));
}

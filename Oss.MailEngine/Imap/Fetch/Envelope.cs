using System.Text;
using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Mime;

namespace Oss.MailEngine.Imap.Fetch;

/// <summary>ENVELOPE (RFC 3501 7.4.2): the headers as they are, encoded words included.</summary>
internal static class Envelope
{
    public static string Of(MimePart message)
    {
        var from = Addresses(message.Header("From"));
        return $"({ImapText.NOctets(message.Header("Date"))} {ImapText.NOctets(message.Header("Subject"))} {from} "
            + $"{Or(Addresses(message.Header("Sender")), from)} {Or(Addresses(message.Header("Reply-To")), from)} "
            + $"{Addresses(message.Header("To"))} {Addresses(message.Header("Cc"))} {Addresses(message.Header("Bcc"))} "
            + $"{ImapText.NOctets(message.Header("In-Reply-To"))} {ImapText.NOctets(message.Header("Message-ID"))})";
    }

    private static string Or(string addresses, string otherwise) => addresses == "NIL" ? otherwise : addresses;

    private static string Addresses(string? header)
    {
        if (string.IsNullOrWhiteSpace(header))
            return "NIL";

        var text = new StringBuilder();
        foreach (var address in AddressParser.Parse(header))
            text.Append(One(address));
        return text.Length > 0 ? $"({text})" : "NIL";
    }

    // No domain means the start or the end of a group to a client: an address that lacks one gets an empty one.
    private static string One(HeaderAddress address) => address switch
    {
        { IsGroupStart: true } => $"(NIL NIL {ImapText.Octets(address.Name ?? "")} NIL)",
        { IsGroupEnd: true } => "(NIL NIL NIL NIL)",
        _ => $"({ImapText.NOctets(address.Name)} {ImapText.NOctets(address.Route)} {ImapText.Octets(address.Local)} {ImapText.Octets(address.Domain)})",
    };
}

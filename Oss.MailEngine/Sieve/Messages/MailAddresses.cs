using MimeKit;

namespace Oss.MailEngine.Sieve.Messages;

/// <summary>Addresses in fields and envelopes.</summary>
internal static class MailAddresses
{
    private const int MaxOctets = 320;

    /// <summary>Fields that hold addresses; an address test of any other is its author's error (RFC 5228 5.1).</summary>
    private static readonly HashSet<string> Fields = new(StringComparer.OrdinalIgnoreCase)
    {
        "From", "To", "Cc", "Bcc", "Sender", "Reply-To", "Resent-From", "Resent-To", "Resent-Cc", "Resent-Bcc", "Resent-Sender", "Resent-Reply-To", "Return-Path",
        "Errors-To", "Delivered-To", "Envelope-To", "X-Original-To", "Apparently-To", "Mail-Followup-To", "Mail-Reply-To", "Disposition-Notification-To",
        "Return-Receipt-To", "Abuse-Reports-To", "Approved", "Original-From", "Original-Recipient", "Final-Recipient", "X-Forwarded-To", "X-Envelope-To",
        "X-Delivered-To", "X-Beenthere", "List-Post", "Comments-To", "X-Sender",
    };

    public static bool IsAddressField(string name) => Fields.Contains(name);

    /// <summary>All addresses of a field's value, groups opened; a value that is none has none.</summary>
    public static IEnumerable<string> Of(string value) =>
        InternetAddressList.TryParse(ParserOptions.Default, value, out var list) ? list.Mailboxes.Select(m => m.Address).Where(a => a.Length > 0) : [];

    /// <summary>Whether a text is one address with local part and domain, and nothing else.</summary>
    public static bool IsAddress(string text) =>
        text.Length is > 2 and <= MaxOctets && !text.Any(char.IsControl) && MailboxAddress.TryParse(ParserOptions.Default, text, out var mailbox)
            && mailbox.Address.LastIndexOf('@') is var at && at > 0 && at < mailbox.Address.Length - 1;

    /// <summary>Whether a text is one or more addresses with commas between them (RFC 5322 3.4).</summary>
    public static bool IsAddressList(string text) =>
        text.Length is > 2 and <= MaxOctets * 4 && !text.Any(char.IsControl) && InternetAddressList.TryParse(ParserOptions.Default, text, out var list) && list.Count > 0
            && list.All(address => address is MailboxAddress { Address: var one } && one.LastIndexOf('@') is var at && at > 0 && at < one.Length - 1);

    /// <summary>The address without name and angle brackets.</summary>
    public static string Bare(string text) => MailboxAddress.TryParse(ParserOptions.Default, text, out var mailbox) ? mailbox.Address : text;

    /// <summary>The first of several addresses, with its name.</summary>
    public static string First(string text) => InternetAddressList.TryParse(ParserOptions.Default, text, out var list) && list.Mailboxes.FirstOrDefault() is { } first ? first.ToString() : text;

    public static string LocalPart(string address) => address.LastIndexOf('@') is >= 0 and var at ? address[..at] : address;

    public static string Domain(string address) => address.LastIndexOf('@') is >= 0 and var at ? address[(at + 1)..] : "";
}

using System.Buffers;
using System.Text;
using MimeKit;

namespace Oss.MailEngine.Sieve.Messages;

/// <summary>Addresses in fields and envelopes.</summary>
internal static class MailAddresses
{
    private const int MaxOctets = 320;

    // A message's author may have written anything; what a script compares by its parts is an address by the grammar.
    private static readonly ParserOptions Strict = new() { AddressParserComplianceMode = RfcComplianceMode.Strict, AllowAddressesWithoutDomain = false };

    /// <summary>Fields that hold addresses; an address test of any other is its author's error (RFC 5228 5.1).</summary>
    private static readonly HashSet<string> Fields = new(StringComparer.OrdinalIgnoreCase)
    {
        "From", "To", "Cc", "Bcc", "Sender", "Reply-To", "Resent-From", "Resent-To", "Resent-Cc", "Resent-Bcc", "Resent-Sender", "Resent-Reply-To", "Return-Path",
        "Errors-To", "Delivered-To", "Envelope-To", "X-Original-To", "Apparently-To", "Mail-Followup-To", "Mail-Reply-To", "Disposition-Notification-To",
        "Return-Receipt-To", "Abuse-Reports-To", "Approved", "Original-From", "Original-Recipient", "Final-Recipient", "X-Forwarded-To", "X-Envelope-To",
        "X-Delivered-To", "X-Beenthere", "List-Post", "Comments-To", "X-Sender",
    };

    private static readonly SearchValues<char> Specials = SearchValues.Create(" \"(),:;<>@[\\]");

    public static bool IsAddressField(string name) => Fields.Contains(name);

    /// <summary>The addresses of a field's value, groups opened.</summary>
    /// <param name="value">The value.</param>
    /// <param name="onlyValid">Whether what is no address with local part and domain is left out; else it is given as it stands.</param>
    public static IEnumerable<string> Of(string value, bool onlyValid = true) =>
        InternetAddressList.TryParse(Strict, value, out var list) && list.Mailboxes.ToList() is var mailboxes && mailboxes.TrueForAll(m => IsWhole(m.Address)) ? mailboxes.Select(m => Plain(m.Address))
        : AddressList.Split(value).Select(entry => MailboxAddress.TryParse(Strict, entry, out var one) && IsWhole(one.Address) ? Plain(one.Address) : onlyValid ? null : entry).OfType<string>();

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

    /// <summary>A local part without the quotes around it, which are its spelling and not part of it (RFC 5322 3.2.4).</summary>
    public static string Unquoted(string local)
    {
        if (local.Length < 2 || local[0] != '"' || local[^1] != '"')
            return local;
        var text = new StringBuilder(local.Length);
        for (var i = 1; i < local.Length - 1; i++)
            text.Append(local[i] == '\\' && i + 1 < local.Length - 1 ? local[++i] : local[i]);
        return text.ToString();
    }

    public static string LocalPart(string address) => address.LastIndexOf('@') is >= 0 and var at ? address[..at] : address;

    public static string Domain(string address) => address.LastIndexOf('@') is >= 0 and var at ? address[(at + 1)..] : "";

    private static bool IsWhole(string address) => address.LastIndexOf('@') is var at && at > 0 && at < address.Length - 1;

    // Quotes that need not be there make no other address.
    private static string Plain(string address)
    {
        if (address[0] != '"')
            return address;
        var (local, domain) = (Unquoted(LocalPart(address)), Domain(address));
        return local.Length > 0 && local[0] != '.' && local[^1] != '.' && !local.Contains("..", StringComparison.Ordinal) && local.AsSpan().IndexOfAny(Specials) < 0 && !local.Any(char.IsControl) ? $"{local}@{domain}" : address;
    }
}

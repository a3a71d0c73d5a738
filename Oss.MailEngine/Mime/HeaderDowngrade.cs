using System.Globalization;
using System.Text;
using System.Text.Unicode;
using MimeKit;
using MimeKit.Utils;

namespace Oss.MailEngine.Mime;

/// <summary>
/// A header in 7 bits, for a client that did not ask for more (RFC 6856 1.1, RFC 6857): names and texts become encoded words, domains their ASCII form, and an
/// address that has none is named in a group without members, which can be read and not written to.
/// </summary>
internal static class HeaderDowngrade
{
    private static readonly FormatOptions Format = WithDosLines();
    private static readonly string[] AddressFields = ["From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Return-Path", "Disposition-Notification-To"];

    public static bool IsNeeded(ReadOnlySpan<byte> header) => !Ascii.IsValid(header);

    /// <summary>The header's fields, each of them as it is when it has 7 bits.</summary>
    public static byte[] Of(ReadOnlyMemory<byte> header)
    {
        using var downgraded = new MemoryStream();
        foreach (var field in MimeParser.ParseHeader(header).Headers)
        {
            var octets = header.Span[field.Start..field.End];
            downgraded.Write(IsNeeded(octets) ? Encoding.ASCII.GetBytes($"{Safe(field.Name)}:{Value(field)}") : octets);
        }

        downgraded.Write("\r\n"u8);
        return downgraded.ToArray();
    }

    private static string Value(HeaderField field)
    {
        if (AddressFields.Contains(field.Name.Replace("Resent-", "", StringComparison.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase)
            && InternetAddressList.TryParse(Encoding.Latin1.GetBytes(field.Value), out var list))
            return $" {string.Join(",\r\n ", list.Select(Address))}\r\n";

        var value = Encoding.UTF8.GetString(new Header(Encoding.UTF8, Safe(field.Name), Text(field.Value)).RawValue);
        return Safe(value.ReplaceLineEndings("\r\n"));
    }

    private static string Text(string octets)
    {
        var bytes = Encoding.Latin1.GetBytes(octets);
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : octets;
    }

    private static string Address(InternetAddress address) => address switch
    {
        GroupAddress group => $"{Word(group.Name)}: {string.Join(", ", group.Members.Select(Address))};",
        MailboxAddress mailbox when AsciiAddress(mailbox) is { } ascii => string.IsNullOrEmpty(mailbox.Name) ? ascii : $"{Word(mailbox.Name)} <{ascii}>",
        _ => $"Internationalized Address {Word((address as MailboxAddress)?.Address)} Removed:;",
    };

    private static string Word(string? text) => Safe(Encoding.ASCII.GetString(Rfc2047.EncodePhrase(Format, Encoding.UTF8, text ?? ""))).ReplaceLineEndings("");

    private static string? AsciiAddress(MailboxAddress mailbox)
    {
        var at = mailbox.Address.LastIndexOf('@');
        if (at < 0 || !Ascii.IsValid(mailbox.Address.AsSpan(0, at)))
            return Ascii.IsValid(mailbox.Address) ? mailbox.Address : null;
        try
        {
            return mailbox.Address[..(at + 1)] + new IdnMapping().GetAscii(mailbox.Address[(at + 1)..]);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string Safe(string text) => string.Concat(text.Select(c => char.IsAscii(c) ? c : '?'));

    private static FormatOptions WithDosLines()
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        return format;
    }
}

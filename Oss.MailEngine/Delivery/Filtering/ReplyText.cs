using System.Text;
using MimeKit;
using Oss.MailEngine.Sieve.Extensions;

namespace Oss.MailEngine.Delivery.Filtering;

/// <summary>Pieces of the messages that are made here.</summary>
internal static class ReplyText
{
    public static string OneLine(string text) => ReplaceExtension.OneLine(text);

    /// <summary>A text part with its header, in octets that every server takes.</summary>
    public static byte[] Plain(string text) => ReplaceExtension.Entity(text, isMime: false);

    /// <summary>A field with addresses, the names in them encoded where they have to be.</summary>
    public static byte[] AddressField(string name, params ReadOnlySpan<string> addresses)
    {
        var list = new InternetAddressList();
        foreach (var address in addresses)
        {
            if (MailboxAddress.TryParse(ParserOptions.Default, OneLine(address), out var mailbox))
                list.Add(mailbox);
        }

        using var stream = new MemoryStream();
        var header = new HeaderList { { name, list.ToString(ReplaceExtension.CrLf, true) } };
        header.WriteTo(ReplaceExtension.CrLf, stream);
        // WriteTo ends the header with an empty line.
        var octets = stream.ToArray();
        return octets.AsSpan().EndsWith("\r\n\r\n"u8) ? octets[..^2] : octets;
    }

    /// <summary>Date and Message-ID.</summary>
    public static string Trace(string host, DateTimeOffset now) => $"Date: {SieveDelivery.Date(now)}\r\nMessage-ID: <{Guid.CreateVersion7(now):N}@{host}>\r\n";

    public static byte[] Join(params ReadOnlySpan<byte[]> pieces)
    {
        using var stream = new MemoryStream();
        foreach (var piece in pieces)
            stream.Write(piece);
        return stream.ToArray();
    }

    public static byte[] Octets(string text) => Encoding.UTF8.GetBytes(text);
}

using System.Text;
using MimeKit.Utils;
using Oss.MailEngine.Mime;

namespace Oss.MailEngine.Sieve.Messages;

/// <summary>A header field: its name, its unfolded value, and its octets as they stand in the message with their line end.</summary>
internal sealed class MessageField(string name, string value, ReadOnlyMemory<byte> octets)
{
    private string? _decoded;

    public string Name => name;

    /// <summary>Unfolded, encoded words as they are. Octets beyond ASCII are UTF-8 (RFC 6532 3.2), as those of a script (RFC 5228 2.7.2), or Latin-1 where they are not.</summary>
    public string Value => value;

    public ReadOnlyMemory<byte> Octets => octets;

    /// <summary>The value as a person reads it: encoded words decoded (RFC 5228 2.7.2), blanks at both ends taken off (RFC 5228 5.7).</summary>
    public string Decoded => _decoded ??= Decode(value).Trim(' ', '\t');

    public bool Is(string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);

    /// <summary>A field as a parser found it, which has a character for each octet.</summary>
    public static MessageField Of(HeaderField header, ReadOnlyMemory<byte> octets = default) =>
        new(header.Name, Ascii.IsValid(header.Value) ? header.Value : MimeCharset.Decode(null, Encoding.Latin1.GetBytes(header.Value)), octets);

    public static string Decode(string value) => value.Contains("=?", StringComparison.Ordinal) ? Rfc2047.DecodeText(Encoding.UTF8.GetBytes(value)) : value;

    /// <summary>A field as it is written into a header: folded at spaces, encoded where it has to be (RFC 2047).</summary>
    public static MessageField Create(string name, string value)
    {
        var header = new MimeKit.Header(Encoding.UTF8, name, value);
        var text = Encoding.UTF8.GetString(header.RawValue).Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n').Replace("\n", "\r\n", StringComparison.Ordinal);
        return new MessageField(name, value, Encoding.UTF8.GetBytes($"{name}:{text}\r\n"));
    }
}

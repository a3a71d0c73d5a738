using System.Text;

namespace Oss.MailEngine.Imap.Wire;

/// <summary>Strings as IMAP writes them: quoted when they may be, else as literals.</summary>
internal static class ImapText
{
    public static string NString(string? text) => text is null ? "NIL" : String(text);

    public static string String(string text) =>
        text.Length < 1000 && text.All(c => c is >= ' ' and < '\x7f')
            ? $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
            : $"{{{Encoding.UTF8.GetByteCount(Clean(text))}}}\r\n{Clean(text)}";

    // A literal may hold anything but NUL (RFC 3501 9).
    private static string Clean(string text) => text.Replace("\0", "", StringComparison.Ordinal);
}

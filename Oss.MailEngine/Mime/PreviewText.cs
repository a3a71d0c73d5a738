using System.Text;
using MimeKit.IO;

namespace Oss.MailEngine.Mime;

/// <summary>The first words of a message for a list of messages (RFC 8970 3.1): at most 200 characters of its text, of HTML what is no markup.</summary>
internal static class PreviewText
{
    private const int MaxLength = 200;

    /// <summary>Octets of the text that are looked at.</summary>
    private const int MaxOctets = 16 * 1024;

    /// <summary>The preview; empty when there is no text.</summary>
    public static async Task<string> OfAsync(MimePart message, Stream content, CancellationToken cancellationToken)
    {
        var part = Find(message, "text/plain", 0) ?? Find(message, "text/html", 0);
        if (part is null)
            return "";

        content.Position = 0;
        using var bound = new BoundStream(content, part.BodyStart, part.End, leaveOpen: true);
        await using var decoded = TransferEncoding.Decoded(bound, TransferEncoding.Of(part));
        var octets = new byte[MaxOctets];
        var length = await decoded.ReadAtLeastAsync(octets, octets.Length, throwOnEndOfStream: false, cancellationToken);
        var text = MimeCharset.Decode(part.Type.Parameter("charset"), octets.AsSpan(0, length));
        return Collapse(part.Type.Value.Equals("text/html", StringComparison.OrdinalIgnoreCase) ? HtmlText.Of(text) : WithoutQuotes(text));
    }

    private static MimePart? Find(MimePart part, string type, int depth)
    {
        if (depth > MimeLimits.Depth)
            return null;
        if (part.Parts.Count == 0)
            return part.Type.Value.Equals(type, StringComparison.OrdinalIgnoreCase) && part.Header("Content-Disposition")?.StartsWith("attachment", StringComparison.OrdinalIgnoreCase) != true ? part : null;
        foreach (var inner in part.Parts)
        {
            if (Find(inner, type, depth + 1) is { } found)
                return found;
        }

        return null;
    }

    // What somebody else wrote before says least of a message; it is all there is of some.
    private static string WithoutQuotes(string text)
    {
        var own = string.Join('\n', text.Split('\n').Where(line => !line.StartsWith('>')));
        return string.IsNullOrWhiteSpace(own) ? text : own;
    }

    private static string Collapse(string text)
    {
        var collapsed = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsWhiteSpace(rune) && !Rune.IsControl(rune) && rune != Rune.ReplacementChar)
                collapsed.Append(rune);
            else if (collapsed.Length > 0 && collapsed[^1] != ' ')
                collapsed.Append(' ');
            if (collapsed.Length >= MaxLength)
                break;
        }

        return collapsed.ToString().TrimEnd();
    }
}

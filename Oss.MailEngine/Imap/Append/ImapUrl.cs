using System.Globalization;
using System.Text.RegularExpressions;

namespace Oss.MailEngine.Imap.Append;

/// <summary>An IMAP URL of a message here or a piece of it (RFC 5092): <c>/INBOX;UIDVALIDITY=785799047/;UID=113330/;SECTION=1.5.9</c>. Of another server's, or another user's, there is none.</summary>
internal sealed partial record ImapUrl(string? Folder, uint? UidValidity, uint Uid, string Section)
{
    public static ImapUrl? TryParse(string text)
    {
        if (Form().Match(text) is not { Success: true } match || !uint.TryParse(match.Groups["uid"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var uid))
            return null;

        uint? validity = null;
        if (match.Groups["validity"].Success)
        {
            if (!uint.TryParse(match.Groups["validity"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return null;
            validity = number;
        }

        var folder = match.Groups["folder"].Value;
        return new ImapUrl(folder.Length == 0 ? null : Uri.UnescapeDataString(folder), validity, uid, Uri.UnescapeDataString(match.Groups["section"].Value));
    }

    [GeneratedRegex("^(?:/(?<folder>[^;]+?)(?:;UIDVALIDITY=(?<validity>[0-9]{1,10}))?)?/?;UID=(?<uid>[0-9]{1,10})(?:/;SECTION=(?<section>[^;/]*))?$", RegexOptions.IgnoreCase)]
    private static partial Regex Form();
}

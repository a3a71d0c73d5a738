using System.Globalization;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap.Fetch;

/// <summary>When a message came into its folder (RFC 8514): a Maildir name begins with that moment, and a copy gets a name of its own.</summary>
internal static class SaveDate
{
    public static DateTimeOffset? Of(StoredMessage message)
    {
        var name = message.Base;
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && uint.TryParse(name.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
    }
}

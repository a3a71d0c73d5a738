using System.Text;

namespace Oss.MailEngine.Imap.Search.Sort;

/// <summary>A subject without what replies and forwards add to it (RFC 5256 2.1), to sort and to thread by.</summary>
/// <param name="Text">In upper case; empty when nothing is left.</param>
/// <param name="IsReply">Whether it had a sign of a reply or a forward.</param>
internal readonly record struct BaseSubject(string Text, bool IsReply)
{
    public static BaseSubject Of(string decoded)
    {
        var text = Collapse(decoded);
        var isReply = false;
        while (true)
        {
            text = WithoutTrailer(text, ref isReply);
            while (Leader(text) is var leader && (leader > 0 || Blob(text) > 0))
            {
                // A blob alone is taken away only when something is left of the subject.
                var cut = leader > 0 ? leader : Blob(text);
                if (leader == 0 && cut >= text.Length)
                    break;
                isReply |= leader > 0;
                text = text[cut..];
            }

            if (!(text.StartsWith("[FWD:", StringComparison.Ordinal) && text.EndsWith(']')))
                return new BaseSubject(text, isReply);
            isReply = true;
            text = text[5..^1].Trim(' ');
        }
    }

    private static string Collapse(string text)
    {
        var collapsed = new StringBuilder(text.Length);
        foreach (var c in text.ToUpperInvariant())
        {
            var space = c is ' ' or '\t' or '\r' or '\n';
            if (!space)
                collapsed.Append(c);
            else if (collapsed.Length > 0 && collapsed[^1] != ' ')
                collapsed.Append(' ');
        }

        return collapsed.ToString().TrimEnd(' ');
    }

    private static string WithoutTrailer(string text, ref bool isReply)
    {
        while (text.EndsWith("(FWD)", StringComparison.Ordinal))
        {
            isReply = true;
            text = text[..^5].TrimEnd(' ');
        }

        return text.Trim(' ');
    }

    // subj-leader: blobs, then RE, FW or FWD, perhaps a blob, and a colon.
    private static int Leader(string text)
    {
        var at = 0;
        while (Blob(text[at..]) is > 0 and var blob)
            at += blob;
        foreach (var word in (string[])["FWD", "RE", "FW"])
        {
            if (string.CompareOrdinal(text, at, word, 0, word.Length) != 0)
                continue;
            var end = Skip(text, at + word.Length);
            end += Blob(text[end..]);
            if (end < text.Length && text[end] == ':')
                return Skip(text, end + 1);
        }

        return 0;
    }

    // subj-blob: [ anything but brackets ] and spaces.
    private static int Blob(string text)
    {
        if (text.Length == 0 || text[0] != '[')
            return 0;
        var end = text.IndexOfAny(['[', ']'], 1);
        return end > 0 && text[end] == ']' ? Skip(text, end + 1) : 0;
    }

    private static int Skip(string text, int at)
    {
        while (at < text.Length && text[at] == ' ')
            at++;
        return at;
    }
}

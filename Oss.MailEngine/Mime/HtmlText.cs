using System.Net;
using System.Text;

namespace Oss.MailEngine.Mime;

/// <summary>What a reader sees of HTML: no tags, no comments, no styles and scripts, entities as their characters. One pass, whatever comes.</summary>
internal static class HtmlText
{
    private static readonly string[] Hidden = ["style", "script", "title"];

    public static string Of(string html)
    {
        var text = new StringBuilder(html.Length);
        for (var at = 0; at < html.Length;)
        {
            var tag = html.IndexOf('<', at);
            text.Append(html, at, (tag < 0 ? html.Length : tag) - at);
            if (tag < 0)
                break;
            at = After(html, tag);
            text.Append(' ');
        }

        return WebUtility.HtmlDecode(text.ToString());
    }

    private static int After(string html, int tag)
    {
        if (string.CompareOrdinal(html, tag, "<!--", 0, 4) == 0)
            return html.IndexOf("-->", tag + 4, StringComparison.Ordinal) is >= 0 and var comment ? comment + 3 : html.Length;

        var end = html.IndexOf('>', tag);
        if (end < 0)
            return html.Length;
        foreach (var name in Hidden)
        {
            if (string.Compare(html, tag + 1, name, 0, name.Length, StringComparison.OrdinalIgnoreCase) == 0 && !char.IsLetterOrDigit(html[tag + 1 + name.Length]))
                return html.IndexOf("</" + name, end, StringComparison.OrdinalIgnoreCase) is >= 0 and var close && html.IndexOf('>', close) is >= 0 and var closed ? closed + 1 : html.Length;
        }

        return end + 1;
    }
}

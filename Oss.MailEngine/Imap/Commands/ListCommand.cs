using Oss.MailEngine.Connections;
using Oss.MailEngine.Imap.Wire;

namespace Oss.MailEngine.Imap;

/// <summary>LIST and LSUB (RFC 3501 6.3.8, 6.3.9), with CHILDREN (RFC 3348).</summary>
internal sealed partial class ImapSession
{
    public Task ListAsync(ImapRequest request, string verb)
    {
        var reference = request.Arguments.AString();
        request.Arguments.Expect(' ');
        var name = request.Arguments.ListMailbox();
        request.Arguments.ExpectEnd();
        if (name.Length == 0 && verb == "LIST")
            connection.WriteLine("* LIST (\\Noselect) \"/\" \"\"");
        else
            ListMatches(verb, reference + name);

        return CompleteAsync(request, "Done", connection.Closed);
    }

    private void ListMatches(string verb, string pattern)
    {
        var folders = _mailbox!.ListFolders();
        var existing = folders.Select(folder => folder.Wire).ToHashSet();
        var shown = verb == "LIST" ? existing : [.. _mailbox.Subscriptions.Read().Select(folder => folder.Wire)];
        var parents = shown.Concat(existing).SelectMany(Parents).ToHashSet();
        // A level that is no folder itself is shown all the same, or a client that opens level by level with % would never see what is below
        // (RFC 3501 6.3.8); LSUB shows it only to such a client (6.3.9).
        var levels = verb == "LIST" || pattern.Contains('%', StringComparison.Ordinal) ? shown.SelectMany(Parents) : [];
        foreach (var folder in shown.Union(levels).OrderBy(folder => folder != "INBOX").ThenBy(folder => folder, StringComparer.Ordinal))
        {
            if (!FolderPattern.Matches(pattern, folder))
                continue;

            var children = parents.Contains(folder) ? "\\HasChildren" : "\\HasNoChildren";
            var selectable = (verb == "LIST" ? existing : shown).Contains(folder) ? "" : "\\Noselect ";
            connection.WriteLine($"* {verb} ({selectable}{children}) \"/\" {ImapText.String(folder)}");
        }
    }

    private static IEnumerable<string> Parents(string folder)
    {
        for (var slash = folder.LastIndexOf('/'); slash > 0; slash = folder.LastIndexOf('/', slash - 1))
            yield return folder[..slash];
    }
}

/// <summary>LIST's wildcards: <c>*</c> is anything, <c>%</c> anything within a level. Matched in time proportional to pattern times name, whatever the pattern.</summary>
internal static class FolderPattern
{
    public static bool Matches(string pattern, string name)
    {
        // possible[j]: whether the pattern so far can end at name[j].
        var possible = new bool[name.Length + 1];
        possible[0] = true;
        foreach (var c in pattern.Length <= 1000 ? pattern : "")
        {
            if (c is '*' or '%')
            {
                for (var j = 1; j <= name.Length; j++)
                    possible[j] |= possible[j - 1] && (c == '*' || name[j - 1] != '/');
                continue;
            }

            for (var j = name.Length; j > 0; j--)
                possible[j] = possible[j - 1] && (name[j - 1] == c || (name == "INBOX" && char.ToUpperInvariant(c) == name[j - 1]));
            possible[0] = false;
        }

        return possible[^1];
    }
}

using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap.Search;

/// <summary>A result that is kept up to date (RFC 5267 4.3): when messages come, change or go, the client is told what that does to it.</summary>
internal sealed class SearchContext(ImapSession session, string tag, bool byUid, SearchKey key, IEnumerable<uint> uids)
{
    private readonly SortedSet<uint> _uids = [.. uids];

    public string Tag => tag;

    /// <summary>Whether it tells UIDs; message numbers otherwise.</summary>
    public bool ByUid => byUid;

    /// <summary>What is told before messages get other numbers: those that go.</summary>
    public IEnumerable<string> Remove(FolderSnapshot before, IReadOnlyList<uint> gone)
    {
        var removed = gone.Where(_uids.Remove).ToList();
        return removed.Count == 0 ? [] : [Line("REMOVEFROM", removed, before)];
    }

    /// <summary>What is told of messages that came or changed.</summary>
    public IEnumerable<string> Update(SelectedFolder selected, IReadOnlyList<uint> changed)
    {
        var scope = SearchProgram.Scope(session, selected, session.Connection.Closed);
        var (added, removed) = (new List<uint>(), new List<uint>());
        foreach (var uid in changed)
        {
            var index = selected.View.IndexOf(uid);
            var fits = index >= 0 && key.Matches(new SearchCandidate(scope, selected.Messages[index], (uint)index + 1));
            if (fits && _uids.Add(uid))
                added.Add(uid);
            else if (!fits && _uids.Remove(uid))
                removed.Add(uid);
        }

        if (removed.Count > 0)
            yield return Line("REMOVEFROM", removed, selected.View);
        if (added.Count > 0)
            yield return Line("ADDTO", added, selected.View);
    }

    // Position 0: a result in ascending order needs none (RFC 5267 4.3.1).
    private string Line(string what, List<uint> messages, FolderSnapshot view) =>
        $"* ESEARCH (TAG \"{tag}\"){(byUid ? " UID" : "")} {what} (0 {SequenceSet.Format(byUid ? messages : messages.Select(uid => (uint)view.IndexOf(uid) + 1))})";
}

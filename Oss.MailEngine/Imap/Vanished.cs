using Oss.MailEngine.Imap.Wire;

namespace Oss.MailEngine.Imap;

/// <summary>Which messages went since a client was here last (RFC 7162 3.2.10.1).</summary>
internal static class Vanished
{
    /// <summary>The UIDs, as a set. When it is longer ago than is remembered, every UID the client may know and that is not there any more.</summary>
    /// <param name="selected">The folder.</param>
    /// <param name="since">The modification sequence the client knows.</param>
    /// <param name="isKnown">Whether the client may know a UID.</param>
    /// <param name="known">The same as ranges, in order.</param>
    public static string Since(SelectedFolder selected, ulong since, Predicate<uint> isKnown, IEnumerable<(uint First, uint Last)> known)
    {
        if (selected.Folder.ExpungedSince(since) is { } remembered)
            return SequenceSet.Format(remembered.Where(uid => isKnown(uid) && selected.View.IndexOf(uid) < 0));

        // Gaps between what is there, cut to what the client knows: costs what is there and not what was.
        var gone = new List<(uint First, uint Last)>();
        foreach (var (first, last) in known)
        {
            var end = Math.Min(last, selected.View.UidNext - 1);
            var at = first;
            var index = selected.View.IndexOf(first);
            for (index = index < 0 ? ~index : index; index < selected.Messages.Length && selected.Messages[index].Uid <= end; index++)
            {
                if (at < selected.Messages[index].Uid)
                    gone.Add((at, selected.Messages[index].Uid - 1));
                at = selected.Messages[index].Uid + 1;
            }

            if (at <= end)
                gone.Add((at, end));
        }

        return string.Join(',', gone.Select(range => range.First == range.Last ? $"{range.First}" : $"{range.First}:{range.Last}"));
    }
}

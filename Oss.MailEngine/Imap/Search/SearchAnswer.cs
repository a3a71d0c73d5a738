using System.Globalization;
using System.Text;
using Oss.MailEngine.Imap.Wire;

namespace Oss.MailEngine.Imap.Search;

/// <summary>Says what a search found, in the extended form (RFC 4731).</summary>
/// <param name="Correlator">What stands between the parentheses: the tag, and for several folders which one.</param>
/// <param name="ByUid">Whether the numbers are UIDs.</param>
/// <param name="Returns">What was asked for.</param>
internal sealed record SearchAnswer(string Correlator, bool ByUid, SearchReturn Returns)
{
    /// <summary>The line of what was found, in the order of the result: ascending, or sorted.</summary>
    public string Line(IReadOnlyList<uint> found, ulong? modSeq = null)
    {
        var line = new StringBuilder($"* ESEARCH ({Correlator})");
        if (ByUid)
            line.Append(" UID");
        if (Returns.Min && found.Count > 0)
            line.Append(CultureInfo.InvariantCulture, $" MIN {found[0]}");
        if (Returns.Max && found.Count > 0)
            line.Append(CultureInfo.InvariantCulture, $" MAX {found[^1]}");
        if (Returns.All && found.Count > 0)
            line.Append(CultureInfo.InvariantCulture, $" ALL {SequenceSet.Format(found)}");
        if (Returns.Count)
            line.Append(CultureInfo.InvariantCulture, $" COUNT {found.Count}");
        if (Returns.Partial is { } partial)
            line.Append(CultureInfo.InvariantCulture, $" PARTIAL ({partial} {(partial.Of(found) is { Count: > 0 } window ? SequenceSet.Format(window) : "NIL")})");
        if (modSeq is not null && found.Count > 0)
            line.Append(CultureInfo.InvariantCulture, $" MODSEQ {modSeq}");
        return line.ToString();
    }

    /// <summary>What of the result becomes <c>$</c>: what was asked for, so of MIN and MAX alone no more than these (RFC 5182 2.1).</summary>
    public IReadOnlyList<uint> Saved(IReadOnlyList<uint> uids)
    {
        if (Returns.All || Returns.Count || Returns.Partial is not null || !(Returns.Min || Returns.Max))
            return uids;
        return [.. uids.Where((_, i) => (Returns.Min && i == 0) || (Returns.Max && i == uids.Count - 1))];
    }
}

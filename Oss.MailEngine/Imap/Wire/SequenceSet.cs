using System.Globalization;

namespace Oss.MailEngine.Imap.Wire;

/// <summary>Message numbers or UIDs as ranges; <see cref="uint.MaxValue"/> stands for <c>*</c>.</summary>
internal sealed class SequenceSet(IReadOnlyList<(uint First, uint Last)> ranges)
{
    private uint _largest;
    private (uint First, uint Last)[]? _ordered;

    /// <summary>The messages the last search saved: <c>$</c> (RFC 5182).</summary>
    public static SequenceSet Saved { get; } = new([]) { IsSaved = true };

    public bool IsSaved { get; private init; }

    /// <summary>Whether a number is in the set, where <c>*</c> is the largest there is.</summary>
    public bool Contains(uint number, uint largest)
    {
        var ordered = Resolve(largest);
        int low = 0, high = ordered.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (number < ordered[middle].First)
                high = middle - 1;
            else if (number > ordered[middle].Last)
                low = middle + 1;
            else
                return true;
        }

        return false;
    }

    /// <summary>Numbers as a set, ranges where they follow one another in the order given (COPYUID pairs two sets by their order, RFC 4315 3).</summary>
    public static string Format(IEnumerable<uint> numbers)
    {
        var ranges = new List<(uint First, uint Last)>();
        foreach (var number in numbers)
        {
            if (ranges.Count > 0 && ranges[^1].Last + 1 == number)
                ranges[^1] = ranges[^1] with { Last = number };
            else
                ranges.Add((number, number));
        }

        return string.Join(',', ranges.Select(range => range.First == range.Last
            ? range.First.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{range.First}:{range.Last}")));
    }

    /// <summary>The ranges, ordered and merged once: a set of thousands of overlapping ranges costs a folder of thousands of messages no more than one range does.</summary>
    public (uint First, uint Last)[] Resolve(uint largest)
    {
        if (_ordered is not null && _largest == largest)
            return _ordered;

        var merged = new List<(uint First, uint Last)>();
        foreach (var range in ranges.Select(range => Resolve(range, largest)).Order())
        {
            if (merged.Count > 0 && range.First <= merged[^1].Last)
                merged[^1] = merged[^1] with { Last = Math.Max(merged[^1].Last, range.Last) };
            else
                merged.Add(range);
        }

        _largest = largest;
        return _ordered = [.. merged];
    }

    // 5000:* names the last message even when there are fewer (RFC 3501 6.4.8); 5000:6000 does not.
    private static (uint First, uint Last) Resolve((uint First, uint Last) range, uint largest)
    {
        var (a, b) = (range.First == uint.MaxValue ? largest : range.First, range.Last == uint.MaxValue ? largest : range.Last);
        return (Math.Min(a, b), Math.Max(a, b));
    }
}

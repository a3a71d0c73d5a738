using System.Globalization;
using System.Text;

namespace Oss.MailEngine.Storage;

/// <summary>
/// A Maildir file name: <c>&lt;sec&gt;.M&lt;usec&gt;P&lt;pid&gt;.&lt;host&gt;,S=&lt;octets&gt;,W=&lt;octets with CRLF&gt;:2,&lt;flags&gt;</c>. Everything before the
/// colon is the message's identity and survives every rename byte for byte; a change there would be a new message with a new UID.
/// </summary>
internal readonly record struct MaildirName(string Base, MessageFlags Flags, string Keywords, string Unknown)
{
    private const string Letters = "DFPRST";
    private static int _sequence;

    /// <summary>A name no other process, node or moment gives.</summary>
    public static string NewBase(DateTimeOffset now, string host, long octets)
    {
        var microseconds = now.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond;
        var sequence = Interlocked.Increment(ref _sequence);
        var safeHost = host.Replace("/", "\\057", StringComparison.Ordinal).Replace(":", "\\072", StringComparison.Ordinal).Replace(",", "\\054", StringComparison.Ordinal);
        // Padded: names of one microsecond are given their UIDs in the order of their text, which is then the order they came in.
        return string.Create(CultureInfo.InvariantCulture,
            $"{now.ToUnixTimeSeconds()}.M{microseconds}P{Environment.ProcessId}Q{sequence:D10}.{safeHost},S={octets},W={octets}");
    }

    public static MaildirName Parse(string fileName)
    {
        var colon = fileName.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return new MaildirName(fileName, MessageFlags.None, "", "");

        var info = fileName.AsSpan(colon + 1);
        var flags = MessageFlags.None;
        StringBuilder keywords = new(), unknown = new();
        foreach (var letter in info.StartsWith("2,") ? info[2..] : [])
        {
            if (Letters.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var bit)
                flags |= (MessageFlags)(1 << bit);
            else if (letter is >= 'a' and <= 'z')
                keywords.Append(letter);
            else
                unknown.Append(letter);
        }

        return new MaildirName(fileName[..colon], flags, keywords.ToString(), unknown.ToString());
    }

    public override string ToString()
    {
        var letters = new List<char>(Unknown);
        for (var bit = 0; bit < Letters.Length; bit++)
        {
            if (((int)Flags & (1 << bit)) != 0)
                letters.Add(Letters[bit]);
        }

        letters.AddRange(Keywords);
        letters.Sort();
        return $"{Base}:2,{string.Concat(letters.Distinct())}";
    }

    /// <summary>The number in a field of the base, <c>S</c> or <c>W</c>; <see langword="null"/> when the field is missing.</summary>
    public static long? Field(string name, char field)
    {
        var start = name.IndexOf($",{field}=", StringComparison.Ordinal);
        if (start < 0)
            return null;

        var digits = name.AsSpan(start + 3);
        var end = digits.IndexOfAnyExceptInRange('0', '9');
        return long.TryParse(end < 0 ? digits : digits[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    /// <summary>The order in which new files get their UIDs: seconds, then microseconds, then the name.</summary>
    public static int Compare(string a, string b)
    {
        var (x, y) = (When(a), When(b));
        return x.CompareTo(y) is not 0 and var order ? order : string.CompareOrdinal(a, b);
    }

    private static (long Seconds, long Microseconds) When(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot <= 0 || !long.TryParse(name.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return (0, 0);

        var rest = name.AsSpan(dot + 1);
        var end = rest.Length > 1 && rest[0] == 'M' ? rest[1..].IndexOfAnyExceptInRange('0', '9') : -1;
        return (seconds, end > 0 && long.TryParse(rest.Slice(1, end), NumberStyles.None, CultureInfo.InvariantCulture, out var micros) ? micros : 0);
    }
}

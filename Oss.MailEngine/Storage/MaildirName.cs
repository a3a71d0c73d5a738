using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Oss.MailEngine.Storage;

/// <summary>
/// A Maildir file name: <c>&lt;sec&gt;.M&lt;usec&gt;P&lt;pid&gt;.&lt;host&gt;,S=&lt;octets&gt;,W=&lt;octets with CRLF&gt;:2,&lt;flags&gt;</c>. Everything before the
/// colon is the base, the message's identity, and survives every rename octet for octet; a change there would be a new message with a new UID. Names are octets and
/// not text: other programs write what they like.
/// </summary>
internal static class MaildirName
{
    /// <summary>Octets of one name on every Linux file system.</summary>
    public const int MaxLength = 255;

    private const long LatestSecond = 1L << 42;

    private static readonly byte[] Letters = "DFPRST"u8.ToArray();
    private static int _sequence;

    /// <summary>A base no other process, node or moment gives.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="host">The node's name.</param>
    /// <param name="octets">Size on disk.</param>
    /// <param name="wireOctets">Size with every line ending as CRLF.</param>
    public static byte[] NewBase(DateTimeOffset now, string host, long octets, long wireOctets)
    {
        var microseconds = now.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond;
        var sequence = Interlocked.Increment(ref _sequence);
        var safeHost = host.Replace("/", "\\057", StringComparison.Ordinal).Replace(":", "\\072", StringComparison.Ordinal).Replace(",", "\\054", StringComparison.Ordinal);
        // Padded: names of one microsecond are given their UIDs in the order of their text, which is then the order they came in.
        return Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"{now.ToUnixTimeSeconds()}.M{microseconds}P{Environment.ProcessId}Q{sequence:D10}.{safeHost},S={octets},W={wireOctets}"));
    }

    /// <summary>The identity in a name.</summary>
    public static ReadOnlySpan<byte> BaseOf(ReadOnlySpan<byte> name) => name.IndexOf((byte)':') is >= 0 and var colon ? name[..colon] : name;

    /// <summary>Flags and keyword letters (bit 0 is <c>a</c>) after the base.</summary>
    public static (MessageFlags Flags, uint Keywords) FlagsOf(ReadOnlySpan<byte> info)
    {
        var flags = MessageFlags.None;
        var keywords = 0u;
        foreach (var letter in info.StartsWith(":2,"u8) ? info[3..] : [])
        {
            if (Letters.AsSpan().IndexOf(letter) is >= 0 and var bit)
                flags |= (MessageFlags)(1 << bit);
            else if (letter is >= (byte)'a' and <= (byte)'z')
                keywords |= 1u << (letter - 'a');
        }

        return (flags, keywords);
    }

    /// <summary>Writes <c>:2,</c> and the letters in ASCII order; returns the length.</summary>
    public static int WriteInfo(Span<byte> target, MessageFlags flags, uint keywords)
    {
        ":2,"u8.CopyTo(target);
        var length = 3;
        for (var bit = 0; bit < Letters.Length; bit++)
        {
            if (((int)flags & (1 << bit)) != 0)
                target[length++] = Letters[bit];
        }

        for (; keywords != 0; keywords &= keywords - 1)
            target[length++] = (byte)('a' + BitOperations.TrailingZeroCount(keywords));
        return length;
    }

    /// <summary>The letters in an info part that are neither flags nor keywords here.</summary>
    public static byte[] UnknownOf(ReadOnlySpan<byte> info)
    {
        if (!info.StartsWith(":2,"u8))
            return [];
        var unknown = new List<byte>();
        foreach (var letter in info[3..])
        {
            if (!Letters.AsSpan().Contains(letter) && letter is not (>= (byte)'a' and <= (byte)'z'))
                unknown.Add(letter);
        }

        return [.. unknown];
    }

    /// <summary>The number in a field of the base, <c>S</c> or <c>W</c>; <see langword="null"/> when the field is missing.</summary>
    public static long? Field(ReadOnlySpan<byte> name, char field)
    {
        Span<byte> key = [(byte)',', (byte)field, (byte)'='];
        var start = name.IndexOf(key);
        return start >= 0 && Utf8Parser.TryParse(name[(start + 3)..], out long value, out var length)
            && (start + 3 + length == name.Length || name[start + 3 + length] is (byte)',' or (byte)':')
            ? value
            : null;
    }

    /// <summary>Puts new files in the order in which they get their UIDs: seconds, then microseconds, then the base.</summary>
    public static byte[][] InOrder(IReadOnlyCollection<byte[]> names)
    {
        // A name's time is read once, and not at every comparison: a folder nobody looked into yet may hold a hundred thousand.
        byte[][] ordered = [.. names];
        var moments = new long[ordered.Length];
        for (var i = 0; i < ordered.Length; i++)
            moments[i] = MomentOf(ordered[i]);
        Array.Sort(moments, ordered);
        for (int i = 0, end; i < ordered.Length; i = end)
        {
            for (end = i + 1; end < ordered.Length && moments[end] == moments[i];)
                end++;
            if (end - i > 1)
                Array.Sort(ordered, i, end - i, Comparer<byte[]>.Create(static (a, b) => BaseOf(a).SequenceCompareTo(BaseOf(b))));
        }

        return ordered;
    }

    /// <summary>A hash that spreads bases over tables; differs from process to process.</summary>
    public static uint Hash(ReadOnlySpan<byte> name)
    {
        var hash = Seed ^ ((ulong)name.Length * 0x9E3779B97F4A7C15);
        for (; name.Length >= 8; name = name[8..])
            hash = BitOperations.RotateLeft((hash ^ BitConverter.ToUInt64(name)) * 0xBF58476D1CE4E5B9, 29);
        foreach (var octet in name)
            hash = BitOperations.RotateLeft((hash ^ octet) * 0x94D049BB133111EB, 31);
        hash ^= hash >> 32;
        return (uint)(hash * 0x9E3779B97F4A7C15 >> 32);
    }

    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64();

    // Microseconds since 1970; as near as it can be told for a name that says something that cannot be.
    private static long MomentOf(ReadOnlySpan<byte> name)
    {
        if (!Utf8Parser.TryParse(name, out long seconds, out var length) || length >= name.Length || name[length] != '.')
            return 0;
        var rest = name[(length + 1)..];
        var microseconds = rest.Length > 1 && rest[0] == 'M' && Utf8Parser.TryParse(rest[1..], out long number, out _) ? number : 0;
        return (Math.Clamp(seconds, 0, LatestSecond) * 1_000_000) + Math.Clamp(microseconds, 0, 999_999);
    }
}

using System.Buffers.Text;
using System.Text;

namespace Oss.MailEngine.Storage;

/// <summary>
/// A record of the uidlist after its UID, <c>[key-value ]…:base</c>, kept octet for octet: keys that nobody here knows are another program's. Known are S and W, sizes that the
/// name lacks, G, the GUID of what this is a copy of, P, a POP3 UIDL that overrides the computed one, and O, a place in POP3's order.
/// </summary>
internal static class UidRecord
{
    /// <summary>Octets of a record; longer ones are damage.</summary>
    public const int MaxLength = 1024;

    /// <summary>The base name in a record.</summary>
    public static ReadOnlySpan<byte> BaseOf(ReadOnlySpan<byte> record) => record[(ColonOf(record) + 1)..];

    /// <summary>A record for a base, with the GUID of the message it is a copy of.</summary>
    public static byte[] Of(ReadOnlySpan<byte> name, string? guid = null) => guid is null ? [(byte)':', .. name] : [.. Encoding.UTF8.GetBytes($"G{guid} :"), .. name];

    /// <summary>The value of a key; empty when it is missing.</summary>
    public static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> record, char key)
    {
        for (var fields = record[..ColonOf(record)]; fields.Length > 0;)
        {
            var space = fields.IndexOf((byte)' ');
            if (fields[0] == key)
                return fields[1..space];
            fields = fields[(space + 1)..];
        }

        return default;
    }

    public static long? Number(ReadOnlySpan<byte> record, char key) =>
        record[0] != ':' && Field(record, key) is { Length: > 0 } value && Utf8Parser.TryParse(value, out long number, out var length) && length == value.Length ? number : null;

    public static string? Text(ReadOnlySpan<byte> record, char key) => record[0] != ':' && Field(record, key) is { Length: > 0 } value ? Encoding.UTF8.GetString(value) : null;

    /// <summary>Whether the octets after a UID are a record: keys, each ended by a space, a colon, and a name that is one.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> record)
    {
        if (record.Length is < 2 or > MaxLength || record.ContainsAnyInRange((byte)0, (byte)0x1f))
            return false;
        var rest = record;
        while (rest[0] != ':')
        {
            var space = rest.IndexOf((byte)' ');
            if (space <= 0 || space + 1 >= rest.Length)
                return false;
            rest = rest[(space + 1)..];
        }

        return rest.Length is > 1 and <= MaildirName.MaxLength + 1 && !rest.Contains((byte)'/') && rest[1] != '.';
    }

    private static int ColonOf(ReadOnlySpan<byte> record) => record[0] == ':' ? 0 : record.IndexOf(" :"u8) + 1;
}

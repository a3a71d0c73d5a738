using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Oss.MailEngine.Storage;

/// <summary>
/// The file <c>dovecot-uidlist</c>, version 3: the authority on which message has which UID.
/// <code>
/// 3 V1795437413 N402 Gf52c7f1c6533046b3612000083ecc375
/// 202 :1795438266.M288421P704.vm,S=4006,W=4069
/// 203 W5000 P1b2c.77 :1795438266.M680352P746.vm
/// </code>
/// The header has V, the UIDVALIDITY, N, the next UID, and G, the folder's GUID. A record has its UID, keyed fields (P is a POP3 UIDL that
/// overrides the computed one, S and W are sizes that the name lacks) and the base name. Keys that are not known here are kept. N may lag behind
/// records that were appended. The file changes only by appending under the lock or by being replaced, so reading needs no lock; a last
/// line without line feed is being written at this moment and is not there yet. Version 1 is Courier's: <c>1 uidvalidity nextuid</c>, <c>uid name</c>.
/// </summary>
internal sealed class UidList
{
    public const string FileName = "dovecot-uidlist";

    private readonly List<string> _headerExtras;

    private UidList(uint uidValidity, uint nextUid, List<string> headerExtras, List<Record> records)
    {
        (UidValidity, _headerExtras, Records) = (uidValidity, headerExtras, records);
        NextUid = records.Count > 0 ? Math.Max(nextUid, records[^1].Uid + 1) : nextUid;
    }

    public uint UidValidity { get; }

    public uint NextUid { get; private set; }

    public List<Record> Records { get; }

    public static UidList Create(uint uidValidity) =>
        new(uidValidity, 1, [$"G{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}"], []);

    /// <summary>Reads the file's text; <see langword="null"/> when it is damaged and has to be made anew.</summary>
    public static UidList? Parse(string text)
    {
        var lines = text.Split('\n');
        var header = lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return header.Length == 0 || lines.Length < 2 ? null : header[0] switch
        {
            "3" => ParseVersion3(header, lines),
            "1" => ParseVersion1(header, lines),
            _ => null,
        };
    }

    /// <summary>Gives the next UID to a message.</summary>
    public Record Add(string baseName)
    {
        var record = new Record(NextUid++, [], baseName);
        Records.Add(record);
        return record;
    }

    public override string ToString()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"3 V{UidValidity} N{NextUid}");
        foreach (var extra in _headerExtras)
            text.Append(' ').Append(extra);
        text.Append('\n');
        foreach (var record in Records)
            text.Append(record).Append('\n');
        return text.ToString();
    }

    private static UidList? ParseVersion3(string[] header, string[] lines)
    {
        uint validity = 0, next = 1;
        var extras = new List<string>();
        foreach (var field in header.Skip(1))
        {
            if (field[0] == 'V' && uint.TryParse(field.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var v))
                validity = v;
            else if (field[0] == 'N' && uint.TryParse(field.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var n))
                next = n;
            else
                extras.Add(field);
        }

        return validity == 0 ? null : Ascending(validity, next, extras, lines.Skip(1).SkipLast(1).Select(ParseRecord));
    }

    private static UidList? ParseVersion1(string[] header, string[] lines) =>
        header.Length >= 3 && uint.TryParse(header[1], out var validity) && uint.TryParse(header[2], out var next)
            ? Ascending(validity, next, [], lines.Skip(1).SkipLast(1).Select(line =>
                line.Split(' ', 2) is [var uid, var name] && uint.TryParse(uid, out var number) ? new Record(number, [], name) : null))
            : null;

    private static UidList? Ascending(uint validity, uint next, List<string> extras, IEnumerable<Record?> parsed)
    {
        var records = new List<Record>();
        foreach (var record in parsed)
        {
            if (record is null || (records.Count > 0 && record.Uid <= records[^1].Uid) || record.Base.Contains('/', StringComparison.Ordinal))
                return null;
            records.Add(record);
        }

        return new UidList(validity, next, extras, records);
    }

    private static Record? ParseRecord(string line)
    {
        var fields = new List<string>();
        var rest = line.AsSpan();
        var space = rest.IndexOf(' ');
        if (space <= 0 || !uint.TryParse(rest[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var uid) || uid == 0)
            return null;

        for (rest = rest[(space + 1)..]; rest.Length > 0 && rest[0] != ':'; rest = rest[(space + 1)..])
        {
            space = rest.IndexOf(' ');
            if (space <= 0)
                return null;
            fields.Add(rest[..space].ToString());
        }

        if (rest.Length < 2)
            return null;

        // Dovecot 2.3 writes bases only; a name with flags, as other tools leave, is cut at them.
        return new Record(uid, fields, MaildirName.Parse(rest[1..].ToString()).Base);
    }

    internal sealed record Record(uint Uid, List<string> Fields, string Base)
    {
        /// <summary>The value of a keyed field, <c>P</c>, <c>S</c>, <c>W</c> …</summary>
        public string? Field(char key) => Fields.Find(field => field[0] == key)?[1..];

        public override string ToString() => string.Create(CultureInfo.InvariantCulture,
            $"{Uid} {string.Concat(Fields.Select(field => field + ' '))}:{Base}");
    }
}

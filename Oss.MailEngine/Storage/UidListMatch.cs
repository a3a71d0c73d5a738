using System.Numerics;

namespace Oss.MailEngine.Storage;

/// <summary>Brings the records of the uidlist and the names in <c>cur/</c> together by their bases, in time proportional to both.</summary>
internal sealed class UidListMatch
{
    private readonly int[] _table;
    private readonly int[] _fileOf;
    private readonly Dictionary<int, int> _duplicates = [];

    public UidListMatch(DirectoryListing listing, UidRecords records)
    {
        (Listing, Records) = (listing, records);
        _table = new int[BitOperations.RoundUpToPowerOf2((uint)(listing.Count * 2) + 2)];
        for (var i = 0; i < listing.Count; i++)
            Insert(i);

        _fileOf = new int[records.Count];
        var isListed = new bool[listing.Count];
        for (var i = 0; i < records.Count; i++)
        {
            var file = Find(UidRecord.BaseOf(records[i]));
            // A base listed twice is the message of its first record.
            if (file >= 0 && isListed[file])
                file = -1;
            _fileOf[i] = file;
            if (file >= 0)
            {
                isListed[file] = true;
                Listed++;
            }
        }

        for (var i = 0; i < isListed.Length; i++)
        {
            if (!isListed[i])
                Unlisted.Add(i);
        }
    }

    public DirectoryListing Listing { get; }

    public UidRecords Records { get; }

    /// <summary>Records that have a file.</summary>
    public int Listed { get; }

    /// <summary>Files that have no record.</summary>
    public List<int> Unlisted { get; } = [];

    /// <summary>Whether another file has the same base.</summary>
    public bool IsDuplicate(int file) => _duplicates.ContainsKey(file);

    /// <summary>The name of the other one.</summary>
    public ReadOnlySpan<byte> First(int file) => Listing[_duplicates[file]];

    /// <summary>What follows the base in the name of a record's file.</summary>
    public bool TryInfo(int record, out ReadOnlySpan<byte> info)
    {
        info = default;
        if (_fileOf[record] < 0)
            return false;
        var name = Listing[_fileOf[record]];
        info = name[MaildirName.BaseOf(name).Length..];
        return true;
    }

    private void Insert(int file)
    {
        var name = MaildirName.BaseOf(Listing[file]);
        for (var at = MaildirName.Hash(name) & (uint)(_table.Length - 1); ; at = (at + 1) & (uint)(_table.Length - 1))
        {
            if (_table[at] == 0)
            {
                _table[at] = file + 1;
                return;
            }

            if (MaildirName.BaseOf(Listing[_table[at] - 1]).SequenceEqual(name))
            {
                _duplicates[file] = _table[at] - 1;
                return;
            }
        }
    }

    private int Find(ReadOnlySpan<byte> name)
    {
        for (var at = MaildirName.Hash(name) & (uint)(_table.Length - 1); _table[at] != 0; at = (at + 1) & (uint)(_table.Length - 1))
        {
            if (MaildirName.BaseOf(Listing[_table[at] - 1]).SequenceEqual(name))
                return _table[at] - 1;
        }

        return -1;
    }
}

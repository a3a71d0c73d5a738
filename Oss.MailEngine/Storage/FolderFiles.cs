namespace Oss.MailEngine.Storage;

/// <summary>The files of one folder, and what is read from them only when somebody asks.</summary>
internal sealed class FolderFiles(string path)
{
    public MaildirDirectory Cur { get; } = new(System.IO.Path.Combine(path, "cur"));

    public MaildirDirectory New { get; } = new(System.IO.Path.Combine(path, "new"));

    public MaildirDirectory Tmp { get; } = new(System.IO.Path.Combine(path, "tmp"));

    public KeywordTable Keywords { get; } = new(System.IO.Path.Combine(path, KeywordTable.FileName));

    public string Path => path;

    /// <summary>Finds the present state of a message that may have been renamed since; set by the folder.</summary>
    public Func<uint, StoredMessage?> Current { get; set; } = _ => null;

    /// <summary>Reads sizes that neither the name nor the uidlist has, and remembers them.</summary>
    public (long Physical, long Wire) Measure(StoredMessage message)
    {
        using var file = TryOpen(message);
        // Gone: nobody will read it any more.
        if (file is null)
            return (0, 0);
        var (physical, wire) = WireForm.Measure(file);
        if (wire < int.MaxValue)
            message.Block.Sizes[message.Index] = (uint)wire | (wire > physical ? MessageBlock.NotWireForm : 0);
        return (physical, wire);
    }

    public DateTimeOffset InternalDate(StoredMessage message)
    {
        var (block, index) = (message.Block, message.Index);
        if (block.Dates?[index] is { } known and not long.MinValue)
            return DateTimeOffset.FromUnixTimeSeconds(known);

        Span<byte> name = stackalloc byte[UidRecord.MaxLength];
        var stamp = Cur.Stamp(name[..block.WriteName(index, name)]);
        if (!stamp.Exists && Current(message.Uid) is { } now)
            stamp = Cur.Stamp(name[..now.Block.WriteName(now.Index, name)]);
        if (!stamp.Exists)
            return DateTimeOffset.UnixEpoch;

        var seconds = Math.DivRem(stamp.Modified, 1_000_000_000, out var rest) - (rest < 0 ? 1 : 0);
        block.Dates ??= NoDates();
        block.Dates[index] = seconds;
        return DateTimeOffset.FromUnixTimeSeconds(seconds);
    }

    /// <summary>Opens the file of a message, also when its flags changed since; <see langword="null"/> when it is gone.</summary>
    public Microsoft.Win32.SafeHandles.SafeFileHandle? TryOpen(StoredMessage message)
    {
        Span<byte> name = stackalloc byte[UidRecord.MaxLength];
        if (Cur.TryOpenRead(name[..message.Block.WriteName(message.Index, name)]) is { } file)
            return file;
        return Current(message.Uid) is { } now ? Cur.TryOpenRead(name[..now.Block.WriteName(now.Index, name)]) : null;
    }

    private static long[] NoDates()
    {
        var dates = new long[MessageBlock.Capacity];
        Array.Fill(dates, long.MinValue);
        return dates;
    }
}

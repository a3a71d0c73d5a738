namespace Oss.MailEngine.Storage;

/// <summary>A folder's name in its three forms: Unicode with <c>/</c> for people, modified UTF-7 with <c>/</c> on the wire, modified UTF-7 with <c>.</c> and a leading dot on disk.</summary>
internal readonly record struct FolderName
{
    /// <summary>Octets of the directory's name.</summary>
    public const int MaxLength = 255;

    /// <summary>Levels of a hierarchy.</summary>
    public const int MaxDepth = 16;

    private FolderName(string value, string directory) => (Value, DirectoryName) = (value, directory);

    public static FolderName Inbox { get; } = new("INBOX", "");

    /// <summary>Unicode, levels separated by <c>/</c>.</summary>
    public string Value { get; }

    /// <summary>Name of the directory below <c>Maildir/</c>; empty for INBOX.</summary>
    public string DirectoryName { get; }

    public bool IsInbox => DirectoryName.Length == 0;

    /// <summary>The wire form.</summary>
    public string Wire => IsInbox ? "INBOX" : ModifiedUtf7.Encode(Value);

    /// <summary>Reads a Unicode name; <see langword="null"/> when it cannot be a folder on disk: a dot would be a separator there,
    /// and an empty level, a control character or a leading <c>~</c> is refused as Dovecot does.</summary>
    public static FolderName? TryParse(string text)
    {
        if (text.Equals("INBOX", StringComparison.OrdinalIgnoreCase))
            return Inbox;

        var levels = text.Split('/');
        if (levels.Length > MaxDepth || text.StartsWith('~') || levels.Any(level => level.Length == 0 || level.AsSpan().IndexOfAny('.', '\0') >= 0 || level.Any(char.IsControl)))
            return null;
        if (levels[0].Equals("INBOX", StringComparison.OrdinalIgnoreCase))
            levels[0] = "INBOX";

        var directory = "." + string.Join('.', levels.Select(ModifiedUtf7.Encode));
        return directory.Length <= MaxLength && !directory.Equals(".INBOX", StringComparison.Ordinal) ? new FolderName(string.Join('/', levels), directory) : null;
    }

    /// <summary>Reads the wire form.</summary>
    public static FolderName? TryParseWire(string wire) => ModifiedUtf7.Decode(wire) is { } name ? TryParse(name) : null;

    /// <summary>Reads a directory's name as it is below <c>Maildir/</c>; <see langword="null"/> when it is no folder.</summary>
    public static FolderName? TryParseDirectory(string directory) =>
        directory.Length > 1 && directory[0] == '.' && directory[1] != '.'
            && ModifiedUtf7.Decode(directory[1..].Replace('.', '/')) is { } name && TryParse(name) is { } folder && folder.DirectoryName == directory
            ? folder
            : null;

    public override string ToString() => Value;
}

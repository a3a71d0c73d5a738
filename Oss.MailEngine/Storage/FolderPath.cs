namespace Oss.MailEngine.Storage;

/// <summary>
/// A folder's name as a user has it: in the own mailbox, or below <c>shared/owner@domain/</c> in somebody else's (RFC 2342), as Dovecot's <c>prefix = shared/%%u/</c> makes it. The owner's
/// INBOX is <c>shared/owner@domain</c> itself, and may be called <c>shared/owner@domain/INBOX</c>. A folder <c>shared</c> of one's own stays what it is: no folder below it has an <c>@</c> where
/// the owner stands but by intent.
/// </summary>
/// <param name="Folder">The folder's name in its mailbox.</param>
/// <param name="Owner">Whose mailbox, as the client wrote it; <see langword="null"/> for the own.</param>
internal readonly record struct FolderPath(FolderName Folder, string? Owner = null)
{
    /// <summary>The level above all owners.</summary>
    public const string Root = "shared";

    /// <summary>What other users' folders begin with.</summary>
    public const string Prefix = Root + "/";

    /// <summary>Characters of an owner's name.</summary>
    private const int MaxOwner = 320;

    /// <summary>Unicode, levels separated by <c>/</c>.</summary>
    public string Value => Owner is null ? Folder.Value : Folder.IsInbox ? Prefix + Owner : $"{Prefix}{Owner}/{Folder.Value}";

    /// <summary>The wire form.</summary>
    public string Wire => Owner is null ? Folder.Wire : ModifiedUtf7.Encode(Value);

    /// <summary>Whether it is the INBOX of the own mailbox.</summary>
    public bool IsInbox => Owner is null && Folder.IsInbox;

    public static implicit operator FolderPath(FolderName folder) => new(folder);

    /// <summary>Reads a Unicode name; <see langword="null"/> when it cannot be a folder.</summary>
    public static FolderPath? TryParse(string text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || OwnerOf(text) is not { } owner)
            return FolderName.TryParse(text) is { } own ? new FolderPath(own) : null;
        if (owner.Length > MaxOwner || owner[0] == '@' || owner[^1] == '@' || owner.Any(char.IsControl))
            return null;

        var rest = text.Length > Prefix.Length + owner.Length ? text[(Prefix.Length + owner.Length + 1)..] : FolderName.Inbox.Value;
        return FolderName.TryParse(rest) is { } folder ? new FolderPath(folder, owner) : null;
    }

    /// <summary>Reads the wire form.</summary>
    public static FolderPath? TryParseWire(string wire) => ModifiedUtf7.Decode(wire) is { } name ? TryParse(name) : null;

    private static string? OwnerOf(string text)
    {
        var end = text.IndexOf('/', Prefix.Length);
        var owner = end < 0 ? text[Prefix.Length..] : text[Prefix.Length..end];
        return owner.Contains('@', StringComparison.Ordinal) ? owner : null;
    }

    public override string ToString() => Value;
}

using System.Text;
using Oss.MailEngine.Imap;
using Oss.MailEngine.Imap.List;
using Oss.MailEngine.Imap.Metadata;
using Oss.MailEngine.Sieve;
using Oss.MailEngine.Sieve.Extensions;
using Oss.MailEngine.Sieve.Scripts;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Delivery.Filtering;

/// <summary>What scripts can ask of a mailbox on this platform, for one run: annotations and folders are read when the first test asks.</summary>
internal sealed class MailboxSurroundings(Mailbox mailbox, SieveOptions options, ScriptCache cache, TimeProvider time) : ISieveMailbox
{
    private const int MaxListOctets = 256 * 1024;

    private readonly ScriptStore _scripts = new(mailbox.Home, options);
    private readonly SieveMemory _memory = new(mailbox.Home, time);
    private IReadOnlyDictionary<string, string>? _attributes;
    private IReadOnlyList<FolderName>? _folders;

    public bool FolderExists(string folder) => FolderName.TryParse(folder) is { } name && mailbox.FindFolder(name) is not null;

    // What a folder's owner said it is for comes before what its name says.
    public IReadOnlyList<string> FoldersForUse(string specialUse) =>
    [
        .. Folders.Select(folder => (folder.Value, Folder: folder, Said: SaidOf(folder)))
            .Where(folder => SpecialUse.Of(folder.Folder, folder.Said).Contains(specialUse, StringComparer.OrdinalIgnoreCase)).OrderBy(folder => folder.Said is null).Select(folder => folder.Value),
    ];

    public string? FolderWithId(string mailboxId) => Folders.FirstOrDefault(folder => GuidOf(folder) is { } guid && ObjectId.Of(guid) == mailboxId).Value;

    public string? Annotation(string? folder, string entry) =>
        MetadataEntry.TryParse(entry) is { } parsed && FolderName.TryParse(folder ?? "INBOX") is { } name && GuidOf(name) is { } guid
            ? Attributes.GetValueOrDefault(parsed.Key(guid, isServer: folder is null))
            : null;

    /// <summary>A list is a file <c>sieve/lists/NAME</c> with a member a line: the mailbox's, or the operator's for all in his directory of scripts.</summary>
    public IReadOnlyCollection<string>? List(ListName name) => name.FileName is { } file
        ? ListIn(Path.Combine(mailbox.Home, "sieve", "lists", file)) ?? (options.GlobalDirectory is { } directory ? ListIn(Path.Combine(directory, "lists", file)) : null)
        : null;

    private static IReadOnlyCollection<string>? ListIn(string path) => File.Exists(path) && new FileInfo(path) is { Length: <= MaxListOctets, LinkTarget: null }
        ? [.. File.ReadAllLines(path).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')]
        : null;

    public bool IsDuplicate(string identifier) => _memory.Contains("duplicate\n" + identifier);

    public SieveScript? Script(string name, bool isGlobal)
    {
        if (ScriptName.TryParse(name) is not { } safe)
            return null;

        var path = isGlobal && options.GlobalDirectory is { } directory ? Path.Combine(directory, safe.FileName) : null;
        var file = !isGlobal ? _scripts.Open(safe) : File.Exists(path) ? new ScriptFile(path, File.ReadAllBytes(path)) : null;
        return file is null ? null : cache.Compile(file.Octets, name, file.Path);
    }

    private IReadOnlyDictionary<string, string> Attributes => _attributes ??= mailbox.Attributes.Read();

    private IReadOnlyList<FolderName> Folders => _folders ??= mailbox.ListFolders();

    private string? SaidOf(FolderName folder) =>
        Attributes.Count > 0 && GuidOf(folder) is { } guid ? Attributes.GetValueOrDefault(MetadataEntry.Key(guid, isPrivate: true, SpecialUse.Attribute)) : null;

    // What METADATA and MAILBOXID know a folder by, in the first line of its uidlist: a rename leaves it alone (RFC 8474 5.1). Nobody opened a folder that has none.
    private string? GuidOf(FolderName folder)
    {
        var path = Path.Combine(mailbox.Home, "Maildir", folder.DirectoryName, UidListFile.FileName);
        if (!File.Exists(path))
            return null;

        using var reader = new StreamReader(path, Encoding.Latin1);
        return reader.ReadLine()?.Split(' ').FirstOrDefault(field => field.StartsWith('G'))?[1..];
    }
}

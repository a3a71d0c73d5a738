using System.Text;
using Oss.MailEngine.Sieve;
using Oss.MailEngine.Sieve.Scripts;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Delivery.Filtering;

/// <summary>What scripts can ask of a mailbox on this platform.</summary>
internal sealed class MailboxSurroundings(Mailbox mailbox, SieveOptions options, ScriptCache cache, TimeProvider time) : ISieveMailbox
{
    private const int MaxListOctets = 256 * 1024;

    // The names that clients give these folders, in the languages they speak here; until folders say their use themselves.
    private static readonly Dictionary<string, string[]> NamesByUse = new(StringComparer.OrdinalIgnoreCase)
    {
        ["\\Junk"] = ["Junk", "Spam", "Junk E-mail", "Junk-E-Mail"],
        ["\\Sent"] = ["Sent", "Sent Messages", "Sent Items", "Gesendet", "Gesendete Objekte"],
        ["\\Drafts"] = ["Drafts", "Entwürfe"],
        ["\\Trash"] = ["Trash", "Deleted Items", "Deleted Messages", "Papierkorb", "Gelöschte Objekte"],
        ["\\Archive"] = ["Archive", "Archives", "Archiv"],
    };

    private readonly ScriptStore _scripts = new(mailbox.Home, options);
    private readonly SieveMemory _memory = new(mailbox.Home, time);

    public bool FolderExists(string folder) => FolderName.TryParse(folder) is { } name && mailbox.FindFolder(name) is not null;

    public string? FolderForUse(string specialUse) => NamesByUse.TryGetValue(specialUse, out var names) ? Array.Find(names, FolderExists) : null;

    // The object id of a folder is the GUID in its uidlist, which a rename leaves alone (RFC 8474 5.1).
    public string? FolderWithId(string mailboxId) => mailbox.ListFolders().Select(name => name.Value).FirstOrDefault(name => IdOf(name) == mailboxId);

    public string? Annotation(string? folder, string entry) => null;

    /// <summary>A list is a file <c>sieve/lists/NAME</c> with a member a line.</summary>
    public IReadOnlyCollection<string>? List(string name)
    {
        var path = ScriptName.TryParse(name) is { } safe ? Path.Combine(mailbox.Home, "sieve", "lists", safe.Value) : null;
        return path is not null && File.Exists(path) && new FileInfo(path) is { Length: <= MaxListOctets, LinkTarget: null }
            ? [.. File.ReadAllLines(path).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')]
            : null;
    }

    public bool IsDuplicate(string identifier) => _memory.Contains("duplicate\n" + identifier);

    public SieveScript? Script(string name, bool isGlobal)
    {
        if (ScriptName.TryParse(name) is not { } safe)
            return null;

        var path = isGlobal && options.GlobalDirectory is { } directory ? Path.Combine(directory, safe.FileName) : null;
        var octets = !isGlobal ? _scripts.Read(safe) : File.Exists(path) ? File.ReadAllBytes(path) : null;
        return octets is null ? null : cache.Compile(octets, name);
    }

    private string? IdOf(string folder)
    {
        var path = Path.Combine(mailbox.Home, "Maildir", FolderName.TryParse(folder)!.Value.DirectoryName, "dovecot-uidlist");
        if (!File.Exists(path))
            return null;

        using var reader = new StreamReader(path, Encoding.Latin1);
        return reader.ReadLine()?.Split(' ').FirstOrDefault(field => field.StartsWith('G'))?[1..];
    }
}

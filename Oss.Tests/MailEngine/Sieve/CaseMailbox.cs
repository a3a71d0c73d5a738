using System.Text;
using Oss.MailEngine.Sieve;
using Oss.MailEngine.Sieve.Extensions;

namespace Oss.Tests.MailEngine.Sieve;

/// <summary>The mailbox that a case describes.</summary>
internal sealed class CaseMailbox : ISieveMailbox
{
    private readonly SieveCase _case;
    private readonly HashSet<string> _folders = ["INBOX"];
    private readonly Dictionary<string, List<string>> _uses = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _ids = [];
    private readonly Dictionary<ListName, string[]> _lists = [];
    private readonly Dictionary<(string?, string), string> _annotations = [];
    private readonly HashSet<string> _seen = [];

    public CaseMailbox(SieveCase sieveCase)
    {
        _case = sieveCase;
        foreach (var line in sieveCase.Section("mailbox").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Read(line.Split(' ', 3));
    }

    public Dictionary<string, string> Environment { get; } = new() { ["domain"] = "example.org", ["host"] = "mail.example.org", ["location"] = "MDA", ["phase"] = "during", ["name"] = "Oss" };

    public IEnumerable<string> Folders => _folders;

    public bool FolderExists(string folder) => _folders.Contains(folder.Equals("INBOX", StringComparison.OrdinalIgnoreCase) ? "INBOX" : folder);

    public IReadOnlyList<string> FoldersForUse(string specialUse) => _uses.GetValueOrDefault(specialUse, []);

    public string? FolderWithId(string mailboxId) => _ids.GetValueOrDefault(mailboxId);

    public string? Annotation(string? folder, string entry) => _annotations.GetValueOrDefault((folder, entry));

    public IReadOnlyCollection<string>? List(ListName name) => _lists.GetValueOrDefault(name);

    public bool IsDuplicate(string identifier) => _seen.Contains(identifier.Replace('\n', '|'));

    public SieveScript? Script(string name, bool isGlobal) =>
        _case.Sections.TryGetValue("script " + (isGlobal ? "global/" : "") + name, out var text) ? SieveScript.Compile(Encoding.UTF8.GetBytes(text), name) : null;

    private void Read(string[] words)
    {
        var pair = words.Length > 2 ? words[2].Split("= ", 2) : [];
        switch (words[0])
        {
            case "folder":
                _folders.Add(string.Join(' ', words[1..]));
                break;
            case "use":
                _folders.Add(words[2]);
                _uses[words[1]] = [.. FoldersForUse(words[1]), words[2]];
                break;
            case "id":
                _folders.Add(words[2]);
                _ids[words[1]] = words[2];
                break;
            case "list":
                _lists[ListName.TryParse(words[1])!.Value] = pair[1].Split(' ');
                break;
            case "seen":
                _seen.Add(string.Join(' ', words[1..]));
                break;
            case "annotation":
                _annotations[(words[1] == "server" ? null : words[1], pair[0].Trim())] = pair[1];
                break;
            case "environment":
                Environment[words[1]] = pair[1];
                break;
            default:
                throw new InvalidOperationException($"{_case.File}, {_case.Name}: the mailbox has no '{words[0]}'.");
        }
    }
}

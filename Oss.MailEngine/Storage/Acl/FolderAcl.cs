using System.Text;

namespace Oss.MailEngine.Storage.Acl;

/// <summary>One identifier's rights: granted ones, and such as are taken away whoever grants them. <see langword="null"/> means that nothing is said.</summary>
/// <param name="Identifier">Whose.</param>
internal sealed record AclEntry(AclIdentifier Identifier)
{
    public AclRights? Rights { get; init; }

    public AclRights? Negative { get; init; }

    /// <summary>Named rights of a plugin, as they stand in the file behind the colon; kept as they are.</summary>
    public string Named { get; init; } = "";

    /// <summary>The same of what is taken away.</summary>
    public string NamedNegative { get; init; } = "";
}

/// <summary>How SETACL changes rights (RFC 4314 3.1).</summary>
internal enum AclChange
{
    Replace,
    Add,
    Remove,

    /// <summary>DELETEACL.</summary>
    Clear,
}

/// <summary>
/// Who has which rights in a folder: the content of Dovecot's <c>dovecot-acl</c>, a line <c>identifier letters [:names]</c> for each, <c>-</c> before what is taken away. Of the entries that mean a
/// user the last kind counts (<see cref="AclIdentifierKind"/>), several groups together; an owner has all rights as long as no entry for <c>owner</c> says other, and sees and administers the folder
/// in any case, or nobody could give back what somebody took.
/// </summary>
internal sealed class FolderAcl
{
    private readonly AclEntry[] _entries;
    private readonly bool _isReadable;

    private FolderAcl(IEnumerable<AclEntry> entries, bool isReadable)
    {
        _entries = [.. entries.OrderBy(entry => entry.Identifier)];
        _isReadable = isReadable;
    }

    /// <summary>Nothing is said: the owner's alone.</summary>
    public static FolderAcl None { get; } = new([], isReadable: true);

    /// <summary>Something is said that cannot be read: the owner's alone, until somebody mends it.</summary>
    public static FolderAcl Unreadable { get; } = new([], isReadable: false);

    /// <summary>Least weight first.</summary>
    public IReadOnlyList<AclEntry> Entries => _entries;

    /// <summary>Whether it can be changed without losing what is there.</summary>
    public bool IsReadable => _isReadable;

    /// <summary>Whether anybody but the owner may know of the folder.</summary>
    public bool IsShared => VisibleTo.Any();

    /// <summary>Who may know of the folder, the owner not counted.</summary>
    public IEnumerable<AclIdentifier> VisibleTo =>
        _entries.Where(e => e.Identifier.Kind != AclIdentifierKind.Owner && e.Rights?.HasFlag(AclRights.Lookup) == true).Select(e => e.Identifier);

    /// <summary>What a user may do.</summary>
    public AclRights RightsOf(AclUser user)
    {
        var (rights, negative) = (user.IsOwner ? AclRights.All : AclRights.None, AclRights.None);
        AclIdentifierKind? previous = null;
        foreach (var entry in _entries)
        {
            if ((user.IsOwner && entry.Identifier.Kind < AclIdentifierKind.Owner) || !entry.Identifier.Matches(user))
                continue;
            var isMerged = previous == entry.Identifier.Kind;
            rights = entry.Rights is { } granted ? granted | (isMerged ? rights : AclRights.None) : rights;
            negative = entry.Negative is { } taken ? taken | (isMerged ? negative : AclRights.None) : negative;
            previous = entry.Identifier.Kind;
        }

        return (rights & ~negative) | (user.IsOwner ? AclRights.Lookup | AclRights.Administer : AclRights.None);
    }

    /// <summary>With one identifier's rights changed.</summary>
    public FolderAcl With(AclIdentifier identifier, bool isNegative, AclChange change, AclRights rights)
    {
        var entry = Array.Find(_entries, e => e.Identifier == identifier) ?? new AclEntry(identifier);
        var before = isNegative ? entry.Negative : entry.Rights;
        AclRights? after = change switch
        {
            AclChange.Replace => rights,
            AclChange.Add => (before ?? AclRights.None) | rights,
            AclChange.Remove => before is null ? null : before & ~rights,
            _ => null,
        };
        entry = isNegative ? entry with { Negative = after, NamedNegative = after is null ? "" : entry.NamedNegative } : entry with { Rights = after, Named = after is null ? "" : entry.Named };
        return new FolderAcl([.. _entries.Where(e => e.Identifier != identifier), .. (AclEntry[])(entry is { Rights: null, Negative: null } ? [] : [entry])], _isReadable);
    }

    /// <summary>Reads a file's content.</summary>
    public static FolderAcl Parse(string text)
    {
        var entries = new Dictionary<AclIdentifier, AclEntry>();
        foreach (var line in text.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (!TryParseLine(line, out var identifier, out var isNegative, out var rights, out var named))
                return Unreadable;
            var entry = entries.GetValueOrDefault(identifier, new AclEntry(identifier));
            entries[identifier] = isNegative
                ? entry with { Negative = rights | (entry.Negative ?? AclRights.None), NamedNegative = Join(entry.NamedNegative, named) }
                : entry with { Rights = rights | (entry.Rights ?? AclRights.None), Named = Join(entry.Named, named) };
        }

        return new FolderAcl(entries.Values, isReadable: true);
    }

    /// <summary>The file's content.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var entry in _entries)
        {
            if (entry.Rights is { } rights)
                text.Append(Line(entry.Identifier.ToString(), rights, entry.Named));
            if (entry.Negative is { } negative)
                text.Append(Line("-" + entry.Identifier, negative, entry.NamedNegative));
        }

        return text.ToString();
    }

    private static string Line(string identifier, AclRights rights, string named)
    {
        if (identifier.AsSpan().IndexOfAny(' ', '"', '\\') >= 0)
            identifier = $"\"{identifier.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
        return $"{identifier} {AclLetters.Format(rights)}{(named.Length > 0 ? $" :{named}" : "")}\n";
    }

    private static bool TryParseLine(string line, out AclIdentifier identifier, out bool isNegative, out AclRights rights, out string named)
    {
        (identifier, isNegative, rights, named) = (default, false, AclRights.None, "");
        if (TakeIdentifier(ref line) is not { Length: > 0 } id)
            return false;
        isNegative = id[0] == '-';
        if (AclIdentifier.TryParse(isNegative ? id[1..] : id) is not { } parsed)
            return false;

        identifier = parsed;
        line = line.Trim(' ', '\t');
        var end = line.AsSpan().IndexOfAny(' ', '\t', ':') is >= 0 and var found ? found : line.Length;
        if (TryParseOnlyCurrent(line.AsSpan(0, end)) is not { } letters)
            return false;
        rights = letters;
        line = line[end..].TrimStart(' ', '\t');
        if (line.Length == 0)
            return true;
        if (line[0] != ':')
            return false;

        // Names that have a letter too mean the same.
        var others = new List<string>();
        foreach (var name in line[1..].Split([',', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (AclLetters.FindName(name) is { } right)
                rights |= right;
            else
                others.Add(name);
        }

        named = string.Join(' ', others);
        return true;
    }

    // The file has no obsolete letters; Dovecot takes them for a mistake there, and so for nobody's rights.
    private static AclRights? TryParseOnlyCurrent(ReadOnlySpan<char> letters) => letters.IndexOfAny('c', 'd') >= 0 ? null : AclLetters.TryParse(letters);

    private static string TakeIdentifier(ref string line)
    {
        var id = new StringBuilder();
        var at = 0;
        if (line[0] != '"')
        {
            at = line.IndexOf(' ', StringComparison.Ordinal) is >= 0 and var space ? space : line.Length;
            id.Append(line, 0, at);
        }
        else
        {
            for (at = 1; at < line.Length && line[at] != '"'; at++)
                id.Append(line[at] == '\\' && at + 1 < line.Length ? line[++at] : line[at]);
            at = Math.Min(at + 1, line.Length);
        }

        line = line[at..];
        return id.ToString();
    }

    private static string Join(string before, string named) => before.Length == 0 ? named : named.Length == 0 ? before : $"{before} {named}";
}

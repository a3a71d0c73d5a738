using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap;

/// <summary>System flags by their names on the wire.</summary>
internal static class ImapFlags
{
    public const string All = "\\Answered \\Flagged \\Deleted \\Seen \\Draft";

    private static readonly (MessageFlags Flag, string Name)[] Known =
    [
        (MessageFlags.Answered, "\\Answered"), (MessageFlags.Flagged, "\\Flagged"), (MessageFlags.Deleted, "\\Deleted"),
        (MessageFlags.Seen, "\\Seen"), (MessageFlags.Draft, "\\Draft"),
    ];

    // Every set of them, made once: the flags of a large folder are told a hundred thousand times.
    private static readonly string[] Sets = [.. Enumerable.Range(0, byte.MaxValue + 1).Select(set => Join((MessageFlags)set, false))];
    private static readonly string[] RecentSets = [.. Enumerable.Range(0, byte.MaxValue + 1).Select(set => Join((MessageFlags)set, true))];

    /// <summary>The flags' names as the wire has them, with spaces between.</summary>
    public static string Names(MessageFlags flags, bool isRecent) => (isRecent ? RecentSets : Sets)[(byte)flags];

    private static string Join(MessageFlags flags, bool isRecent)
    {
        var names = Known.Where(k => flags.HasFlag(k.Flag)).Select(k => k.Name);
        return string.Join(' ', isRecent ? names.Append("\\Recent") : names);
    }

    /// <summary>Splits names into system flags and keywords.</summary>
    public static (MessageFlags Flags, List<string> Keywords) Parse(IEnumerable<string> names)
    {
        var flags = MessageFlags.None;
        var keywords = new List<string>();
        foreach (var name in names)
        {
            if (Array.Find(Known, k => k.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { Name: not null } known)
                flags |= known.Flag;
            else if (name.StartsWith('\\'))
                throw new Wire.ImapSyntaxException($"There is no flag {name}");
            else
                keywords.Add(name);
        }

        return (flags, keywords);
    }
}

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

    public static IEnumerable<string> Names(MessageFlags flags) => Known.Where(k => flags.HasFlag(k.Flag)).Select(k => k.Name);

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

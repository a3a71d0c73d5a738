using Oss.MailEngine.Imap.Commands;
using Oss.MailEngine.Imap.Metadata;
using Oss.MailEngine.Imap.Status;
using Oss.MailEngine.Imap.Wire;

namespace Oss.MailEngine.Imap.List;

/// <summary>What LIST asks for (RFC 5258, RFC 5819, RFC 6154): which folders, and what of them.</summary>
internal sealed record ListArguments(string Reference, IReadOnlyList<string> Patterns)
{
    /// <summary>Whether options were given, which changes what is said of a level without a folder.</summary>
    public bool IsExtended { get; init; }

    /// <summary>Only what is subscribed, whether it is there or not.</summary>
    public bool OnlySubscribed { get; init; }

    /// <summary>Only what has a special use.</summary>
    public bool OnlySpecialUse { get; init; }

    /// <summary>Also levels above what is selected.</summary>
    public bool Recursive { get; init; }

    public bool ReturnsSubscribed { get; init; }

    public bool ReturnsChildren { get; init; }

    public bool ReturnsSpecialUse { get; init; }

    public bool ReturnsMyRights { get; init; }

    public FolderStatus? ReturnsStatus { get; init; }

    /// <summary>Annotations told of each folder (RFC 9590).</summary>
    public IReadOnlyList<MetadataEntry>? ReturnsMetadata { get; init; }

    public static ListArguments Parse(ImapSession session, ImapParser parser)
    {
        var selection = new List<string>();
        var isExtended = parser.Peek == '(';
        if (isExtended)
        {
            parser.Parenthesised(() => selection.Add(Selection(parser)));
            parser.Expect(' ');
        }

        if (selection.Contains("RECURSIVEMATCH") && !selection.Exists(option => option is "SUBSCRIBED" or "SPECIAL-USE"))
            throw new ImapSyntaxException("RECURSIVEMATCH goes with another selection");

        var reference = parser.AString();
        parser.Expect(' ');
        var patterns = new List<string>();
        isExtended |= parser.Peek == '(';
        if (parser.Peek != '(')
            patterns.Add(parser.ListMailbox());
        else
            parser.Parenthesised(() => patterns.Add(patterns.Count < ImapLimits.Patterns ? parser.ListMailbox() : throw new ImapSyntaxException("LIST takes fewer patterns")));

        var arguments = new ListArguments(reference, patterns)
        {
            OnlySubscribed = selection.Contains("SUBSCRIBED"), OnlySpecialUse = selection.Contains("SPECIAL-USE"), Recursive = selection.Contains("RECURSIVEMATCH"),
            ReturnsSubscribed = selection.Contains("SUBSCRIBED"), ReturnsSpecialUse = selection.Contains("SPECIAL-USE"), IsExtended = isExtended,
        };
        if (parser.TryTake(" RETURN "))
        {
            arguments = arguments with { IsExtended = true };
            parser.Parenthesised(() => arguments = Return(session, parser, arguments));
        }

        parser.ExpectEnd();
        return arguments;
    }

    private static string Selection(ImapParser parser) => parser.Atom().ToUpperInvariant() is ("SUBSCRIBED" or "REMOTE" or "RECURSIVEMATCH" or "SPECIAL-USE") and var option
        ? option
        : throw new ImapSyntaxException("LIST selects SUBSCRIBED, REMOTE, RECURSIVEMATCH and SPECIAL-USE");

    private static ListArguments Return(ImapSession session, ImapParser parser, ListArguments arguments)
    {
        switch (parser.Atom().ToUpperInvariant())
        {
            case "SUBSCRIBED":
                return arguments with { ReturnsSubscribed = true };
            case "CHILDREN":
                return arguments with { ReturnsChildren = true };
            case "SPECIAL-USE":
                return arguments with { ReturnsSpecialUse = true };
            case "MYRIGHTS":
                return arguments with { ReturnsMyRights = true };
            case "STATUS":
                parser.Expect(' ');
                return arguments with { ReturnsStatus = FolderStatus.Parse(session, parser) };
            case "METADATA":
                parser.Expect(' ');
                return parser.Peek == '(' && GetMetadataCommand.Entries(parser) is { Count: > 0 } entries ? arguments with { ReturnsMetadata = entries } : throw new ImapSyntaxException("METADATA takes a list of entries");
            default:
                throw new ImapSyntaxException("LIST does not return that");
        }
    }
}

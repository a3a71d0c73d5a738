using Oss.MailEngine.Imap.Metadata;
using Oss.MailEngine.Imap.Wire;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>GETMETADATA (RFC 5464 4.2).</summary>
internal static class GetMetadataCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var arguments = request.Arguments;
        var (maxSize, depth) = arguments.Peek == '(' ? Options(arguments) : (null, "0");
        var target = await MetadataTarget.ParseAsync(session, arguments, cancellationToken);
        arguments.Expect(' ');
        // The options may also stand behind the name, as the RFC's own examples have it.
        if (arguments.Peek == '(' && maxSize is null && depth == "0" && IsOptions(arguments))
            (maxSize, depth) = Options(arguments);
        var entries = Entries(arguments);
        arguments.ExpectEnd();

        var longest = Write(session, target, entries, maxSize, depth);
        await session.CompleteAsync(request, longest > 0 ? $"[METADATA LONGENTRIES {longest}] Some are longer" : "Done", cancellationToken);
    }

    /// <summary>Says what entries have, and how long the longest is that is longer than wanted; 0 for none.</summary>
    public static int Write(ImapSession session, MetadataTarget target, IReadOnlyList<MetadataEntry> entries, long? maxSize = null, string depth = "0")
    {
        var (own, shared) = (session.Mailbox!.Attributes.Read(), target.Folder.Mailbox.Attributes.Read());
        var (found, longest) = (new List<string>(), 0);
        foreach (var (entry, value) in entries.SelectMany(entry => Below(entry.IsPrivate ? own : shared, target, entry, depth)).Distinct())
        {
            var length = System.Text.Encoding.UTF8.GetByteCount(value ?? "");
            if (length > maxSize)
                longest = Math.Max(longest, length);
            else
                found.Add($"{entry} {(value is null ? "NIL" : ImapText.String(value, session.IsUtf8))}");
        }

        if (found.Count > 0)
            session.WriteLine($"* METADATA {target.Shown} ({string.Join(' ', found)})");
        return longest;
    }

    private static IEnumerable<(MetadataEntry Entry, string? Value)> Below(IReadOnlyDictionary<string, string> attributes, MetadataTarget target, MetadataEntry entry, string depth)
    {
        var key = target.Key(entry);
        if (depth == "0")
            return [(entry, attributes.GetValueOrDefault(key))];

        var below = key.TrimEnd('/') + '/';
        return attributes
            .Where(a => a.Key == key || (a.Key.StartsWith(below, StringComparison.Ordinal) && (depth == "INFINITY" || a.Key.IndexOf('/', below.Length) < 0)))
            .Select(a => (Entry: a.Key == key ? entry : entry.Below(a.Key[below.Length..]), (string?)a.Value))
            .Where(found => !MetadataEntry.IsServers(found.Entry.Name));
    }

    private static bool IsOptions(ImapParser arguments) => arguments.Rest.Length > 1 && arguments.Rest[1] is not ((byte)'/' or (byte)'"' or (byte)'{');

    private static (long? MaxSize, string Depth) Options(ImapParser arguments)
    {
        var (maxSize, depth) = ((long?)null, "0");
        arguments.Parenthesised(() =>
        {
            var option = arguments.Atom().ToUpperInvariant();
            arguments.Expect(' ');
            if (option == "MAXSIZE")
                maxSize = arguments.LongNumber();
            else if (option == "DEPTH" && arguments.Atom().ToUpperInvariant() is ("0" or "1" or "INFINITY") and var given)
                depth = given;
            else
                throw new ImapSyntaxException("GETMETADATA takes MAXSIZE and DEPTH");
        });
        arguments.Expect(' ');
        return (maxSize, depth);
    }

    /// <summary>One entry, or several in parentheses.</summary>
    public static List<MetadataEntry> Entries(ImapParser arguments)
    {
        var entries = new List<MetadataEntry>();
        if (arguments.Peek != '(')
            entries.Add(MetadataEntry.ParseAsked(arguments.AString()));
        else
            arguments.Parenthesised(() => entries.Add(entries.Count < ImapLimits.MetadataEntries ? MetadataEntry.ParseAsked(arguments.AString()) : throw new ImapSyntaxException("GETMETADATA takes fewer entries")));
        return entries;
    }
}

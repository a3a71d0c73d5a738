using Oss.MailEngine.Imap.List;
using Oss.MailEngine.Imap.Metadata;
using Oss.MailEngine.Imap.Sharing;
using Oss.MailEngine.Storage.Acl;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>LIST (RFC 3501 6.3.8, RFC 5258), with what extensions tell of folders.</summary>
internal static class ListCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var arguments = ListArguments.Parse(session, request.Arguments);
        if (!arguments.IsExtended && arguments.Patterns[0].Length == 0)
            session.WriteLine("* LIST (\\Noselect) \"/\" \"\"");
        else
            await WriteAsync(session, arguments, cancellationToken);
        await session.CompleteAsync(request, "Listed", cancellationToken);
    }

    private static async Task WriteAsync(ImapSession session, ListArguments arguments, CancellationToken cancellationToken)
    {
        var names = await FolderListing.OfAsync(session, [.. arguments.Patterns.Select(pattern => arguments.Reference + pattern)], cancellationToken);
        var matching = names.Where(name => arguments.Patterns.Any(pattern => pattern.Length > 0 && FolderPattern.Matches(arguments.Reference + pattern, name.Wire))).ToHashSet();
        var selected = names.Where(name => IsSelected(arguments, name)).ToList();
        foreach (var name in names.Where(matching.Contains))
        {
            var isSelected = IsSelected(arguments, name);
            // A level above what is selected is told when what is selected is not told itself (RFC 5258 3.5).
            var below = arguments.Recursive ? selected.Where(other => other.Value.StartsWith(name.Value + "/", StringComparison.Ordinal)).ToList() : [];
            if (!isSelected && !below.Exists(other => !matching.Contains(other)))
                continue;

            session.WriteLine($"* LIST ({string.Join(' ', Attributes(arguments, name))}) \"/\" {session.Shown(name)}{ChildInfo(arguments, below.Count > 0)}");
            if (!isSelected || name.Access is not { } access)
                continue;
            if (arguments.ReturnsMyRights)
                MyRightsCommand.Write(session, access);
            // Of a folder whose messages the user may not know the number is not told (RFC 5819 2).
            if (arguments.ReturnsStatus is { } status && access.May(AclRights.Read))
                await IfReachableAsync(access, () => status.WriteAsync(session, access.Folder, session.Shown(access.Path), cancellationToken));
            if (arguments.ReturnsMetadata is { } entries && access.May(AclRights.Read))
                await IfReachableAsync(access, () => MetadataAsync(session, entries, access, cancellationToken));
        }
    }

    private static async Task MetadataAsync(ImapSession session, IReadOnlyList<MetadataEntry> entries, FolderAccess access, CancellationToken cancellationToken)
    {
        await access.Folder.SyncAsync(cancellationToken);
        GetMetadataCommand.Write(session, new MetadataTarget(access, IsServer: false, session.Shown(access.Path)), entries);
    }

    // Another's mailbox that cannot be reached now is shown without its numbers and annotations.
    private static async Task IfReachableAsync(FolderAccess access, Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && !access.User.IsOwner)
        {
        }
    }

    private static bool IsSelected(ListArguments arguments, ListedName name)
    {
        if (arguments.OnlySpecialUse && name.Uses.Count == 0)
            return false;
        if (arguments.OnlySubscribed)
            return name.IsSubscribed;
        return name.Access is not null || (name.HasChildren && !arguments.OnlySpecialUse);
    }

    private static IEnumerable<string> Attributes(ListArguments arguments, ListedName name)
    {
        if (name.Access is null)
            yield return arguments.IsExtended ? "\\NonExistent" : "\\Noselect";
        if (arguments.ReturnsSubscribed && name.IsSubscribed)
            yield return "\\Subscribed";
        if (!arguments.IsExtended || arguments.ReturnsChildren)
            yield return name.HasChildren ? "\\HasChildren" : "\\HasNoChildren";
        foreach (var use in !arguments.IsExtended || arguments.ReturnsSpecialUse ? name.Uses : [])
            yield return use;
    }

    private static string ChildInfo(ListArguments arguments, bool hasSelectedBelow) => !hasSelectedBelow ? ""
        : $" (CHILDINFO ({string.Join(' ', new[] { arguments.OnlySubscribed ? "\"SUBSCRIBED\"" : "", arguments.OnlySpecialUse ? "\"SPECIAL-USE\"" : "" }.Where(option => option.Length > 0))}))";
}

using System.Text;
using Oss.MailEngine.Imap.Events;
using Oss.MailEngine.Imap.List;
using Oss.MailEngine.Imap.Metadata;
using Oss.MailEngine.Imap.Sharing;
using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Storage.Acl;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>SETMETADATA (RFC 5464 4.3): all entries or none.</summary>
internal static class SetMetadataCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var arguments = request.Arguments;
        var target = await MetadataTarget.ParseAsync(session, arguments, cancellationToken);
        arguments.Expect(' ');
        var changes = new List<(bool IsPrivate, string Key, string? Value)>();
        arguments.Parenthesised(() =>
        {
            var entry = MetadataEntry.Parse(arguments.AString());
            arguments.Expect(' ');
            changes.Add((entry.IsPrivate, target.Key(entry), Checked(target, entry, arguments.NString())));
            if (changes.Count > ImapLimits.MetadataEntries)
                throw new ImapRefusalException("[METADATA TOOMANY] Too many entries");
        });
        arguments.ExpectEnd();

        // All or none; in somebody else's folder the private ones and the others lie in two mailboxes, and what is set for everybody comes first.
        foreach (var group in changes.GroupBy(change => change.IsPrivate && !target.Access.User.IsOwner).OrderBy(group => group.Key))
        {
            if (!await (group.Key ? session.Mailbox! : target.Folder.Mailbox).Attributes.SetAsync([.. group.Select(change => (change.Key, change.Value))], cancellationToken))
                throw new ImapRefusalException("[METADATA TOOMANY] The mailbox has too many of them");
        }

        target.Folder.Mailbox.Tell();
        await session.CompleteAsync(request, "Set", cancellationToken);
    }

    private static string? Checked(MetadataTarget target, MetadataEntry entry, string? value)
    {
        // The entry for all folders (RFC 6785 2.3.1) is for all of this user's, and so his to set.
        if (target.IsServer && !entry.IsPrivate && entry.Name != ImapEvents.EntryName)
            throw new ImapRefusalException("[NOPERM] What the server says to all is not changed here");
        if (!entry.IsPrivate && !target.IsServer)
            target.Access.Demand(AclRights.Write);
        // A script acts in the owner's name.
        if (!entry.IsPrivate && entry.Name == ImapEvents.EntryName && !target.Access.User.IsOwner)
            throw new ImapRefusalException(FolderAccess.NoPermission);
        if (value is not null && Encoding.UTF8.GetByteCount(value) > ImapLimits.MetadataValue)
            throw new ImapRefusalException($"[METADATA MAXSIZE {ImapLimits.MetadataValue}] The value is too long");
        if (entry is { IsPrivate: true, Name: SpecialUse.Attribute } && value?.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(use => SpecialUse.Known.Contains(use, StringComparer.OrdinalIgnoreCase)) == false)
            throw new ImapRefusalException("[USEATTR] There is no such use");
        return value;
    }
}

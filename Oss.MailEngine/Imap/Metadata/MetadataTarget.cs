using Oss.MailEngine.Imap.Sharing;
using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Storage;
using Oss.MailEngine.Storage.Acl;

namespace Oss.MailEngine.Imap.Metadata;

/// <summary>What METADATA speaks of: a folder, or with an empty name the server (RFC 5464 4.2).</summary>
/// <param name="Access">The folder, and for the server INBOX.</param>
/// <param name="IsServer">Whether it is the server.</param>
/// <param name="Shown">Its name as the client knows it.</param>
internal sealed record MetadataTarget(FolderAccess Access, bool IsServer, string Shown)
{
    public Folder Folder => Access.Folder;

    /// <summary>Reads a name of a folder that the user may read (RFC 5464 3.3).</summary>
    public static async Task<MetadataTarget> ParseAsync(ImapSession session, ImapParser arguments, CancellationToken cancellationToken)
    {
        var text = arguments.AString();
        var name = text.Length == 0 ? FolderName.Inbox : session.Named(text) ?? throw new ImapRefusalException("[CANNOT] This cannot be a folder's name");
        var target = new MetadataTarget(await session.FindAsync(name, AclRights.Lookup | AclRights.Read, cancellationToken), text.Length == 0, text.Length == 0 ? "\"\"" : session.Shown(name));
        await target.Folder.SyncAsync(cancellationToken);
        return target;
    }

    public string Key(MetadataEntry entry) => entry.Key(Folder, IsServer);
}

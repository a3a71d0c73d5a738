using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap.Metadata;

/// <summary>What METADATA speaks of: a folder, or with an empty name the server (RFC 5464 4.2).</summary>
/// <param name="Folder">The folder, and for the server INBOX.</param>
/// <param name="IsServer">Whether it is the server.</param>
/// <param name="Shown">Its name as the client knows it.</param>
internal sealed record MetadataTarget(Folder Folder, bool IsServer, string Shown)
{
    public static async Task<MetadataTarget> ParseAsync(ImapSession session, ImapParser arguments, CancellationToken cancellationToken)
    {
        var text = arguments.AString();
        var target = text.Length == 0
            ? new MetadataTarget(session.Mailbox!.Inbox, true, "\"\"")
            : session.Named(text) is { } name ? new MetadataTarget(session.Find(name), false, session.Shown(name)) : throw new ImapRefusalException("[CANNOT] This cannot be a folder's name");
        await target.Folder.SyncAsync(cancellationToken);
        return target;
    }

    public string Key(MetadataEntry entry) => entry.Key(Folder, IsServer);
}

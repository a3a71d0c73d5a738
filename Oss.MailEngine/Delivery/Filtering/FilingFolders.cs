using Oss.MailEngine.Imap.List;
using Oss.MailEngine.Imap.Metadata;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Delivery.Filtering;

/// <summary>Folders that scripts name, made where they ask for it.</summary>
internal sealed class FilingFolders(Mailbox mailbox)
{
    /// <summary>The folder; <see langword="null"/> when it is not there and shall not be made, or when none can have that name. One that is made is subscribed to,
    /// so that mail programs show it, and gets the use that was looked for; one that is there keeps the uses it has (RFC 8579 4.1).</summary>
    public async Task<Folder?> FindAsync(string folder, bool create, string? specialUse, CancellationToken cancellationToken)
    {
        if (FolderName.TryParse(folder) is not { } name)
            return null;
        if (mailbox.FindFolder(name) is var existing && (existing is not null || !create))
            return existing;

        mailbox.CreateFolder(name);
        mailbox.Subscriptions.Set(name, subscribed: true);
        if (mailbox.FindFolder(name) is { } made && SpecialUse.Known.FirstOrDefault(use => use.Equals(specialUse, StringComparison.OrdinalIgnoreCase)) is { } known)
        {
            await made.SyncAsync(cancellationToken);
            await mailbox.Attributes.SetAsync([(MetadataEntry.Key(made, isPrivate: true, SpecialUse.Attribute), known)], cancellationToken);
        }

        return mailbox.FindFolder(name);
    }
}

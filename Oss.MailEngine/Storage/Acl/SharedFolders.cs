using System.Globalization;
using System.Text;

namespace Oss.MailEngine.Storage.Acl;

/// <summary>
/// Which of a mailbox's folders others may know of. Dovecot keeps their names in <c>dovecot-acl-list</c> in the Maildir, <c>&lt;time of change&gt; &lt;name on disk&gt;</c> a line, and believes it; here it
/// is written for Dovecot's sake and never read, for whoever edits a <c>dovecot-acl</c> by hand does not tell it.
/// </summary>
internal sealed class SharedFolders(Mailbox mailbox, string maildir)
{
    public const string ListFileName = "dovecot-acl-list";

    /// <summary>Folders that a user may know of.</summary>
    public IEnumerable<FolderName> VisibleTo(AclUser user) =>
        mailbox.ListFolders().Where(name => mailbox.FindFolder(name) is { } folder && folder.Acl.Read().RightsOf(user).HasFlag(AclRights.Lookup));

    /// <summary>Writes Dovecot's list, and the mailbox's entries in what all mailboxes share.</summary>
    /// <param name="everybody">Where those go.</param>
    /// <param name="cancellationToken">Ends the wait for the lock.</param>
    public async Task PublishAsync(SharedMailboxes everybody, CancellationToken cancellationToken)
    {
        var shared = mailbox.ListFolders().Select(mailbox.FindFolder).OfType<Folder>().Select(folder => (Folder: folder, Acl: folder.Acl.Read())).Where(entry => entry.Acl.IsShared).ToList();
        var list = string.Concat(shared.Select(entry => string.Create(
            CultureInfo.InvariantCulture,
            $"{FileStamp.Of(Path.Combine(entry.Folder.Path, AclFile.FileName)).Modified / 1_000_000_000} {(entry.Folder.Name.IsInbox ? "INBOX" : entry.Folder.Name.DirectoryName[1..])}\n")));
        Durable.ReplaceFile(Path.Combine(maildir, ListFileName), Encoding.ASCII.GetBytes(list));
        await everybody.PublishAsync(Path.GetFileName(mailbox.Home), shared.SelectMany(entry => entry.Acl.VisibleTo).ToHashSet(), cancellationToken);
    }

    /// <summary>Whether something is shared, at a glance.</summary>
    public bool HasAny => FileStamp.Of(Path.Combine(maildir, ListFileName)) is { Exists: true, Size: > 0 };
}

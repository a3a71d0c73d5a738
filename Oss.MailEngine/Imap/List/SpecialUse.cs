using Oss.MailEngine.Imap.Metadata;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap.List;

/// <summary>What a folder is for (RFC 6154): what its owner said, and until somebody says something what its name says.</summary>
internal static class SpecialUse
{
    /// <summary>The attribute's name, as METADATA shows it below <c>/private/</c> (RFC 6154 4).</summary>
    public const string Attribute = "specialuse";

    public static readonly string[] Known = ["\\All", "\\Archive", "\\Drafts", "\\Flagged", "\\Junk", "\\Sent", "\\Trash", "\\Important"];

    private static readonly Dictionary<string, string> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Drafts"] = "\\Drafts", ["Sent"] = "\\Sent", ["Sent Messages"] = "\\Sent", ["Trash"] = "\\Trash", ["Junk"] = "\\Junk", ["Spam"] = "\\Junk", ["Archive"] = "\\Archive",
    };

    /// <summary>The uses of a folder.</summary>
    public static async ValueTask<IReadOnlyList<string>> OfAsync(Mailbox mailbox, Folder folder, IReadOnlyDictionary<string, string> attributes, CancellationToken cancellationToken)
    {
        // The GUID is in the folder's uidlist; nobody looks there for a mailbox in which nothing was ever said.
        if (attributes.Count > 0)
        {
            await folder.SyncAsync(cancellationToken);
            if (attributes.TryGetValue(MetadataEntry.Key(folder, isPrivate: true, Attribute), out var said))
                return said.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        }

        return ByName.TryGetValue(folder.Name.Value, out var use) ? [use] : [];
    }
}

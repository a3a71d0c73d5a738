using Oss.MailEngine.Imap.Metadata;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap.List;

/// <summary>What a folder is for (RFC 6154): what its owner said, and until somebody says something what its name says.</summary>
internal static class SpecialUse
{
    /// <summary>The attribute's name, as METADATA shows it below <c>/private/</c> (RFC 6154 4).</summary>
    public const string Attribute = "specialuse";

    public static readonly string[] Known = ["\\All", "\\Archive", "\\Drafts", "\\Flagged", "\\Junk", "\\Sent", "\\Trash", "\\Important"];

    // The names that clients give these folders, in the languages they speak here.
    private static readonly Dictionary<string, string> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Drafts"] = "\\Drafts", ["Entwürfe"] = "\\Drafts",
        ["Sent"] = "\\Sent", ["Sent Messages"] = "\\Sent", ["Sent Items"] = "\\Sent", ["Gesendet"] = "\\Sent", ["Gesendete Objekte"] = "\\Sent",
        ["Trash"] = "\\Trash", ["Deleted Items"] = "\\Trash", ["Deleted Messages"] = "\\Trash", ["Papierkorb"] = "\\Trash", ["Gelöschte Objekte"] = "\\Trash",
        ["Junk"] = "\\Junk", ["Spam"] = "\\Junk", ["Junk E-mail"] = "\\Junk", ["Junk-E-Mail"] = "\\Junk",
        ["Archive"] = "\\Archive", ["Archives"] = "\\Archive", ["Archiv"] = "\\Archive",
    };

    /// <summary>The uses of a folder.</summary>
    public static async ValueTask<IReadOnlyList<string>> OfAsync(Mailbox mailbox, Folder folder, IReadOnlyDictionary<string, string> attributes, CancellationToken cancellationToken)
    {
        // The GUID is in the folder's uidlist; nobody looks there for a mailbox in which nothing was ever said.
        if (attributes.Count > 0)
        {
            await folder.SyncAsync(cancellationToken);
            return Of(folder.Name, attributes.GetValueOrDefault(MetadataEntry.Key(folder, isPrivate: true, Attribute)));
        }

        return Of(folder.Name, null);
    }

    /// <summary>The uses of a folder of which its owner said something; <see langword="null"/> when he said nothing.</summary>
    public static IReadOnlyList<string> Of(FolderName folder, string? said) =>
        said is not null ? said.Split(' ', StringSplitOptions.RemoveEmptyEntries) : ByName.TryGetValue(folder.Value, out var use) ? [use] : [];
}

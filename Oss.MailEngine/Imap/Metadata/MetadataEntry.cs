using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap.Metadata;

/// <summary>An entry of METADATA (RFC 5464 3): <c>/private/comment</c>, <c>/shared/vendor/…</c>; without regard to case.</summary>
internal readonly record struct MetadataEntry(bool IsPrivate, string Name)
{
    private const int MaxLength = 200;
    private const string ServerPrefix = "vendor/vendor.dovecot/pvt/server/";

    public static MetadataEntry Parse(string text) => TryParse(text) ?? throw new ImapSyntaxException("An entry begins with /private/ or /shared/");

    /// <summary>What may be asked for: an entry, or <c>/private</c> or <c>/shared</c> alone for all that is below it.</summary>
    public static MetadataEntry ParseAsked(string text) => text.ToLowerInvariant() switch
    {
        "/private" => new MetadataEntry(true, ""),
        "/shared" => new MetadataEntry(false, ""),
        _ => Parse(text),
    };

    public static MetadataEntry? TryParse(string text)
    {
        var name = text.ToLowerInvariant();
        var isPrivate = name.StartsWith("/private/", StringComparison.Ordinal);
        if ((!isPrivate && !name.StartsWith("/shared/", StringComparison.Ordinal)) || name.Length > MaxLength || name.EndsWith('/') || name.Contains("//", StringComparison.Ordinal)
            || name.Any(c => c is '*' or '%' or < ' ' or > '~'))
            return null;
        return new MetadataEntry(isPrivate, name[(isPrivate ? "/private/" : "/shared/").Length..]);
    }

    /// <summary>The entry of that name below this one.</summary>
    public MetadataEntry Below(string rest) => this with { Name = Name.Length == 0 ? rest : $"{Name}/{rest}" };

    /// <summary>Where an entry of a folder is kept.</summary>
    public static string Key(Folder folder, bool isPrivate, string name) => Key(folder.Guid, isPrivate, name);

    public static string Key(string folderGuid, bool isPrivate, string name) => $"{(isPrivate ? "priv" : "shared")}/{folderGuid}/{name}";

    /// <summary>Where it is kept; of the server it is kept with INBOX, as Dovecot does.</summary>
    public string Key(Folder folder, bool isServer) => Key(folder.Guid, isServer);

    /// <summary>The same by the folder's GUID; of the server, by INBOX's.</summary>
    public string Key(string folderGuid, bool isServer) => Key(folderGuid, IsPrivate, isServer ? ServerPrefix + Name : Name);

    /// <summary>Whether a name of INBOX is the server's in truth, and not to be seen with INBOX's own.</summary>
    public static bool IsServers(string name) => name.StartsWith(ServerPrefix, StringComparison.Ordinal);

    public override string ToString() => (IsPrivate ? "/private" : "/shared") + (Name.Length == 0 ? "" : "/" + Name);
}

using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap.Metadata;

/// <summary>An entry of METADATA (RFC 5464 3): <c>/private/comment</c>, <c>/shared/vendor/…</c>; without regard to case.</summary>
internal readonly record struct MetadataEntry(bool IsPrivate, string Name)
{
    private const int MaxLength = 200;

    public static MetadataEntry Parse(string text) => TryParse(text) ?? throw new ImapSyntaxException("An entry begins with /private/ or /shared/");

    public static MetadataEntry? TryParse(string text)
    {
        var name = text.ToLowerInvariant();
        var isPrivate = name.StartsWith("/private/", StringComparison.Ordinal);
        if ((!isPrivate && !name.StartsWith("/shared/", StringComparison.Ordinal)) || name.Length > MaxLength || name.EndsWith('/') || name.Contains("//", StringComparison.Ordinal)
            || name.Any(c => c is '*' or '%' or < ' ' or > '~'))
            return null;
        return new MetadataEntry(isPrivate, name[(isPrivate ? "/private/" : "/shared/").Length..]);
    }

    /// <summary>Where an entry of a folder is kept.</summary>
    public static string Key(Folder folder, bool isPrivate, string name) => Key(folder.Guid, isPrivate, name);

    public static string Key(string folderGuid, bool isPrivate, string name) => $"{(isPrivate ? "priv" : "shared")}/{folderGuid}/{name}";

    /// <summary>Where it is kept; of the server it is kept with INBOX, as Dovecot does.</summary>
    public string Key(Folder folder, bool isServer) => Key(folder.Guid, isServer);

    /// <summary>The same by the folder's GUID; of the server, by INBOX's.</summary>
    public string Key(string folderGuid, bool isServer) => Key(folderGuid, IsPrivate, isServer ? $"vendor/vendor.dovecot/pvt/server/{Name}" : Name);

    public override string ToString() => (IsPrivate ? "/private/" : "/shared/") + Name;
}

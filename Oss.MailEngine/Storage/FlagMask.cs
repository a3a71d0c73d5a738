using Oss.MailEngine.Storage.Acl;

namespace Oss.MailEngine.Storage;

/// <summary>Which flags somebody may change; the others stay as they are, or are not set on what is new (RFC 4314 4).</summary>
/// <param name="Flags">System flags.</param>
/// <param name="Keywords">Whether keywords too.</param>
internal readonly record struct FlagMask(MessageFlags Flags, bool Keywords)
{
    private const MessageFlags Ordinary = ~(MessageFlags.Seen | MessageFlags.Deleted);

    public static FlagMask All { get; } = Of(AclRights.All);

    /// <summary>What rights let somebody change.</summary>
    public static FlagMask Of(AclRights rights) => new(
        (rights.HasFlag(AclRights.Seen) ? MessageFlags.Seen : 0) | (rights.HasFlag(AclRights.DeleteMessages) ? MessageFlags.Deleted : 0) | (rights.HasFlag(AclRights.Write) ? Ordinary : 0),
        rights.HasFlag(AclRights.Write));
}

using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Storage;
using Oss.MailEngine.Storage.Acl;

namespace Oss.MailEngine.Imap.Sharing;

/// <summary>A folder that a session has to do with, and as whom.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Path">As the client named it.</param>
/// <param name="User">As whom.</param>
internal sealed record FolderAccess(Folder Folder, FolderPath Path, AclUser User)
{
    public const string NoPermission = "[NOPERM] You have no right to do that here";

    /// <summary>What the user may do now.</summary>
    public AclRights Rights => Folder.Acl.Read().RightsOf(User);

    /// <summary>Which flags the user may change now.</summary>
    public FlagMask Flags => FlagMask.Of(Rights);

    public bool May(AclRights rights) => Rights.HasFlag(rights);

    /// <exception cref="ImapRefusalException">The user lacks one of them.</exception>
    public void Demand(AclRights rights)
    {
        if (!May(rights))
            throw new ImapRefusalException(NoPermission);
    }
}

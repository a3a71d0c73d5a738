using Oss.Tests.MailEngine.Storage;

namespace Oss.Tests.MailEngine.Imap;

/// <summary>Debian's Dovecot with annotations, and the special uses that clients' usual names have here.</summary>
public sealed class FolderDovecot : DovecotServer
{
    protected override string Settings => """
        mail_attribute_dict = file:%h/Maildir/dovecot-attributes
        protocol imap {
          imap_metadata = yes
        }
        namespace inbox {
          mailbox Drafts {
            special_use = \Drafts
          }
          mailbox Entwürfe {
            special_use = \Drafts
          }
          mailbox Sent {
            special_use = \Sent
          }
          mailbox Trash {
            special_use = \Trash
          }
        }
        """;
}

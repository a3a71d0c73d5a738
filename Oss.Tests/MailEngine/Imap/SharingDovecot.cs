using Oss.Tests.MailEngine.Storage;

namespace Oss.Tests.MailEngine.Imap;

/// <summary>Debian's Dovecot with its acl plugin, other users' folders below <c>shared/</c>, and the file that says who shares with whom.</summary>
public sealed class SharingDovecot : DovecotServer
{
    /// <summary>Users for as many tests as there are.</summary>
    protected override IReadOnlyList<string> Named => [.. Enumerable.Range(1, 8).SelectMany(i => (string[])[$"anna{i}@example.org", $"bob{i}@example.org", $"carl{i}@example.org"])];

    public override string Community => "tenant-example.org";

    protected override (string All, string Imap) Plugins => ("acl", "imap_acl");

    /// <summary>The file of who shares with whom.</summary>
    public string SharedMailboxesFile => Path.Combine(Root, "shared-mailboxes.db");

    protected override string Settings => $$"""
        namespace shared {
          type = shared
          separator = /
          prefix = shared/%%u/
          location = maildir:%%h/Maildir
          subscriptions = no
          list = children
        }
        plugin {
          acl = vfile
          acl_shared_dict = file:{{SharedMailboxesFile}}
          acl_anyone = allow
        }
        """;
}

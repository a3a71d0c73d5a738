using Oss.MailEngine.Sieve.Language;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary><c>imapsieve</c> (RFC 6785): scripts that run when messages come into a folder by IMAP, or their flags change. It has no words; it has items of <c>environment</c>.</summary>
internal static class ImapSieveExtension
{
    public const string User = "imap.user";
    public const string Email = "imap.email";
    public const string Cause = "imap.cause";
    public const string Mailbox = "imap.mailbox";
    public const string ChangedFlags = "imap.changedflags";
    public const string From = "vnd.dovecot.mailbox-from";
    public const string To = "vnd.dovecot.mailbox-to";

    public static SieveExtension Extension { get; } = new("imapsieve");

    /// <summary>The extension that a script must require for an item; <see langword="null"/> for an item that is there for all. At a delivery the items are empty (RFC 6785 4.2).</summary>
    public static string? OwnerOf(string item) => item switch
    {
        User or Email or Cause or Mailbox or ChangedFlags => Extension.Name,
        From or To => DovecotExtension.ImapSieve.Name,
        _ => null,
    };
}

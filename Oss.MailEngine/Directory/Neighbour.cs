namespace Oss.MailEngine.Directory;

/// <summary>Another mailbox whose folders somebody may be let into, or that may be let into somebody's: of the same tenant, and open.</summary>
/// <param name="Mailbox">The mailbox.</param>
/// <param name="Community">The group of all mailboxes that may share folders with each other, the same for both: <c>anyone</c> in an access list, and Dovecot's <c>acl_groups</c>.</param>
public sealed record Neighbour(MailboxAccount Mailbox, string Community);

namespace Oss.MailEngine.Directory;

/// <summary>A login that is in use.</summary>
/// <param name="MailboxId">Whose.</param>
/// <param name="Service">For what.</param>
/// <param name="Stamp">The <see cref="MailboxAccount.Stamp"/> it began with.</param>
public sealed record OpenLogin(Guid MailboxId, MailService Service, string? Stamp);

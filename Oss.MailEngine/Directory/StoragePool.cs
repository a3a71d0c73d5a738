namespace Oss.MailEngine.Directory;

/// <summary>Storage that several mailboxes have together, beside what each of them may use.</summary>
/// <param name="Id">Names the pool for ever.</param>
/// <param name="Bytes">What its mailboxes may use together, in bytes on disk.</param>
public sealed record StoragePool(Guid Id, long Bytes);

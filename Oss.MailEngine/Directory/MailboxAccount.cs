namespace Oss.MailEngine.Directory;

/// <summary>A mailbox as the engine knows it.</summary>
/// <param name="Id">Immutable id; a mailbox deleted and created again under the same name has another.</param>
/// <param name="CanonicalName">The normalised primary address, e.g. <c>crohmann@netcologne.de</c>; names the directory on disk.</param>
/// <param name="Volume">Name of the volume that holds the mailbox, e.g. <c>vol104</c>.</param>
/// <param name="QuotaBytes">Storage limit in bytes on disk; <see langword="null"/> means unlimited.</param>
public sealed record MailboxAccount(Guid Id, string CanonicalName, string Volume, long? QuotaBytes)
{
    /// <summary>Limit of messages; <see langword="null"/> means unlimited.</summary>
    public long? QuotaMessages { get; init; }

    /// <summary>What messages in the trash may use beyond the limit, in bytes.</summary>
    public long TrashExtraBytes { get; init; }
}

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

    /// <summary>Storage that it shares with other mailboxes; <see langword="null"/> for none.</summary>
    public StoragePool? Pool { get; init; }

    /// <summary>What messages in the trash may use beyond the limit and beyond the pool's, in bytes.</summary>
    public long TrashExtraBytes { get; init; }

    /// <summary>Octets of one message, received, sent or appended; <see langword="null"/> for as many as the node takes.</summary>
    public long? MaxMessageBytes { get; init; }

    /// <summary>Messages that may be sent in an hour; <see langword="null"/> means unlimited.</summary>
    public int? MaxMessagesPerHour { get; init; }

    /// <summary>Names what let the user in: another one from the day on which the password is another.</summary>
    public string? Stamp { get; init; }

    /// <summary>Octets of one message on a node that takes so many.</summary>
    public long MessageLimit(long node) => Math.Min(node, MaxMessageBytes ?? long.MaxValue);
}

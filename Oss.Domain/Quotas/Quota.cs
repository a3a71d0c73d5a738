namespace Oss.Domain.Quotas;

/// <summary>A storage limit: a number of bytes, or none. "Unlimited" is a value of its own, never a magic number.</summary>
public readonly record struct Quota
{
    private Quota(long? bytes) => Bytes = bytes;

    /// <summary>The limit in bytes; <see langword="null"/> when unlimited.</summary>
    public long? Bytes { get; }

    /// <summary>True when there is no limit.</summary>
    public bool IsUnlimited => Bytes is null;

    /// <summary>No limit.</summary>
    public static Quota Unlimited { get; } = new(null);

    /// <summary>A limit of so many bytes, 0 or more.</summary>
    public static Quota OfBytes(long bytes) => bytes >= 0
        ? new Quota(bytes)
        : throw new ArgumentOutOfRangeException(nameof(bytes), bytes, "A quota is 0 bytes or more.");

    /// <summary>From the database's form, where NULL is unlimited.</summary>
    public static Quota FromNullable(long? bytes) => bytes is { } value ? OfBytes(value) : Unlimited;
}

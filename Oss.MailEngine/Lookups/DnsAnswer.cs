namespace Oss.MailEngine.Lookups;

/// <summary>How a look-up came out. That nothing is there and that nobody could say are two things: the first is final, the second passes.</summary>
internal enum DnsStatus
{
    Found,

    /// <summary>The name exists and has no such record.</summary>
    NoData,

    /// <summary>The name does not exist.</summary>
    NoDomain,

    /// <summary>No server answered, or it failed.</summary>
    Unavailable,
}

/// <summary>The answer to a look-up.</summary>
internal readonly record struct DnsAnswer<T>(DnsStatus Status, IReadOnlyList<T> Records)
{
    public bool IsFound => Status == DnsStatus.Found;

    public bool IsUnavailable => Status == DnsStatus.Unavailable;

    /// <summary>Whether a resolver that is trusted says that DNSSEC vouches for the answer.</summary>
    public bool IsSecure { get; init; }

    /// <summary>The name that the records stand at, where the one that was asked for is an alias of it (CNAME); <see langword="null"/> when it is none.</summary>
    public string? AliasOf { get; init; }
}

/// <summary>An MX record; <paramref name="Host"/> is empty for the null MX (RFC 7505).</summary>
internal sealed record MailExchanger(int Preference, string Host);

/// <summary>A TLSA record (RFC 6698 2.1), its numbers as they are: whoever uses them knows which mean something.</summary>
internal sealed record TlsaAssociation(byte Usage, byte Selector, byte Matching, byte[] Data)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Usage} {Selector} {Matching} {Convert.ToHexString(Data)}";
}

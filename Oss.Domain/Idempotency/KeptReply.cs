namespace Oss.Domain.Idempotency;

/// <summary>The reply to a request that its sender named, so that the same request sent again is answered and not carried out again
/// (<c>Idempotency-Key</c>, draft-ietf-httpapi-idempotency-key-header). Before there is a reply, the row says that the request is being carried out.</summary>
public sealed class KeptReply
{
    /// <summary>Immutable id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The client that sent it; the keys of two clients have nothing to do with one another.</summary>
    public required string Client { get; init; }

    /// <summary>The client's name for the request.</summary>
    public required string Key { get; init; }

    /// <summary>What the request was; another one under the same key is a mistake.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>While there is no reply: until when the node that carries it out is believed to live, UTC.</summary>
    public required DateTime RunsUntil { get; set; }

    /// <summary>The reply, encrypted, for it may hold a secret that is shown once; <see langword="null"/> while there is none.</summary>
    public string? Reply { get; set; }
}

/// <summary>A reply as it was sent.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="ContentType">Media type of the body.</param>
/// <param name="Location">Where what was made is.</param>
/// <param name="ETag">Its entity tag.</param>
/// <param name="Body">The body.</param>
public sealed record StoredReply(int Status, string? ContentType, string? Location, string? ETag, byte[] Body);

/// <summary>Bounds of kept replies.</summary>
public static class KeptReplyLimits
{
    /// <summary>Characters of a key.</summary>
    public const int KeyLength = 63;

    /// <summary>How long a reply is kept. What an order's own number protects, it protects for ever.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <summary>After this a request without a reply is believed to have died with its node; longer than any request may take.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
}

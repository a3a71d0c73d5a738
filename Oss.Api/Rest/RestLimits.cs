using Oss.Domain.Idempotency;

namespace Oss.Api.Rest;

/// <summary>What a request may cost before it is understood.</summary>
internal static class RestLimits
{
    /// <summary>Octets of a request body.</summary>
    public const int BodyOctets = 4 * 1024 * 1024;

    /// <summary>Octets of a batch of orders: ten thousand of one mailbox each have about six million.</summary>
    public const int BatchOctets = 8 * 1024 * 1024;

    /// <summary>Depth of JSON; the deepest legal request has 8.</summary>
    public const int Depth = 16;

    /// <summary>Rows of a part of a list when nothing else is asked for.</summary>
    public const int DefaultPage = 50;

    /// <summary>Fields that a reply may be narrowed to.</summary>
    public const int Fields = 50;

    /// <summary>Characters of the name of one field, its path included.</summary>
    public const int FieldLength = 100;

    /// <summary>Characters of a cursor.</summary>
    public const int CursorLength = 6000;

    /// <summary>Findings of one problem: a request of only mistakes shall not make a reply many times its size.</summary>
    public const int Findings = 100;

    /// <summary>Characters of an <c>Idempotency-Key</c>.</summary>
    public const int KeyLength = KeptReplyLimits.KeyLength;
}

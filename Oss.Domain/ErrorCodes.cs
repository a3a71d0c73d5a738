namespace Oss.Domain;

/// <summary>The one catalogue of codes. A code never changes its meaning and is never used again for another.</summary>
public static class ErrorCodes
{
    /// <summary>The request breaks one or more rules.</summary>
    public const string Validation = "validation";

    /// <summary>The thing named does not exist for this caller.</summary>
    public const string NotFound = "not-found";

    /// <summary>A limit of the product would be exceeded.</summary>
    public const string LimitExceeded = "limit-exceeded";

    /// <summary>The caller may not do this.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>A part of the platform is out of reach for now.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>The external order id was used before with another content.</summary>
    public const string OrderMismatch = "order-mismatch";

    /// <summary>The address is owned by something else.</summary>
    public const string AddressTaken = "address-taken";
}

namespace Oss.Api.Rest;

/// <summary>What a request may cost before it is understood.</summary>
internal static class RestLimits
{
    /// <summary>Octets of a request body.</summary>
    public const int BodyOctets = 4 * 1024 * 1024;

    /// <summary>Depth of JSON; the deepest legal request has 6.</summary>
    public const int Depth = 16;
}

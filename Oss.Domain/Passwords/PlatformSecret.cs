namespace Oss.Domain.Passwords;

/// <summary>A secret that all nodes share and nobody types: made by the first that needs it.</summary>
public sealed class PlatformSecret
{
    /// <summary>Characters of a name.</summary>
    public const int NameLength = 64;

    /// <summary>Octets of a value.</summary>
    public const int ValueOctets = 32;

    /// <summary>What it is for.</summary>
    public required string Name { get; init; }

    /// <summary>The secret.</summary>
    public required byte[] Value { get; init; }
}

namespace Oss.Domain.Tenants;

/// <summary>A customer of the ISP: the border that nobody sees across.</summary>
public sealed class Tenant : Versioned
{
    /// <summary>Characters of a customer number.</summary>
    public const int NumberLength = 64;

    /// <summary>Characters of a name.</summary>
    public const int NameLength = 200;

    /// <summary>Immutable id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The CRM's customer number; unique.</summary>
    public required string Number { get; init; }

    /// <summary>The customer's name.</summary>
    public required string Name { get; set; }

    /// <summary><see cref="Name"/> folded for searching.</summary>
    public required string SearchName { get; set; }

    /// <summary>Whether none of its mail is passed on to addresses outside the platform, whatever its products have: neither by forwards nor by rules nor by scripts.</summary>
    public bool ForbidsExternalForwarding { get; set; }
}

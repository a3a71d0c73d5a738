namespace Oss.Domain.Orders;

/// <summary>Bounds of an order; the XSD, the validators and the EF configuration read them here.</summary>
public static class OrderLimits
{
    /// <summary>Characters of the external system's name.</summary>
    public const int ExternalSystemLength = 64;

    /// <summary>Characters of the external order id.</summary>
    public const int ExternalIdLength = 128;

    /// <summary>Items of one order.</summary>
    public const int Items = 500;

    /// <summary>Targets of one forward.</summary>
    public const int ForwardTargets = 50;
}

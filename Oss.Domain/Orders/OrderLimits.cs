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

    /// <summary>Seconds a caller may wait for an order's end; below the 30 seconds after which proxies and CRMs give up.</summary>
    public const int WaitSeconds = 25;

    /// <summary>Days that an ended mailbox's mail may be kept.</summary>
    public const int GraceDays = 3650;

    /// <summary>How far ahead an order may be dated.</summary>
    public static readonly TimeSpan FurthestStart = TimeSpan.FromDays(3 * 366);

    /// <summary>Orders of one batch.</summary>
    public const int BatchOrders = 10_000;

    /// <summary>Items of all orders of one batch.</summary>
    public const int BatchItems = 50_000;

    /// <summary>Clear-text passwords in one batch: each costs tens of milliseconds to hash, and none is stored unhashed.</summary>
    public const int BatchClearTextPasswords = 500;
}

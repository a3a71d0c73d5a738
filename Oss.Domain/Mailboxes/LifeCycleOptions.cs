namespace Oss.Domain.Mailboxes;

/// <summary>Section <c>Oss:LifeCycle</c>.</summary>
public sealed class LifeCycleOptions
{
    /// <summary>Days for which a freed address is kept from other tenants than its former one; 0 for not at all.</summary>
    public int QuarantineDays { get; set; } = 90;

    /// <summary>Days for which an ended mailbox can be restored.</summary>
    public int GraceDays { get; set; } = 30;

    /// <summary>Days for which a domain whose ownership must be proven waits for it, taking neither mail nor addresses; 0 for ever.</summary>
    public int ClaimDays { get; set; } = 14;

    /// <summary>Days for which an export of a mailbox can be fetched.</summary>
    public int ExportDays { get; set; } = 7;

    /// <summary>Names that nobody but an operator may have in a shared domain, beside those of RFC 2142.</summary>
    public IList<string> ReservedNames { get; } = [];
}

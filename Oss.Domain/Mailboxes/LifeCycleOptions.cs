namespace Oss.Domain.Mailboxes;

/// <summary>Section <c>Oss:LifeCycle</c>.</summary>
public sealed class LifeCycleOptions
{
    /// <summary>Days for which a freed address is kept from other tenants than its former one; 0 for not at all.</summary>
    public int QuarantineDays { get; set; } = 90;

    /// <summary>Days for which an ended mailbox can be restored.</summary>
    public int GraceDays { get; set; } = 30;

    /// <summary>Names that nobody but an operator may have in a shared domain, beside those of RFC 2142.</summary>
    public IList<string> ReservedNames { get; } = [];
}

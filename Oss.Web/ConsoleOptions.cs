namespace Oss.Web;

/// <summary>Section <c>Oss:Console</c>.</summary>
public sealed class ConsoleOptions
{
    /// <summary>Whether whoever runs the platform must say why before the console shows a customer, a mailbox, an order or a message. It can be said without that too, and then stands in the audit as well.</summary>
    public bool RequireReason { get; set; }
}

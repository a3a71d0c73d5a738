using Microsoft.AspNetCore.Components;
using Oss.Domain.Orders;

namespace Oss.Web.Pages.Orders;

/// <summary>Orders as rows.</summary>
public sealed partial class OrderTable
{
    /// <summary>The rows.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<OrderRow> Orders { get; set; }
}

using Microsoft.AspNetCore.Components;

namespace Oss.Web.Shared;

/// <summary>The ways from one slice of a list to the next.</summary>
public sealed partial class SlicePages
{
    /// <summary>The list with its filter.</summary>
    [Parameter, EditorRequired]
    public required string Url { get; set; }

    /// <summary>Whether there are rows before these.</summary>
    [Parameter]
    public bool HasNewer { get; set; }

    /// <summary>Whether there are rows behind these.</summary>
    [Parameter]
    public bool HasOlder { get; set; }

    /// <summary>The first row shown.</summary>
    [Parameter]
    public Guid First { get; set; }

    /// <summary>The last row shown.</summary>
    [Parameter]
    public Guid Last { get; set; }
}

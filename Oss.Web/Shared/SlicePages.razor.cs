using Microsoft.AspNetCore.Components;

namespace Oss.Web.Shared;

/// <summary>The ways from one slice of a list to the next.</summary>
public sealed partial class SlicePages
{
    /// <summary>The list with its filter.</summary>
    [Parameter, EditorRequired]
    public required string Url { get; set; }

    /// <summary>Where the slice before ends; absent at the beginning.</summary>
    [Parameter]
    public string? Previous { get; set; }

    /// <summary>Where the next slice begins; absent at the end.</summary>
    [Parameter]
    public string? Next { get; set; }

    /// <summary>Whether the list is by time, the newest first.</summary>
    [Parameter]
    public bool ByTime { get; set; }
}

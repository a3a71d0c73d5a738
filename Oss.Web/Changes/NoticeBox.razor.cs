using Microsoft.AspNetCore.Components;

namespace Oss.Web.Changes;

/// <summary>Says what became of a form a moment ago: on top of the page that it is done, beside the form why it was refused.</summary>
public sealed partial class NoticeBox(Notices notices)
{
    /// <summary>The form; absent on top of a page.</summary>
    [Parameter]
    public string? For { get; set; }

    private Notice? Notice => notices.Take() is { } left && (For is null ? !left.Refused : left.Refused && left.Form == For) ? left : null;
}

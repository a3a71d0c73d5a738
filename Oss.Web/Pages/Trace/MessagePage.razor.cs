using Microsoft.AspNetCore.Components;
using Oss.Domain.Trace;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Trace;

/// <summary>One message: its way to each recipient, what happened on it in plain words, and the replies as they were given.</summary>
public sealed partial class MessagePage(GetTracedMessage messages, ConsoleActor console, TraceSentence sentence)
{
    /// <summary>The message.</summary>
    [Parameter]
    public Guid Id { get; set; }

    private IReadOnlyList<TracedRecipient> Ways { get; set; } = null!;

    private TracedRecipient First => Ways[0];

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync() => Ways = await messages.ExecuteAsync(Id, console.Get(), CancellationToken.None);

    // One side knows what the other is not shown.
    private string? Known(Func<TracedRecipient, string?> of) => Ways.Select(of).FirstOrDefault(text => !string.IsNullOrEmpty(text));

    private static string Tone(TraceEvent happened) => happened.Kind switch
    {
        TraceEventKind.Delivered or TraceEventKind.Filed or TraceEventKind.Sent or TraceEventKind.Accepted => "good",
        TraceEventKind.Refused or TraceEventKind.Failed or TraceEventKind.Expired or TraceEventKind.Rejected or TraceEventKind.Deleted => "bad",
        TraceEventKind.Deferred or TraceEventKind.Discarded or TraceEventKind.Quarantined or TraceEventKind.Held or TraceEventKind.FilterFailed => "warn",
        _ => "",
    };
}

using Microsoft.AspNetCore.Components;
using Oss.Domain.MailQueue;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Queue;

/// <summary>The header of a queued message, on demand; the look is noted before it is shown.</summary>
public sealed partial class QueuedHeaderPage(GetQueuedMessage messages, ConsoleActor console)
{
    /// <summary>The message's id.</summary>
    [Parameter]
    public Guid Id { get; set; }

    private string? Header { get; set; }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync() => Header = await messages.ReadHeaderAsync(Id, console.Get(), CancellationToken.None);
}

using Microsoft.AspNetCore.Components;
using Oss.Domain.Access;
using Oss.Domain.MailQueue;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Queue;

/// <summary>One queued message: its envelope and how each recipient stands; never its body.</summary>
public sealed partial class QueuedMessagePage(GetQueuedMessage messages, ConsoleActor console)
{
    /// <summary>Its id.</summary>
    [Parameter]
    public Guid Id { get; set; }

    private QueuedMessageView? Message { get; set; }

    private bool MayChange => console.Get() is { Role: Role.Operator, TenantId: null };

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync() => Message = await messages.ExecuteAsync(Id, console.Get(), CancellationToken.None);
}

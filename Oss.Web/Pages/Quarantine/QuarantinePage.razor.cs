using Microsoft.AspNetCore.Components;
using Oss.Domain;
using Oss.Domain.MailQuarantine;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Quarantine;

/// <summary>Mail that was accepted and is held back, the latest first: of all mailboxes that the reader may see, or of one.</summary>
public sealed partial class QuarantinePage(SearchQuarantine quarantine, ConsoleActor console)
{
    private const int PageSize = 50;

    /// <summary>Only for this mailbox.</summary>
    [SupplyParameterFromQuery]
    public string? Mailbox { get; set; }

    /// <summary>The part behind this message.</summary>
    [SupplyParameterFromQuery]
    public string? Older { get; set; }

    private Guid? MailboxId => Asked.Id(Mailbox);

    private Part<QuarantinedMail>? Found { get; set; }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync() => Found = await quarantine.ExecuteAsync(MailboxId, Asked.Id(Older), PageSize, console.Get(), CancellationToken.None);
}

using Microsoft.AspNetCore.Components;
using Oss.Domain.MailQuarantine;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Quarantine;

/// <summary>One message that is held back.</summary>
[Route("/quarantine/{Id:guid}/header")]
public sealed partial class QuarantinedPage(GetQuarantined quarantine, ConsoleActor console, NavigationManager navigation)
{
    /// <summary>Its id.</summary>
    [Parameter]
    public Guid Id { get; set; }

    private QuarantinedMail? Mail { get; set; }

    private string? Header { get; set; }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var mail = await quarantine.ExecuteAsync(Id, console.Get(), CancellationToken.None);
        // The look is noted before it is shown; so the header has an address of its own, and none comes along by itself.
        if (navigation.ToBaseRelativePath(navigation.Uri).Split('?')[0].EndsWith("/header", StringComparison.Ordinal))
            Header = await quarantine.ReadHeaderAsync(Id, console.Get(), CancellationToken.None);
        Mail = mail;
    }
}

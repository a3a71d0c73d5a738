using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Mailboxes.Archives;
using Oss.Domain.MailQuarantine;
using Oss.Domain.Rules;
using Oss.Web.Changes;
using Oss.Web.Sessions;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Self;

/// <summary>The settings of the own mailbox: what becomes of its mail, and its password.</summary>
public sealed partial class SelfPage(GetRules rules, GetArchives archives, SearchQuarantine quarantine, ErrorTexts errors, Notices notices)
{
    private const int HeldAtOnce = 20;

    [CascadingParameter]
    private HttpContext? Http { get; set; }

    private MailUser User { get; set; } = null!;

    private RulesView View { get; set; } = null!;

    private IReadOnlyList<MailboxScript> Scripts { get; set; } = [];

    private Part<QuarantinedMail> Held { get; set; } = new([], null);

    /// <summary>What is held back behind this message.</summary>
    [SupplyParameterFromQuery]
    public string? Older { get; set; }

    private IReadOnlyList<MailArchiveView>? Exports { get; set; }

    private string? Away { get; set; }

    private bool IsRefused => notices.Take() is { Refused: true, Form: "own-password" };

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var user = MailUserSession.User(Http!);
        Exports = await archives.ListAsync(user.MailboxId, user.ToActor(), CancellationToken.None);
        try
        {
            View = await rules.ExecuteAsync(user.MailboxId, user.ToActor(), CancellationToken.None);
            Held = await quarantine.ExecuteAsync(null, Asked.Id(Older), HeldAtOnce, user.ToActor(), CancellationToken.None);
            Scripts = await rules.ScriptsAsync(user.MailboxId, user.ToActor(), CancellationToken.None);
        }
        catch (DomainException e) when (e.Error is DomainError.Unavailable)
        {
            Away = errors.For(e.Error);
        }

        User = user;
    }
}

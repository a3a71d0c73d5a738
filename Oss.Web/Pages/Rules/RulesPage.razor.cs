using Microsoft.AspNetCore.Components;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Mailboxes;
using Oss.Domain.Rules;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Rules;

/// <summary>What becomes of a mailbox's mail, for agents with its owner on the line.</summary>
public sealed partial class RulesPage(GetMailbox mailboxes, GetRules rules, ConsoleActor console, ErrorTexts errors)
{
    /// <summary>The mailbox.</summary>
    [Parameter]
    public Guid Id { get; set; }

    private MailboxDetails Mailbox { get; set; } = null!;

    private RulesView View { get; set; } = null!;

    private IReadOnlyList<MailboxScript> Scripts { get; set; } = [];

    private bool MayChange { get; set; }

    private Actor Actor { get; set; } = null!;

    // A volume that is away is said on the page: the agent is at the right mailbox all the same.
    private string? Away { get; set; }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        (Actor, MayChange) = (console.Get(), console.MayChange);
        var mailbox = await mailboxes.ExecuteAsync(Id, Actor, CancellationToken.None);
        try
        {
            View = await rules.ExecuteAsync(Id, Actor, CancellationToken.None);
            Scripts = await rules.ScriptsAsync(Id, Actor, CancellationToken.None);
        }
        catch (DomainException e) when (e.Error is DomainError.Unavailable)
        {
            Away = errors.For(e.Error);
        }

        Mailbox = mailbox;
    }
}

using Microsoft.AspNetCore.Components;
using Oss.Domain.Mailboxes;
using Oss.Domain.Statistics;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Statistics;

/// <summary>A mailbox's last logins: "I cannot log in", and "was that me?".</summary>
public sealed partial class LoginsPage(GetMailbox mailboxes, ListMailboxLogins logins, ConsoleActor console)
{
    /// <summary>The mailbox.</summary>
    [Parameter]
    public Guid Id { get; set; }

    private MailboxDetails Mailbox { get; set; } = null!;

    private IReadOnlyList<LoginView> Logins { get; set; } = [];

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var mailbox = await mailboxes.ExecuteAsync(Id, console.Get(), CancellationToken.None);
        Logins = await logins.ExecuteAsync(Id, console.Get(), CancellationToken.None);
        Mailbox = mailbox;
    }
}

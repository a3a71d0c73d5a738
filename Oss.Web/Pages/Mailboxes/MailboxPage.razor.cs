using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Mailboxes;
using Oss.Domain.Mailboxes.Archives;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Mailboxes;

/// <summary>One mailbox: what it is, what it uses on disk now, its addresses, and what support changes on the telephone.</summary>
public sealed partial class MailboxPage(GetMailbox mailboxes, GetArchives archives, ConsoleActor console, ErrorTexts errors, IStringLocalizer<Texts> texts)
{
    /// <summary>The mailbox.</summary>
    [Parameter]
    public Guid Id { get; set; }

    /// <summary>The address it was found by.</summary>
    [SupplyParameterFromQuery]
    public string? By { get; set; }

    private MailboxDetails Mailbox { get; set; } = null!;

    private (string Text, double? Percent) Usage { get; set; }

    private bool MayChange { get; set; }

    private IReadOnlyList<MailArchiveView>? Exports { get; set; }

    private bool MayRestore { get; set; }

    private bool MayPurge { get; set; }

    private bool HasEnded => Mailbox.State is MailboxState.Terminated or MailboxState.Purged;

    // A way into networks behind the platform is the provider's alone.
    private bool MayRelay { get; set; }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var actor = console.Get();
        Mailbox = await mailboxes.ExecuteAsync(Id, actor, CancellationToken.None);
        MayChange = console.MayChange && !HasEnded;
        MayRelay = MayChange && actor is { Role: Role.Operator, TenantId: null };
        MayRestore = console.MayChange && Mailbox.State == MailboxState.Terminated;
        MayPurge = actor is { Role: Role.Operator, TenantId: null } && Mailbox.State == MailboxState.Terminated;
        Exports = GetArchives.Allows(actor) ? await archives.ListAsync(Id, actor, CancellationToken.None) : null;
        try
        {
            var used = await mailboxes.MeasureUsageAsync(Id, actor, CancellationToken.None);
            var text = string.Format(
                CultureInfo.CurrentCulture, texts["UsageOf"], Octets.Text(used?.Bytes ?? 0), Mailbox.Quota.Bytes is { } limit ? Octets.Text(limit) : texts["Unlimited"], used?.Messages ?? 0);
            if (used?.Pool is { } pool)
                text += string.Format(CultureInfo.CurrentCulture, texts["UsageOfPool"], Octets.Text(pool.Bytes), Octets.Text(pool.LimitBytes));
            Usage = (text, Mailbox.Quota.Bytes is > 0 and var quota ? Math.Min(100, 100.0 * (used?.Bytes ?? 0) / quota) : null);
        }
        catch (DomainException e)
        {
            // A volume that is away is no reason to show nothing of the mailbox.
            Usage = (errors.For(e.Error), null);
        }
    }
}

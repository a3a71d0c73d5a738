using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Mailboxes;
using Oss.Domain.Mailboxes.Archives;
using Oss.Domain.Orders;
using Oss.Domain.Passwords;
using Oss.Web.Changes;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Mailboxes;

/// <summary>One mailbox: what it is, what it uses on disk now, its addresses, and what support changes on the telephone.</summary>
public sealed partial class MailboxPage(GetMailbox mailboxes, GetArchives archives, ConsoleActor console, ErrorTexts errors, IStringLocalizer<Texts> texts, Notices notices)
{
    /// <summary>The mailbox.</summary>
    [Parameter]
    public Guid Id { get; set; }

    /// <summary>The address it was found by.</summary>
    [SupplyParameterFromQuery]
    public string? By { get; set; }

    private MailboxDetails Mailbox { get; set; } = null!;

    private string UsageText { get; set; } = "";

    private double? UsagePercent { get; set; }

    private bool MayChange { get; set; }

    private IReadOnlyList<MailArchiveView>? Exports { get; set; }

    private bool MayRestore { get; set; }

    private bool MayPurge { get; set; }

    private bool HasEnded => Mailbox.State is MailboxState.Terminated or MailboxState.Purged;

    // A way into networks behind the platform is the provider's alone.
    private bool MayRelay { get; set; }

    private IEnumerable<string> Units => Mailbox.MayBeUnlimited ? ["MB", "GB", "unlimited"] : ["MB", "GB"];

    private string QuotaUnit => Mailbox.Quota.Bytes is { } bytes ? bytes % Octets.GiB == 0 ? "GB" : "MB" : "unlimited";

    private string QuotaAmount => Mailbox.Quota.Bytes is { } bytes ? (bytes / (double)(QuotaUnit == "GB" ? Octets.GiB : Octets.MiB)).ToString("0.##", CultureInfo.CurrentCulture) : "1";

    private string DomainPart => Mailbox.Address[(Mailbox.Address.LastIndexOf('@') + 1)..];

    // Made with the form, so that the second click on the button is the same order with the same content.
    private string Suggested { get; } = GeneratedPassword.Create();

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
            UsageText = string.Format(
                CultureInfo.CurrentCulture, texts["UsageOf"], Octets.Text(used?.Bytes ?? 0), Mailbox.Quota.Bytes is { } limit ? Octets.Text(limit) : texts["Unlimited"], used?.Messages ?? 0);
            if (used?.Pool is { } pool)
                UsageText += string.Format(CultureInfo.CurrentCulture, texts["UsageOfPool"], Octets.Text(pool.Bytes), Octets.Text(pool.LimitBytes));
            UsagePercent = Mailbox.Quota.Bytes is > 0 and var quota ? Math.Min(100, 100.0 * (used?.Bytes ?? 0) / quota) : null;
        }
        catch (DomainException e)
        {
            // A volume that is away is no reason to show nothing of the mailbox.
            UsageText = errors.For(e.Error);
        }
    }

    private string Suspended(Suspension suspension) => string.Join(", ", new[]
    {
        suspension.Login ? texts["SuspendLogin"].Value : null,
        suspension.Send ? texts["SuspendSend"].Value : null,
        suspension.Receive == ReceivePolicy.Accept ? null : texts[$"ReceivePolicy.{suspension.Receive}"].Value,
    }.OfType<string>());

    private bool IsRefused(string form) => notices.Take() is { Refused: true } notice && notice.Form == form;

    private string? Typed(string field, string? otherwise) =>
        notices.Take() is { Refused: true } notice && notice.Typed.TryGetValue(field, out var typed) ? typed : otherwise;

    private OrderItemView OwnItem(OrderView order) => order.Items.FirstOrDefault(item => item.Key == Mailbox.Address || Mailbox.Addresses.Any(address => address.Value == item.Key)) ?? order.Items[^1];
}

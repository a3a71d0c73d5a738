using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Localization;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Mailboxes;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Mailboxes;

/// <summary>One mailbox: what it is, what it uses on disk now, and its aliases.</summary>
public sealed partial class MailboxPage(GetMailbox mailboxes, ConsoleActor console, ErrorTexts errors, IStringLocalizer<Texts> texts)
{
    /// <summary>The mailbox.</summary>
    [Parameter]
    public Guid Id { get; set; }

    /// <summary>Code of a change that was refused a moment ago.</summary>
    [SupplyParameterFromQuery(Name = "error")]
    public string? ErrorCode { get; set; }

    [CascadingParameter]
    private HttpContext? Http { get; set; }

    private MailboxDetails? Mailbox { get; set; }

    private string? Failure { get; set; }

    private string UsageText { get; set; } = "";

    private double? UsagePercent { get; set; }

    private bool MayChange { get; set; }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var actor = await console.GetAsync();
        MayChange = actor.Role != Role.Auditor;
        Failure = ErrorCode is { Length: > 0 } ? errors.For(ErrorCode) : null;
        try
        {
            Mailbox = await mailboxes.ExecuteAsync(Id, actor, CancellationToken.None);
            await MeasureAsync(actor);
        }
        catch (DomainException e) when (e.Error is DomainError.NotFound)
        {
            Http?.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    private async Task MeasureAsync(Actor actor)
    {
        try
        {
            var used = await mailboxes.MeasureUsageAsync(Id, actor, CancellationToken.None);
            UsageText = string.Format(
                CultureInfo.CurrentCulture, texts["UsageOf"], Size(used?.Bytes ?? 0), Mailbox!.Quota.Bytes is { } limit ? Size(limit) : texts["Unlimited"], used?.Messages ?? 0);
            UsagePercent = Mailbox.Quota.Bytes is > 0 and var quota ? Math.Min(100, 100.0 * (used?.Bytes ?? 0) / quota) : null;
        }
        catch (DomainException e)
        {
            UsageText = errors.For(e.Error);
        }
    }

    private static string Size(long octets) => octets switch
    {
        >= 1L << 30 => string.Create(CultureInfo.CurrentCulture, $"{octets / (double)(1L << 30):0.##} GB"),
        >= 1L << 20 => string.Create(CultureInfo.CurrentCulture, $"{octets / (double)(1L << 20):0.#} MB"),
        >= 1L << 10 => string.Create(CultureInfo.CurrentCulture, $"{octets / 1024.0:0.#} KB"),
        _ => string.Create(CultureInfo.CurrentCulture, $"{octets} B"),
    };
}

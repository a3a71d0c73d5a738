using Microsoft.AspNetCore.Components;
using Oss.Domain.Tenants;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Tenants;

/// <summary>One customer: contracts with what is used of their limits, and domains.</summary>
public sealed partial class TenantPage(GetTenantUse tenants, ListExternalForwards forwards, ConsoleActor console)
{
    /// <summary>The tenant.</summary>
    [Parameter]
    public Guid Id { get; set; }

    /// <summary>Asks who forwards elsewhere, after this mailbox; empty for from the beginning. It costs a look at each mailbox, so nobody is shown it who has not asked.</summary>
    [SupplyParameterFromQuery(Name = "forwards")]
    public string? ForwardsAfter { get; set; }

    private TenantDetails Tenant { get; set; } = null!;

    private OutwardForwards? Outward { get; set; }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var tenant = await tenants.ExecuteAsync(Id, console.Get(), CancellationToken.None);
        if (ForwardsAfter is not null)
            Outward = await forwards.ExecuteAsync(tenant.Number, ForwardsAfter.Length > 0 ? ForwardsAfter : null, console.Get(), CancellationToken.None);
        Tenant = tenant;
    }
}

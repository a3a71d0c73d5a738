using Microsoft.AspNetCore.Components;
using Oss.Domain.Tenants;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Tenants;

/// <summary>One customer: contracts with what is used of their limits, and domains.</summary>
public sealed partial class TenantPage(GetTenantUse tenants, ConsoleActor console)
{
    /// <summary>The tenant.</summary>
    [Parameter]
    public Guid Id { get; set; }

    private TenantDetails Tenant { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync() => Tenant = await tenants.ExecuteAsync(Id, console.Get(), CancellationToken.None);
}

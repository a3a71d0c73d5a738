using Microsoft.AspNetCore.Components;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Web.Shared;

namespace Oss.Web.Pages.ApiClients;

/// <summary>Machines that may call SOAP and REST; for operators, and for a customer's own administrators those of the customer.</summary>
public sealed partial class ApiClientsPage(ManageApiClients clients, ConsoleActor console)
{
    private const int PageSize = 50;

    /// <summary>The last client of the page before.</summary>
    [SupplyParameterFromQuery(Name = "after")]
    public string? After { get; set; }

    private Part<ApiClientView> Found { get; set; } = new([], null);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync() => Found = await clients.ListAsync(After, PageSize, console.Get(), CancellationToken.None);
}

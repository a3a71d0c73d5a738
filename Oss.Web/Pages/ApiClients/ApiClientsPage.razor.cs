using Microsoft.AspNetCore.Components;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Web.Shared;

namespace Oss.Web.Pages.ApiClients;

/// <summary>Machines that may call SOAP and REST; for operators, and for a customer's own administrators those of the customer.</summary>
public sealed partial class ApiClientsPage(ManageApiClients clients, ConsoleActor console)
{
    /// <summary>The part behind this row.</summary>
    [SupplyParameterFromQuery]
    public string? After { get; set; }

    /// <summary>The part before this row.</summary>
    [SupplyParameterFromQuery]
    public string? Before { get; set; }

    /// <summary>Anything for the end of the list.</summary>
    [SupplyParameterFromQuery]
    public string? Last { get; set; }

    private Slice<ApiClientView> Found { get; set; } = new([], null, null);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync() => Found = await clients.ListAsync(Asked.Cut(After, Before, Last), console.Get(), CancellationToken.None);
}

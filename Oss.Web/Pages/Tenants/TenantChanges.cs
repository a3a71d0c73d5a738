using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Oss.Domain;
using Oss.Domain.Orders;
using Oss.Domain.Tenants;
using Oss.Web.Changes;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Tenants;

/// <summary>What people do with a customer as a whole: let mail out of the platform, or not.</summary>
internal static class TenantChanges
{
    private static readonly Dictionary<string, string?> Nothing = [];

    public static void MapTenantChanges(this IEndpointRouteBuilder routes) =>
        routes.MapChange("/tenants/{id:guid}/forwarding", ForwardingAsync).RequireAuthorization(new AuthorizeAttribute { Roles = SupportConsole.Operators });

    private static async Task<IResult> ForwardingAsync(
        Guid id, [FromForm] Guid order, [FromForm] bool forbid, [FromForm] bool? even, GetTenantUse tenants, SubmitOrder submit, ConsoleActor console, Change change, CancellationToken cancellationToken)
    {
        // It is the customer's, and ordered with one of the contracts.
        var tenant = await tenants.ExecuteAsync(id, console.Get(), cancellationToken);
        return await change.RunAsync($"/tenants/{id}", "forwarding", Nothing, async () =>
        {
            if (tenant.Contracts is not [var contract, ..])
                throw new DomainException(new DomainError.NotFound("subscription", tenant.Number));

            var item = new SubscriptionItemRequest(OrderAction.Modify, contract.ContractNumber, ForbidExternalForwarding: forbid, EvenIfForwarding: even);
            await submit.ExecuteAsync(new OrderRequest("console", order.ToString("D", CultureInfo.InvariantCulture), [item]), console.Get(), cancellationToken);
            return new Done(forbid ? "ForwardingForbidden" : "ForwardingAllowed");
        });
    }
}

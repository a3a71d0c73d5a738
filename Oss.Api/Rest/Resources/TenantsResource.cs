using Oss.Domain.Access;
using Oss.Domain.Tenants;

namespace Oss.Api.Rest.Resources;

/// <summary>Customers.</summary>
internal static class TenantsResource
{
    public static void MapTenants(this RouteGroupBuilder api)
    {
        api.Get("/tenants", "SearchTenants", ApiScopes.ReadCustomers, "Lists customers by number.", ListAsync).Lists<TenantRow>();
        api.Get("/tenants/{number}", "GetTenant", ApiScopes.ReadCustomers, "Shows a customer with all contracts and domains.", GetAsync).Returns<TenantShown>();
        api.Get("/tenants/{number}/external-forwards", "ListExternalForwards", ApiScopes.ReadCustomers, "Lists who of a customer passes mail on to addresses outside the platform, 200 mailboxes at one time.", ForwardsAsync).Returns<OutwardForwards>();
    }

    private static async Task<Reply> ListAsync(RestCall call, SearchTenants tenants, string text = "") =>
        Reply.List(call, await tenants.ExecuteAsync(text, call.Cut, call.Actor, call.Aborted));

    private static async Task<Reply> GetAsync(RestCall call, string number, GetTenant tenants)
    {
        var tenant = await tenants.ExecuteAsync(number, call.Actor, call.Aborted);
        return Reply.Show(new TenantShown(tenant.Number, tenant.Name, [.. tenant.Subscriptions.Select(SubscriptionShown.Of)], tenant.Domains, tenant.ForbidsExternalForwarding));
    }

    private static async Task<Reply> ForwardsAsync(RestCall call, string number, ListExternalForwards forwards, string? afterMailbox = null) =>
        Reply.Show(await forwards.ExecuteAsync(number, afterMailbox, call.Actor, call.Aborted));
}

/// <summary>A customer with all that it has, but for the mailboxes.</summary>
/// <param name="Number">The customer number.</param>
/// <param name="Name">Name of the customer.</param>
/// <param name="Subscriptions">Its contracts, ended ones too.</param>
/// <param name="Domains">The first 200 of its domains.</param>
/// <param name="ForbidsExternalForwarding">Whether none of its mail is passed on to addresses outside the platform.</param>
internal sealed record TenantShown(string Number, string Name, IReadOnlyList<SubscriptionShown> Subscriptions, IReadOnlyList<string> Domains, bool ForbidsExternalForwarding);

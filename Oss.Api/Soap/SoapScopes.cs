using Oss.Domain.Access;

namespace Oss.Api.Soap;

/// <summary>What a client must be allowed for an operation; the same as for what REST calls it.</summary>
internal static class SoapScopes
{
    private static readonly Dictionary<string, string> Others = new(StringComparer.Ordinal)
    {
        ["GetOrder"] = ApiScopes.ReadOrders, ["GetEvents"] = ApiScopes.ReadOrders,
        ["SubmitOrder"] = ApiScopes.WriteOrders, ["CheckOrder"] = ApiScopes.WriteOrders, ["AmendOrder"] = ApiScopes.WriteOrders, ["CancelOrder"] = ApiScopes.WriteOrders, ["RetryOrder"] = ApiScopes.WriteOrders,
        ["ListProducts"] = ApiScopes.ReadCatalog, ["GetProduct"] = ApiScopes.ReadCatalog, ["PreviewProduct"] = ApiScopes.WriteCatalog,
        ["Search"] = ApiScopes.ReadCustomers, ["SearchTenants"] = ApiScopes.ReadCustomers, ["GetTenant"] = ApiScopes.ReadCustomers, ["GetSubscription"] = ApiScopes.ReadCustomers,
        ["GetStatistics"] = ApiScopes.ReadCustomers, ["SearchTrace"] = ApiScopes.ReadTrace, ["GetTrace"] = ApiScopes.ReadTrace,
    };

    /// <summary>What is not named is about mailboxes: what looks begins like it.</summary>
    public static string Of(string operation) => Others.TryGetValue(operation, out var scope) ? scope
        : operation.StartsWith("Get", StringComparison.Ordinal) || operation.StartsWith("List", StringComparison.Ordinal) || operation.StartsWith("Search", StringComparison.Ordinal) || operation.StartsWith("Check", StringComparison.Ordinal)
            ? ApiScopes.ReadMailboxes
            : ApiScopes.WriteMailboxes;
}

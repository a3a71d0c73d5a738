using Oss.Domain.Access;
using Oss.Domain.Audit;

namespace Oss.Api.Rest.Resources;

/// <summary>Who changed what.</summary>
internal static class AuditResource
{
    public static void MapAudit(this RouteGroupBuilder api) =>
        api.Get("/audit-events", "ListAuditEvents", ApiScopes.ReadAudit, "Lists who changed what, the newest first.", ListAsync).Lists<AuditRow>();

    private static async Task<Reply> ListAsync(RestCall call, SearchAudit audit, [AsParameters] AuditSearch search) =>
        Reply.List(call, await audit.ExecuteAsync(search, call.Cut, call.Actor, call.Aborted));
}

using Oss.Domain.Access;
using Oss.Domain.MailQuarantine;

namespace Oss.Api.Rest.Resources;

/// <summary>Mail that was accepted and is held back.</summary>
internal static class QuarantineResource
{
    public static void MapQuarantine(this RouteGroupBuilder api)
    {
        api.Get("/quarantine", "ListQuarantine", ApiScopes.ReadQueue, "Lists mail that is held back, the latest first.", ListAsync).Lists<QuarantinedMail>();
        api.Get("/quarantine/{id}", "GetQuarantined", ApiScopes.ReadQueue, "Shows why a message is held back, and for whom.", GetAsync).Returns<QuarantinedMail>();
        api.Get("/quarantine/{id}/header", "ReadQuarantinedHeader", ApiScopes.ReadQueue, "Shows the header of a message that is held back; the look is noted in the audit.", HeaderAsync).Returns<MailHeader>();
        api.Post("/quarantine/{id}:release", "ReleaseQuarantined", ApiScopes.WriteQueue, "Has a message delivered into the INBOX of its mailbox within seconds, past filters and scripts.", ReleaseAsync)
            .Returns<QuarantinedMail>(StatusCodes.Status202Accepted);
        api.Delete("/quarantine/{id}", "DeleteQuarantined", ApiScopes.WriteQueue, "Deletes a message that is held back, for good.", DeleteAsync).ReturnsNothing();
    }

    private static async Task<Reply> ListAsync(RestCall call, SearchQuarantine quarantine, Guid? mailboxId = null)
    {
        var part = await quarantine.ExecuteAsync(mailboxId, call.AfterId, call.Limit, call.Actor, call.Aborted);
        return Reply.List(call, part.Items, part.Next);
    }

    private static async Task<Reply> GetAsync(RestCall call, string id, GetQuarantined quarantine) => Reply.Show(await quarantine.ExecuteAsync(Id(id), call.Actor, call.Aborted));

    private static async Task<Reply> HeaderAsync(RestCall call, string id, GetQuarantined quarantine) => Reply.Show(new MailHeader(await quarantine.ReadHeaderAsync(Id(id), call.Actor, call.Aborted)));

    private static async Task<Reply> ReleaseAsync(RestCall call, string id, ChangeQuarantine quarantine) =>
        Reply.Say(await quarantine.ReleaseAsync(Id(id), call.Actor, call.Aborted), StatusCodes.Status202Accepted);

    private static async Task<Reply> DeleteAsync(RestCall call, string id, GetQuarantined mail, ChangeQuarantine quarantine)
    {
        call.Match(await mail.ExecuteAsync(Id(id), call.Actor, call.Aborted), null);
        await quarantine.DeleteAsync(Id(id), call.Actor, call.Aborted);
        return Reply.Nothing();
    }

    private static Guid Id(string text) => OrdersResource.Id("quarantined message", text);
}

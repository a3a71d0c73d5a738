using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Mailboxes;
using Oss.Domain.Mailboxes.Archives;
using Oss.Domain.Orders;

namespace Oss.Api.Rest.Resources;

/// <summary>Exports of mailboxes: all mail in one tar file that is a Maildir.</summary>
internal static class ExportsResource
{
    private const string MediaType = "application/x-tar";

    public static void MapExports(this RouteGroupBuilder api)
    {
        api.Post("/mailboxes/{mailbox}/exports", "ExportMailbox", ApiScopes.WriteMailboxes, "Orders an export of all mail of a mailbox, which may be in use.", OrderAsync).Changes();
        api.Get("/mailboxes/{mailbox}/exports", "ListMailboxExports", ApiScopes.WriteMailboxes, "Lists the exports of a mailbox that are being written or can be fetched, the latest first.", ListAsync)
            .Returns<MailboxExports>();
        api.Get("/exports/{id}/file", "FetchMailboxExport", ApiScopes.WriteMailboxes, "Fetches an export: a tar file that is a Maildir with UIDs, flags, subscriptions and scripts; noted in the audit. Takes Range.", FetchAsync)
            .ReturnsFile(MediaType);
    }

    private static async Task<Reply> OrderAsync(RestCall call, string mailbox, GetMailbox mailboxes, GetAddress addresses, RestChange change)
    {
        var found = await MailboxesResource.FindAsync(call, mailbox, mailboxes, addresses);
        return await change.ExecuteAsync(call, new MailboxItemRequest(OrderAction.Export, found.Address));
    }

    private static async Task<Reply> ListAsync(RestCall call, string mailbox, GetArchives archives, GetMailbox mailboxes, GetAddress addresses) =>
        Reply.Show(new MailboxExports(await archives.ListAsync((await MailboxesResource.FindAsync(call, mailbox, mailboxes, addresses)).Id, call.Actor, call.Aborted)));

    private static async Task<IResult> FetchAsync(RestCall call, string id, GetArchives archives)
    {
        var (name, content) = await archives.OpenAsync(OrdersResource.Id("export", id), call.Actor, call.Aborted);
        return Results.Stream(content, MediaType, name, enableRangeProcessing: true);
    }
}

/// <summary>Exports of a mailbox.</summary>
/// <param name="Exports">The latest first.</param>
internal sealed record MailboxExports(IReadOnlyList<MailArchiveView> Exports);

using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.SmtpAuthRollout;
using Oss.Domain.Statistics;

namespace Oss.Api.Rest.Resources;

/// <summary>How much the platform is used, and who logs in to what.</summary>
internal static class StatisticsResource
{
    public static void MapStatistics(this RouteGroupBuilder api)
    {
        api.Get("/statistics", "GetStatistics", ApiScopes.ReadCustomers, "Shows counters of messages and logins by the hour or by the day.", GetAsync).Returns<UsageCounts>();
        api.Get("/mailboxes/{mailbox}/logins", "ListLogins", ApiScopes.ReadMailboxes, "Lists the last logins to a mailbox, the newest first; those that were alike are one.", LoginsAsync).Returns<LoginsShown>();
        api.Get("/reports/sending-without-login", "ListSendingWithoutLogin", ApiScopes.ReadMailboxes, "Lists mailboxes whose users send without a login: who could not any more if it became mandatory.", WithoutLoginAsync)
            .Lists<UnauthenticatedUseView>();
    }

    private static async Task<Reply> GetAsync(RestCall call, GetUsage usage, DateTime from, DateTime? until = null, bool byDay = false, string? tenantNumber = null) =>
        Reply.Show(new UsageCounts(await usage.ExecuteAsync(new UsageSearch(from, until, byDay, tenantNumber), call.Actor, call.Aborted)));

    private static async Task<Reply> LoginsAsync(RestCall call, string mailbox, ListMailboxLogins logins, GetAddress addresses) => Reply.Show(new LoginsShown(
        await logins.ExecuteAsync(Guid.TryParse(mailbox, out var id) ? id : await addresses.MailboxAsync(mailbox, call.Actor, call.Aborted), call.Actor, call.Aborted)));

    private static async Task<Reply> WithoutLoginAsync(RestCall call, ListUnauthenticatedUse uses, DateTime? since = null)
    {
        var part = await uses.PartAsync(since, long.TryParse(call.After, out var rows) ? rows : null, call.Limit, call.Actor, call.Aborted);
        return Reply.List(call, part.Items, part.Next);
    }
}

/// <summary>Counters.</summary>
/// <param name="Counts">In the order of time and measure.</param>
internal sealed record UsageCounts(IReadOnlyList<UsageView> Counts);

/// <summary>Logins to a mailbox.</summary>
/// <param name="Logins">The newest first; those that were alike are one.</param>
internal sealed record LoginsShown(IReadOnlyList<LoginView> Logins);

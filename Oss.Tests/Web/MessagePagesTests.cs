using System.Net;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Persistence;
using Oss.Domain.SmtpAuthRollout;
using Oss.Domain.Statistics;
using Oss.Domain.Trace;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Web;

/// <summary>Where is my mail, who logged in, and how much of everything.</summary>
public sealed class MessagePagesTests(ConsoleHosts hosts)
{
    [Theory, EachDatabase]
    public async Task An_agent_finds_a_message_and_reads_out_what_became_of_it(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        var (domain, mailbox) = await host.CustomerAsync();
        var now = DateTimeOffset.UtcNow;
        var told = new TracedMessage(
            Guid.CreateVersion7(now), Guid.NewGuid(), "bert@elsewhere.example", $"erika@{domain}",
            [
                new TraceEvent(TraceEventKind.Queued, now.UtcDateTime), new TraceEvent(TraceEventKind.Deferred, now.UtcDateTime) { Reply = "452 4.2.2 The mailbox is full", Next = now.UtcDateTime.AddMinutes(5) },
                new TraceEvent(TraceEventKind.Filed, now.UtcDateTime) { Detail = "<b>Büro</b>" },
            ])
        {
            MailboxId = mailbox, Client = "192.0.2.7", ClientName = "mx.elsewhere.example", Protocol = "ESMTPS", MessageIdField = "<1@elsewhere.example>", Octets = 4096,
        };
        await host.Get<RecordTrace>().ExecuteAsync([told], TestContext.Current.CancellationToken);

        using var agent = await host.SignedInAsync(Role.Support);
        await agent.GoAsync($"/mailboxes/{mailbox}");
        await agent.GoAsync(agent.Page.QuerySelector("a[href^='/messages?recipient=']")!.GetAttribute("href")!);
        await agent.GoAsync(agent.Page.QuerySelectorAll("tbody tr").ShouldHaveSingleItem().QuerySelector("a")!.GetAttribute("href")!);
        agent.Text.ShouldContain("It was put into the folder “<b>Büro</b>”.");
        agent.Text.ShouldContain("The mailbox is full.");
        agent.Text.ShouldContain("192.0.2.7");
        agent.Page.QuerySelector("b").ShouldBeNull();
        (await host.QueryAsync(db => db.AuditEntries.CountAsync(e => e.Action == "read.trace" && e.Subject == "erika@" + domain))).ShouldBe(1);

        foreach (var odd in new[] { "/messages?older=x&state=99&from=gestern", "/messages?recipient=%00", "/messages?state=Refused", "/messages?oldest=1", "/usage?days=viel", "/usage?days=2&tenant=nobody", "/reports/sending-without-login?offset=-1" })
            (await agent.GoAsync(odd)).Status.ShouldBe(HttpStatusCode.OK, odd);
        (await agent.GoAsync($"/messages/{Guid.NewGuid()}")).Status.ShouldBe(HttpStatusCode.NotFound);

        using var stranger = await host.SignedInAsync(Role.TenantAdmin, "T-" + (await host.CustomerAsync()).Domain);
        (await stranger.GoAsync($"/messages/{told.Message}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.GoAsync($"/messages?recipient=erika@{domain}")).Text.ShouldContain("No such message");
        (await stranger.GoAsync($"/mailboxes/{mailbox}/logins")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, EachDatabase]
    public async Task Logins_counters_and_who_sends_without_a_login_are_shown(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        var (domain, mailbox) = await host.CustomerAsync();
        var now = DateTime.UtcNow;
        var login = new CountedLogins("Imap", LoginResult.Accepted, "PLAIN", "192.0.2.7", mailbox, "", "", 12, now);
        await host.Get<RecordLogins>().ExecuteAsync([login, login with { Result = LoginResult.Rejected, Count = 3 }, login with { Master = "boss", Count = 1 }], TestContext.Current.CancellationToken);
        await host.Get<RecordUnauthenticatedUse>().ExecuteAsync([new CountedUse("erika@" + domain, "203.0.113.9", 7, now)], TestContext.Current.CancellationToken);

        using var admin = await host.SignedInAsync(Role.TenantAdmin, "T-" + domain);
        await admin.GoAsync($"/mailboxes/{mailbox}/logins");
        admin.Page.QuerySelectorAll("tbody tr").Length.ShouldBe(3);
        admin.Text.ShouldContain("opened by boss");
        admin.Text.ShouldContain("Wrong password");
        await admin.GoAsync("/usage?days=2");
        admin.Page.QuerySelectorAll(".chart h2").Select(h => h.TextContent.Trim()).ShouldBe(["IMAP logins 13", "IMAP logins that failed 3"]);
        admin.Page.QuerySelector(".chart rect title")!.TextContent.ShouldContain("UTC");
        (await admin.GoAsync("/reports/sending-without-login")).Page.QuerySelectorAll("tbody tr").ShouldHaveSingleItem().TextContent.ShouldContain("203.0.113.9");
    }
}

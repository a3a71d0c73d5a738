using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Oss.Domain.Access;
using Oss.Domain.Persistence;
using Oss.Web;
using Shouldly;
using Xunit;

namespace Oss.Tests.Web;

/// <summary>Why somebody looks at other people's things: said once, it stands beside all that is looked at and changed; demanded, nothing is shown without.</summary>
public sealed class ReasonTests(ConsoleHosts hosts)
{
    [Fact]
    public async Task A_reason_that_was_given_stands_in_the_audit_in_words_and_counts_for_nobody_else()
    {
        var host = await hosts.OnAsync();
        var (domain, mailbox) = await host.CustomerAsync();
        using var browser = await host.SignedInAsync(Role.Support);
        var name = browser.Page.QuerySelector(".self a")!.TextContent;
        await browser.GoAsync($"/mailboxes/{mailbox}?by=x");
        await browser.SubmitAsync("/account/reason", ("reason", " Ticket 4711, Frau Müller "));
        browser.At.ShouldBe($"/mailboxes/{mailbox}?by=x");
        browser.Page.QuerySelector(".why summary")!.TextContent.ShouldContain("Ticket 4711, Frau Müller");
        await browser.SubmitAsync($"/mailboxes/{mailbox}/name", ("name", "Erika"));

        var entries = await host.QueryAsync(db => db.AuditEntries.Where(e => e.Subject == $"erika@{domain}" && e.Actor == $"ConsoleUser {name}").ToListAsync());
        entries.Where(e => e.Reason == "Ticket 4711, Frau Müller").Select(e => e.Action).ShouldBe(["read.mailbox", "mailbox.modify"], ignoreOrder: true);
        var row = (await browser.GoAsync($"/audit?what=mailbox.modify&subject=erika@{domain}")).Page.QuerySelectorAll("tbody tr").ShouldHaveSingleItem().TextContent;
        row.ShouldContain($"{name} (console)");
        row.ShouldContain("Mailbox: changed");
        row.ShouldContain("Ticket 4711, Frau Müller");
        await browser.GoAsync("/account/language/de");
        (await browser.GoAsync($"/audit?what=mailbox.provide&subject=erika@{domain}")).Page.QuerySelectorAll("tbody tr").ShouldHaveSingleItem().TextContent.ShouldContain("Postfach: angelegt");

        await browser.GoAsync("/");
        await browser.SubmitAsync("/account/reason", ("reason", ""));
        browser.Page.QuerySelector(".why summary")!.TextContent.ShouldContain("Kein Grund angegeben");
        await browser.SubmitAsync("/account/reason", ("reason", "x"));
        await browser.SubmitAsync("/account/sign-out");
        await browser.SignInAsync(await host.UserAsync(Role.Operator));
        browser.Page.QuerySelector(".why summary")!.TextContent.ShouldContain("Kein Grund angegeben", customMessage: "another's reason is not this person's");
    }

    [Fact]
    public async Task Where_a_reason_is_demanded_it_is_asked_for_before_anybody_is_shown_and_customers_look_at_their_own_without()
    {
        await using var host = await ConsoleHost.StartAsync(DatabaseProvider.Sqlite);
        host.Get<IOptions<ConsoleOptions>>().Value.RequireReason = true;
        var (domain, mailbox) = await host.CustomerAsync();
        using var browser = await host.SignedInAsync(Role.Auditor);
        foreach (var page in new[] { $"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}/rules", $"/mailboxes/{mailbox}/logins" })
        {
            (await browser.GoAsync(page)).At.ShouldBe($"/account/reason?returnUrl={Uri.EscapeDataString(page)}");
            browser.Text.ShouldNotContain(domain);
        }

        (await host.QueryAsync(db => db.AuditEntries.AnyAsync(e => e.Action == "read.mailbox"))).ShouldBeFalse();
        await browser.GoAsync($"/mailboxes/{mailbox}?by=info@{domain}");
        await browser.SubmitAsync("/account/reason", ("reason", "audit of November"));
        browser.At.ShouldBe($"/mailboxes/{mailbox}?by=info@{domain}");
        (await host.QueryAsync(db => db.AuditEntries.SingleAsync(e => e.Action == "read.mailbox"))).Reason.ShouldBe("audit of November");

        using var admin = await host.SignedInAsync(Role.TenantAdmin, $"T-{domain}");
        (await admin.GoAsync($"/mailboxes/{mailbox}")).At.ShouldBe($"/mailboxes/{mailbox}");
        admin.Page.QuerySelector(".why").ShouldBeNull();
    }
}

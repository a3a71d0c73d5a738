using System.Net;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.MailEngine.Queue;
using Oss.Tests.Domain;
using Oss.Tests.MailEngine.Queue;
using Shouldly;
using Xunit;

namespace Oss.Tests.Web;

/// <summary>The queue as operators, support and auditors see it, and what operators do there.</summary>
public sealed class QueuePageTests(ConsoleHosts hosts)
{
    [Fact]
    public async Task The_queue_is_counted_listed_filtered_and_shown_message_by_message()
    {
        var host = await hosts.OnAsync();
        var domain = $"{An.Key("queue")}.example";
        var first = host.Queue($"bert@{domain}", "450 4.2.0 Greylisted <b>now</b>");
        host.Queue($"carl@{domain}");
        using var browser = await host.SignedInAsync(Role.Support);

        await browser.GoAsync($"/queue?destination={domain}");
        browser.Text.ShouldContain("2 messages");
        browser.Page.QuerySelectorAll("tbody tr").Length.ShouldBe(2);
        browser.Page.QuerySelector($".facets a[href='/queue?state=Deferred&destination={domain}']").ShouldNotBeNull();
        await browser.GoAsync($"/queue?destination={domain}&reason=4.2.0");
        browser.Text.ShouldContain("greylisting");
        browser.Page.QuerySelectorAll("tbody tr").ShouldHaveSingleItem().TextContent.ShouldContain("450 4.2.0 Greylisted <b>now</b>");
        browser.Page.QuerySelectorAll("main form[method=post]").ShouldBeEmpty();

        await browser.GoAsync(browser.Page.QuerySelector("tbody a")!.GetAttribute("href")!);
        browser.At.ShouldBe($"/queue/{first}");
        browser.Text.ShouldContain($"bert@{domain}");
        browser.Text.ShouldContain("mx.remote.example");
        browser.Text.ShouldNotContain("Geheimer Betreff");
        browser.Page.QuerySelector("main form[method=post]").ShouldBeNull();
        (await browser.GoAsync($"/queue/{Guid.NewGuid()}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await browser.GoAsync("/queue?state=99&older=x&newer=y")).Status.ShouldBe(HttpStatusCode.OK);

        using var german = new ConsoleBrowser(host.Root, "de");
        await german.SignInAsync(await host.UserAsync(Role.Auditor));
        (await german.GoAsync($"/queue?destination={domain}")).Text.ShouldContain("Aufgeschoben");
    }

    [Fact]
    public async Task The_header_is_shown_on_demand_and_each_look_is_in_the_audit_and_the_body_never_is_shown()
    {
        var host = await hosts.OnAsync();
        var id = host.Queue($"bert@{An.Key("queue")}.example");
        using var browser = await host.SignedInAsync(Role.Support);
        await browser.GoAsync($"/queue/{id}");
        (await host.QueryAsync(db => db.AuditEntries.CountAsync(e => e.Subject == $"{id:N}"))).ShouldBe(0);
        await browser.GoAsync(browser.Page.QuerySelector("a.button")!.GetAttribute("href")!);
        browser.Text.ShouldContain("Subject: Geheimer Betreff");
        browser.Text.ShouldNotContain("the body");
        (await host.QueryAsync(db => db.AuditEntries.SingleAsync(e => e.Subject == $"{id:N}"))).Action.ShouldBe("read.queued-header");
    }

    [Fact]
    public async Task An_operator_holds_one_releases_those_selected_and_deletes_all_that_match_with_a_note_of_each()
    {
        var host = await hosts.OnAsync();
        var domain = $"{An.Key("queue")}.example";
        var (first, second) = (host.Queue($"bert@{domain}"), host.Queue($"carl@{domain}"));
        using var browser = await host.SignedInAsync(Role.Operator);

        await browser.GoAsync($"/queue/{first}");
        await browser.SubmitAsync("/queue/change", ("action", "Hold"), ("why", "ticket 7"));
        browser.At.ShouldBe($"/queue/{first}");
        browser.Text.ShouldContain("Done for 1 messages");
        browser.Page.QuerySelector("h1 .state")!.TextContent.ShouldBe("Held");
        var note = await host.QueryAsync(db => db.AuditEntries.SingleAsync(e => e.Subject == $"{first:N}"));
        (note.Action, note.Reason).ShouldBe(("queue.hold", "ticket 7"));
        note.Detail.ShouldContain($"bert@{domain}");

        await browser.GoAsync($"/queue?destination={domain}&state=Held");
        await browser.SubmitAsync("/queue/change", ("action", "Release"), ("message", $"{first}"));
        browser.At.ShouldBe($"/queue?state=Held&destination={domain}");
        browser.Text.ShouldContain("Done for 1 messages");
        browser.Text.ShouldContain("No messages");

        await browser.GoAsync($"/queue?destination={domain}");
        var all = browser.Page.Forms.Single(f => f.Elements.Any(e => e.GetAttribute("name") == "all"));
        var fields = all.Elements.Where(e => e.GetAttribute("name") is not null).ToDictionary(e => e.GetAttribute("name")!, e => e.GetAttribute("value") ?? "");
        (fields["action"], fields["all"]) = ("Delete", "1");
        await browser.PostAsync("/queue/change", fields);
        browser.Text.ShouldContain("More messages match by now");
        fields["all"] = "2";
        await browser.PostAsync("/queue/change", fields);
        browser.Text.ShouldContain("Done for 2 messages");
        host.Mail.Engine.Outbound.Store.Contains(second).ShouldBeFalse();
        (await host.QueryAsync(db => db.AuditEntries.CountAsync(e => e.Subject == "queue" && e.Action == "queue.delete" && e.Detail.Contains(domain)))).ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_of_a_tenant_gets_to_the_queue()
    {
        var host = await hosts.OnAsync();
        var (domain, _) = await host.CustomerAsync();
        var id = host.Queue($"bert@{domain}");
        foreach (var role in (Role[])[Role.TenantAdmin, Role.Auditor])
        {
            using var browser = await host.SignedInAsync(role, $"T-{domain}");
            browser.Page.QuerySelector("header a[href='/queue']").ShouldBeNull();
            foreach (var page in (string[])["/queue", $"/queue/{id}", $"/queue/{id}/header"])
                (await browser.GoAsync(page)).Status.ShouldBe(HttpStatusCode.Forbidden, $"{role} {page}");
        }
    }
}

internal static class QueuedMail
{
    /// <summary>Puts a message into the queue, deferred once when there is a reply.</summary>
    public static Guid Queue(this ConsoleHost host, string recipient, string? reply = null) => host.Mail.Queue(recipient, reply);

    /// <summary>The same.</summary>
    public static Guid Queue(this MailEngine.MailNode node, string recipient, string? reply = null)
    {
        var (id, content, store) = (Guid.CreateVersion7(), Path.GetTempFileName(), node.Engine.Outbound.Store);
        File.WriteAllText(content, "From: anna@example.org\r\nSubject: Geheimer Betreff\r\n\r\nthe body\r\n");
        store.Add(id, content, new QueuedEnvelope("anna@example.org", [new QueuedRecipient(recipient)]) { Arrived = node.Time.GetUtcNow() });
        File.Delete(content);
        if (reply is not null)
        {
            store.Note(store.Load(id)!, [new QueueEvent(QueueEventKind.Deferred, node.Time.GetUtcNow()) { Recipient = 0, Reply = reply, Host = "mx.remote.example", Next = node.Time.GetUtcNow().AddMinutes(5) }]);
        }

        return id;
    }
}

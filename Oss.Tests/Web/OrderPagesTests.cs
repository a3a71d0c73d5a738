using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.MailPlatform;
using Oss.Domain.Orders;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Oss.Tests.Domain;
using Shouldly;
using Xunit;

namespace Oss.Tests.Web;

public sealed class OrderPagesTests(ConsoleHosts hosts)
{
    [Theory, EachDatabase]
    public async Task Orders_are_found_by_state_system_number_and_customer(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        var (domain, mailbox) = await host.CustomerAsync();
        var number = An.Key("gesucht-");
        await host.Get<SubmitOrder>().ExecuteAsync(new OrderRequest("crm-bonn", number, [An.Alias($"info@{domain}", $"erika@{domain}")]), DomainNode.Crm, TestContext.Current.CancellationToken);
        using var browser = await host.SignedInAsync(Role.Support);

        foreach (var query in new[] { $"system=crm-bonn&number={number}", $"tenant=T-{domain}&system=crm-bonn", $"mailbox={mailbox}&system=crm-bonn", $"state=Completed&tenant=T-{domain}&system=crm-bonn" })
        {
            var row = (await browser.GoAsync($"/orders?{query}")).Page.QuerySelectorAll("tbody tr").ShouldHaveSingleItem(query);
            row.TextContent.ShouldContain($"info@{domain}");
            row.TextContent.ShouldContain("Completed");
        }

        (await browser.GoAsync($"/orders?tenant=T-{domain}")).Page.QuerySelectorAll("tbody tr").Length.ShouldBe(2);
        (await browser.GoAsync("/orders?tenant=T-nirgends")).Text.ShouldContain("Leave out a part of the filter");
        (await browser.GoAsync($"/orders?tenant=T-{domain}&state=Failed")).Text.ShouldContain("No orders");
    }

    [Theory, EachDatabase]
    public async Task The_list_is_read_forwards_and_backwards_without_a_gap(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        var (domain, _) = await host.CustomerAsync();
        for (var i = 0; i < 104; i++)
            await host.SubmitAsync(new MailboxItemRequest(OrderAction.Modify, $"erika@{domain}", DisplayName: $"Name {i}"));
        using var browser = await host.SignedInAsync(Role.Support);

        var forwards = await ReadAsync(browser, $"/orders?tenant=T-{domain}", "next");
        forwards.Count.ShouldBe(105);
        forwards.Distinct().Count().ShouldBe(105);
        var backwards = await ReadAsync(browser, $"/orders?tenant=T-{domain}&oldest=1", "prev");
        Enumerable.Reverse(backwards).SequenceEqual(forwards).ShouldBeTrue();
    }

    [Theory, EachDatabase]
    public async Task An_order_that_waits_for_the_platform_is_seen_cancelled_and_tried_again(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        var (domain, _) = await host.CustomerAsync();
        host.Platform.BeforeCreate = mailbox => mailbox.CanonicalName.StartsWith("wartet", StringComparison.Ordinal) ? throw new MailPlatformUnavailableException() : Task.CompletedTask;
        await host.SubmitAsync(An.Mailbox($"wartet1@{domain}"));
        await host.SubmitAsync(An.Mailbox($"wartet2@{domain}"));
        using var browser = await host.SignedInAsync(Role.Operator);

        browser.Page.QuerySelector(".attention")!.TextContent.ShouldContain($"wartet2@{domain}");
        var first = await OrderOfAsync(host, $"wartet1@{domain}");
        await browser.GoAsync($"/orders/{first}");
        browser.Text.ShouldContain("goes on by itself when it is back");
        browser.Text.ShouldContain("Next attempt");
        await browser.SubmitAsync($"/orders/{first}/cancel", ("reason", "Kunde hat es sich anders überlegt"));
        browser.Page.QuerySelector("[role=status]")!.TextContent.ShouldContain("cancel");
        (await host.QueryAsync(db => db.AuditEntries.SingleAsync(e => e.OrderId == first && e.Action == "order.cancel"))).Detail.ShouldContain("anders überlegt");

        host.Platform.BeforeCreate = _ => Task.CompletedTask;
        var second = await OrderOfAsync(host, $"wartet2@{domain}");
        await browser.GoAsync($"/orders/{second}");
        await browser.SubmitAsync($"/orders/{second}/retry");
        browser.Page.QuerySelector("h1 .state")!.TextContent.ShouldBe("Completed");
        browser.Page.QuerySelectorAll(".course li").Length.ShouldBeGreaterThanOrEqualTo(3);
        browser.Page.QuerySelector("form[action$='/retry']").ShouldBeNull();
    }

    [Fact]
    public async Task Support_does_not_try_orders_again_and_an_ended_order_has_nothing_to_cancel()
    {
        var host = await hosts.OnAsync();
        var (domain, _) = await host.CustomerAsync();
        await host.SubmitAsync(An.Alias($"info@{domain}", $"erika@{domain}"));
        var order = await OrderOfAsync(host, $"info@{domain}");
        using var browser = await host.SignedInAsync(Role.Support);
        await browser.GoAsync($"/orders/{order}");

        browser.Page.Forms.OfType<IHtmlFormElement>().ShouldNotContain(form => form.Action.Contains("/orders/"));
        (await browser.PostRawAsync($"/orders/{order}/retry", new() { ["__RequestVerificationToken"] = browser.Token })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await browser.PostAsync($"/orders/{order}/cancel", new() { ["__RequestVerificationToken"] = browser.Token });
        browser.Page.QuerySelector("[role=alert]")!.TextContent.ShouldContain("state in which this cannot be done");
    }

    private static Task<Guid> OrderOfAsync(ConsoleHost host, string key) => host.QueryAsync(db => db.Orders.Where(o => o.Items.Any(i => i.Key == key)).Select(o => o.Id).SingleAsync());

    private static async Task<List<string>> ReadAsync(ConsoleBrowser browser, string path, string direction)
    {
        var (links, at) = (new List<string>(), path);
        for (var parts = 0; parts < 5; parts++)
        {
            await browser.GoAsync(at);
            var rows = browser.Page.QuerySelectorAll("tbody tr td:first-child a").Select(a => a.GetAttribute("href")!);
            links.AddRange(direction == "prev" ? rows.Reverse() : rows);
            if (browser.Page.QuerySelector($"a[rel={direction}]") is not { } next)
                return links;
            at = next.GetAttribute("href")!;
        }

        return links;
    }
}

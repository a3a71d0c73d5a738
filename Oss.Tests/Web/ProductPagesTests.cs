using System.Net;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Orders;
using Oss.Domain.Packages;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Oss.Tests.Domain;
using Shouldly;
using Xunit;

namespace Oss.Tests.Web;

/// <summary>Operators change products in the console, and see first whom that meets.</summary>
public sealed class ProductPagesTests(ConsoleHosts hosts)
{
    [Theory, EachDatabase]
    public async Task Whom_a_change_meets_is_seen_before_it_is_made(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        var code = An.Key("p-");
        await host.QueryAsync(db =>
        {
            db.Products.Add(new Product { Code = code, Name = "Test", MaxMailboxes = 5, MailboxQuotaBytes = 1L << 30, Features = ProductFeatures.Imap });
            return db.SaveChangesAsync();
        });
        var (domain, _) = await host.CustomerAsync(code);
        var (own, _) = await host.CustomerAsync(code);
        await host.SubmitAsync(An.Mailbox("max@" + domain), new SubscriptionItemRequest(OrderAction.Modify, own, Limits: [new LimitOverride(ProductLimit.Mailboxes, 9)]));
        using var browser = await host.SignedInAsync(Role.Operator);
        await browser.GoAsync($"/products/{code}");
        await browser.GoAsync(browser.Page.QuerySelector(".actions a")!.GetAttribute("href")!);
        browser.Page.QuerySelector("input[name=limit-quota-per-mailbox]")!.GetAttribute("value").ShouldBe("1 GB");

        await browser.GoAsync($"/products/{code}/edit?preview=true&name=Test&limit-mailboxes=1&limit-quota-per-mailbox=2%20GB&feature=Imap&feature=Sieve&may-become=*");
        browser.Page.QuerySelector("[data-limit=mailboxes]")!.TextContent.ShouldContain(domain);
        browser.Page.QuerySelector("[data-limit=quota-per-mailbox]")!.TextContent.ShouldContain("1 GB → 2 GB");
        browser.Page.QuerySelector("[data-feature=Sieve]")!.TextContent.ShouldContain("3");
        browser.Page.QuerySelector("[data-impact]")!.TextContent.ShouldContain(own);
        (await host.Get<ListProducts>().ByCodeAsync(code, CancellationToken.None)).MaxMailboxes.ShouldBe(5);

        await browser.SubmitAsync($"/products/{code}/change", ("even", "true"));

        browser.Page.QuerySelector(".done")!.TextContent.ShouldContain("Test");
        var view = await host.Get<ListProducts>().ByCodeAsync(code, CancellationToken.None);
        (view.MaxMailboxes, view.MailboxQuota.Bytes, view.MayBecome).ShouldBe((1, 2L << 30, null));
        view.Features.ShouldBe([ProductFeatures.Imap, ProductFeatures.Sieve]);
        (await host.QueryAsync(db => db.Mailboxes.Where(m => m.PrimaryAddress == "max@" + domain).Select(m => m.QuotaBytes).SingleAsync())).ShouldBe(2L << 30);
        (await browser.GoAsync($"/products/{code}/edit?preview=true&name=Test&limit-mailboxes=viele")).Page.QuerySelector("[role=alert]").ShouldNotBeNull();
        await browser.GoAsync($"/account/language/de?returnUrl=/products/{code}/edit");
        browser.Text.ShouldContain("Zeigen, wen das betrifft");
        using var support = await host.SignedInAsync(Role.Support);
        (await support.GoAsync($"/products/{code}/edit")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }
}

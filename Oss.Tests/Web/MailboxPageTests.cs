using System.Net;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Mailboxes;
using Oss.Domain.Packages;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Oss.Tests.Domain;
using Shouldly;
using Xunit;

namespace Oss.Tests.Web;

/// <summary>What an agent does with a caller on the line.</summary>
public sealed class MailboxPageTests(ConsoleHosts hosts)
{
    [Theory, EachDatabase]
    public async Task An_alias_is_added_and_removed_by_orders_that_name_the_agent(DatabaseProvider provider)
    {
        var (host, browser, domain, page) = await OpenAsync(provider);
        using (browser)
        {
            await browser.SubmitAsync($"{page}/aliases/add", ("address", $" info@{domain} "));
            browser.At.ShouldBe(page);
            Done(browser).ShouldBe($"info@{domain} is added.");
            Addresses(browser).ShouldContain($"info@{domain}");

            await browser.SubmitAsync($"{page}/aliases/remove");
            Done(browser).ShouldBe($"info@{domain} is removed.");
            Addresses(browser).ShouldNotContain($"info@{domain}");
        }

        var entries = await host.QueryAsync(db => db.AuditEntries.Where(e => e.Subject == $"info@{domain}").OrderBy(e => e.At).ToListAsync());
        entries.Select(e => e.Action).ShouldBe(["alias.provide", "alias.terminate"]);
        entries.ShouldAllBe(e => e.Actor.StartsWith("ConsoleUser support") && e.OrderId != null);
    }

    [Theory, EachDatabase]
    public async Task The_second_click_on_the_same_button_is_the_same_order(DatabaseProvider provider)
    {
        var (host, browser, domain, page) = await OpenAsync(provider);
        using (browser)
        {
            var add = browser.Fields($"{page}/aliases/add", ("address", $"info@{domain}"));
            await Task.WhenAll(browser.PostRawAsync($"{page}/aliases/add", add), browser.PostRawAsync($"{page}/aliases/add", add));
            await browser.GoAsync(page);
            Addresses(browser).Count(address => address == $"info@{domain}").ShouldBe(1);

            var remove = browser.Fields($"{page}/aliases/remove");
            await browser.PostAsync($"{page}/aliases/remove", remove);
            await browser.PostAsync($"{page}/aliases/remove", remove);
            Done(browser).ShouldBe($"info@{domain} is removed.");
        }

        (await host.QueryAsync(db => db.Orders.CountAsync(o => o.Items.Any(i => i.Key == $"info@{domain}")))).ShouldBe(2);
    }

    [Fact]
    public async Task A_refused_alias_is_still_in_its_field_and_the_sentence_says_what_to_do()
    {
        var (host, browser, domain, page) = await OpenAsync();
        var (foreign, _) = await host.CustomerAsync();
        using (browser)
        {
            foreach (var (typed, sentence) in new[]
            {
                ("kein at", "This is not an address like name@example.org."),
                ($"erika@{domain}", "taken; choose another"),
                ("info@nirgends.example", "The domain nirgends.example is not on this platform"),
                ($"info@{foreign}", "another customer"),
            })
            {
                await browser.SubmitAsync($"{page}/aliases/add", ("address", typed));
                browser.At.ShouldBe(page);
                browser.Page.QuerySelector("[role=alert]")!.TextContent.ShouldContain(sentence);
                browser.Page.QuerySelector("form.add input[name=address]")!.GetAttribute("value").ShouldBe(typed);
            }

            await browser.GoAsync(page);
            browser.Page.QuerySelector("[role=alert]").ShouldBeNull("Said once.");
            browser.Page.QuerySelector("form.add input[name=address]")!.GetAttribute("value").ShouldBeNullOrEmpty();
        }
    }

    [Fact]
    public async Task A_limit_is_told_with_its_numbers()
    {
        var host = await hosts.OnAsync();
        var (domain, mailbox) = await host.CustomerAsync("customer-domain");
        await host.SubmitAsync([.. Enumerable.Range(0, 50).Select(i => An.Alias($"alias{i}@{domain}", $"erika@{domain}"))]);
        using var browser = await host.SignedInAsync(Role.Support);
        await browser.GoAsync("/account/language/de");
        await browser.GoAsync($"/mailboxes/{mailbox}");
        await browser.SubmitAsync($"/mailboxes/{mailbox}/aliases/add", ("address", $"info@{domain}"));
        browser.Page.QuerySelector("[role=alert]")!.TextContent.ShouldContain("Aliase eines Postfachs): 50 sind erlaubt, es wären 51");
    }

    [Theory, EachDatabase]
    public async Task A_generated_password_is_shown_once_and_works(DatabaseProvider provider)
    {
        var (host, browser, domain, page) = await OpenAsync(provider);
        using (browser)
        {
            var fields = browser.Fields($"{page}/password");
            var password = fields["password"];
            password.ShouldMatch("^([a-z2-9]{4}-){3}[a-z2-9]{4}$");
            await browser.PostAsync($"{page}/password", fields);
            await browser.PostAsync($"{page}/password", fields);

            browser.Page.QuerySelector(".secret output")!.TextContent.ShouldBe(password);
            browser.Answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
            await browser.GoAsync(page);
            browser.Page.DocumentElement.OuterHtml.ShouldNotContain(password);
            var login = await host.Get<AuthenticateMailbox>().ExecuteAsync($"erika@{domain}", password, ProductFeatures.Imap, TestContext.Current.CancellationToken);
            login.ShouldBeOfType<MailboxLogin.Accepted>();
            host.Log.All.ShouldNotContain(line => line.Contains(password));
        }
    }

    [Theory, EachDatabase]
    public async Task A_mailbox_is_ended_found_again_brought_back_and_deleted_for_good_by_whoever_types_its_address(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        var (domain, mailbox) = await host.CustomerAsync();
        var page = $"/mailboxes/{mailbox}";
        using var support = await host.SignedInAsync(Role.Support);
        using var boss = await host.SignedInAsync(Role.Operator);

        await support.GoAsync(page);
        await support.SubmitAsync($"{page}/end", ("confirm", $"max@{domain}"));
        support.Page.QuerySelector("[role=alert]")!.TextContent.ShouldContain("not the address");
        await support.SubmitAsync($"{page}/end", ("confirm", $" Erika@{domain} "));
        Done(support).ShouldContain("is ended");
        support.Page.QuerySelector($"form[action='{page}/aliases/add']").ShouldBeNull("nothing is changed of what has ended");
        support.Page.QuerySelector($"form[action='{page}/purge']").ShouldBeNull("support deletes nothing for good");
        await support.GoAsync(support.Page.QuerySelector("dd a[href^='/tenants/']")!.GetAttribute("href")!);
        await support.GoAsync(support.Page.QuerySelector($"a[href='{page}']")!.GetAttribute("href")!);
        await support.SubmitAsync($"{page}/restore");
        Done(support).ShouldContain("is back");

        await boss.GoAsync(page);
        await boss.SubmitAsync($"{page}/end", ("confirm", $"erika@{domain}"));
        await boss.SubmitAsync($"{page}/purge", ("confirm", ""));
        boss.Page.QuerySelector("[role=alert]").ShouldNotBeNull();
        await boss.SubmitAsync($"{page}/purge", ("confirm", $"erika@{domain}"), ("erase", "true"));
        Done(boss).ShouldContain("deleted for good");
        boss.Page.QuerySelectorAll("main form").ShouldBeEmpty();
        (await host.QueryAsync(db => db.AuditEntries.AnyAsync(e => e.Subject == $"erika@{domain}" && e.Action.StartsWith("mailbox.")))).ShouldBeFalse();
        (await host.QueryAsync(db => db.Mailboxes.SingleAsync(m => m.Id == mailbox))).State.ShouldBe(MailboxState.Purged);
    }

    [Fact]
    public async Task All_mail_is_exported_and_fetched_by_an_operator_and_by_its_owner_and_not_by_support()
    {
        var host = await hosts.OnAsync();
        var (domain, mailbox) = await host.CustomerAsync();
        var page = $"/mailboxes/{mailbox}";
        using var boss = await host.SignedInAsync(Role.Operator);
        await boss.GoAsync(page);
        await boss.SubmitAsync($"{page}/export");
        Done(boss).ShouldContain("ready to be fetched");
        var link = boss.Page.QuerySelector("#exports a")!.GetAttribute("href")!;
        (await boss.GoAsync(link)).Text.ShouldContain($"the mail of erika@{domain}");
        boss.Answer.Content.Headers.ContentDisposition!.ToString().ShouldContain($"erika@{domain}.tar");

        using var support = await host.SignedInAsync(Role.Support);
        (await support.GoAsync(page)).Page.QuerySelector("#exports").ShouldBeNull();
        (await support.GoAsync(link)).Status.ShouldBe(HttpStatusCode.Forbidden);
        using var other = await host.SignedInAsync(Role.TenantAdmin, $"T-{(await host.CustomerAsync()).Domain}");
        (await other.GoAsync(link)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, EachDatabase]
    public async Task Name_and_storage_limit_are_changed_within_the_product(DatabaseProvider provider)
    {
        var (host, browser, domain, page) = await OpenAsync(provider);
        using (browser)
        {
            await browser.SubmitAsync($"{page}/name", ("name", "Erika Müller-Lüdenscheidt"));
            Done(browser).ShouldContain("Erika Müller-Lüdenscheidt");
            await browser.SubmitAsync($"{page}/quota", ("quota", "1,5"), ("unit", "GB"));
            Done(browser).ShouldContain("storage limit");
            var mailbox = await host.QueryAsync(db => db.Mailboxes.SingleAsync(m => m.PrimaryAddress == $"erika@{domain}"));
            (mailbox.DisplayName, mailbox.QuotaBytes).ShouldBe(("Erika Müller-Lüdenscheidt", 3L << 29));

            foreach (var (amount, unit, sentence) in new[]
            {
                ("3", "GB", "2 GB are allowed, it would be 3 GB"), ("viel", "GB", "not an amount"), ("-1", "GB", "not an amount"),
                ("99999999999999999999", "GB", "not an amount"), ("1", "PB", "not an amount"), ("1", "unlimited", "does not have this"),
            })
            {
                var fields = browser.Fields($"{page}/quota");
                (fields["quota"], fields["unit"]) = (amount, unit);
                await browser.PostAsync($"{page}/quota", fields);
                browser.Page.QuerySelector("[role=alert]")!.TextContent.ShouldContain(sentence);
                browser.Page.QuerySelector("input[name=quota]")!.GetAttribute("value").ShouldBe(amount);
                browser.Page.QuerySelector("details[open] input[name=quota]").ShouldNotBeNull("The form is open again.");
            }
        }
    }

    [Fact]
    public async Task The_last_order_leads_to_its_page_and_from_there_back()
    {
        var (_, browser, domain, page) = await OpenAsync();
        using (browser)
        {
            await browser.SubmitAsync($"{page}/aliases/add", ("address", $"info@{domain}"));
            var order = browser.Page.QuerySelectorAll("a").First(a => a.GetAttribute("href")!.StartsWith("/orders/", StringComparison.Ordinal));
            order.TextContent.ShouldBe($"New address: info@{domain}");

            await browser.GoAsync(order.GetAttribute("href")!);
            browser.Text.ShouldContain("Completed");
            browser.Text.ShouldContain("console");
            browser.Page.QuerySelector($"a[href='{page}']").ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task What_does_not_exist_is_a_page_with_a_way_on()
    {
        var host = await hosts.OnAsync();
        using var browser = await host.SignedInAsync(Role.Support);
        foreach (var path in new[] { $"/mailboxes/{Guid.NewGuid()}", $"/orders/{Guid.NewGuid()}", "/mailboxes/abc", "/nirgends" })
        {
            (await browser.GoAsync(path)).Status.ShouldBe(HttpStatusCode.NotFound, path);
            browser.Page.QuerySelector("h1")!.TextContent.ShouldBe("Not found", path);
            browser.Page.QuerySelector("main a[href='/']").ShouldNotBeNull(path);
        }
    }

    private async Task<(ConsoleHost Host, ConsoleBrowser Browser, string Domain, string Page)> OpenAsync(DatabaseProvider provider = DatabaseProvider.Sqlite)
    {
        var host = await hosts.OnAsync(provider);
        var (domain, mailbox) = await host.CustomerAsync();
        var browser = await host.SignedInAsync(Role.Support);
        await browser.GoAsync($"/mailboxes/{mailbox}");
        browser.Status.ShouldBe(HttpStatusCode.OK, string.Join("\n", host.Log.All.Where(line => line.Contains("Exception"))));
        return (host, browser, domain, $"/mailboxes/{mailbox}");
    }

    private static string Done(ConsoleBrowser browser) => (browser.Page.QuerySelector("[role=status]") ?? throw new ShouldAssertException(browser.Text)).TextContent.Trim();

    private static IReadOnlyList<string> Addresses(ConsoleBrowser browser) =>
        [.. browser.Page.QuerySelectorAll(".addresses li > span").Select(span => span.ChildNodes.First(node => node.TextContent.Trim().Length > 0).TextContent.Trim())];
}

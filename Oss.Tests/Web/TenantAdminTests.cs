using System.Net;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Oss.Tests.Domain;
using Shouldly;
using Xunit;

namespace Oss.Tests.Web;

/// <summary>A tenant admin looks after the own tenant; of another there is nothing to see, whatever is asked for or sent.</summary>
public sealed class TenantAdminTests(ConsoleHosts hosts)
{
    [Theory, EachDatabase]
    public async Task What_belongs_to_another_tenant_does_not_exist(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        var (own, mailbox) = await host.CustomerAsync();
        var (foreign, other) = await host.CustomerAsync();
        await host.SubmitAsync(An.Alias($"info@{foreign}", $"erika@{foreign}"));
        var order = await host.QueryAsync(db => db.Orders.Where(o => o.Items.Any(i => i.Key == $"info@{foreign}")).Select(o => o.Id).SingleAsync());
        using var browser = await host.SignedInAsync(Role.TenantAdmin, $"T-{own}");

        browser.Text.ShouldNotContain(foreign);
        foreach (var search in new[] { foreign, $"@{foreign}", "erika", $"info@{foreign}", $"T-{foreign}", "Tenant of", "" })
            Rows(await browser.GoAsync($"/?q={Uri.EscapeDataString(search)}")).ShouldNotContain(foreign, Case.Insensitive, search);
        foreach (var list in new[] { "/orders", $"/orders?tenant=T-{foreign}", "/orders?system=crm-koeln", $"/orders?mailbox={other}", "/orders?oldest=1", $"/orders?newer={order}", $"/orders?older={order}" })
            Rows(await browser.GoAsync(list)).ShouldNotContain(foreign, Case.Insensitive, list);
        foreach (var page in AccessTests.Pages(host, other).Where(page => page.Contains(other.ToString(), StringComparison.Ordinal)))
            ((int)(await browser.GoAsync(page)).Status).ShouldBeOneOf([404, 403], page);
        (await browser.GoAsync($"/orders/{order}")).Status.ShouldBe(HttpStatusCode.NotFound);

        (await browser.GoAsync($"/?q=@{own}")).Text.ShouldContain($"erika@{own}");
        (await browser.GoAsync($"/mailboxes/{mailbox}")).Status.ShouldBe(HttpStatusCode.OK);
        (await browser.GoAsync("/orders")).Page.QuerySelector("tbody tr").ShouldNotBeNull();
    }

    [Theory, EachDatabase]
    public async Task Forged_forms_change_nothing_of_another_tenant(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        var (own, mailbox) = await host.CustomerAsync();
        var (foreign, other) = await host.CustomerAsync();
        await host.SubmitAsync(An.Alias($"info@{foreign}", $"erika@{foreign}"));
        using var browser = await host.SignedInAsync(Role.TenantAdmin, $"T-{own}");
        await browser.GoAsync($"/mailboxes/{mailbox}");
        var before = await StateAsync(host, other, foreign);

        foreach (var change in AccessTests.Changes(host, other).Where(change => change.Contains(other.ToString(), StringComparison.Ordinal)))
            ((int)(await browser.PostRawAsync(change, Forged(browser.Token, ("address", $"x@{foreign}"), ("alias", $"info@{foreign}")))).StatusCode).ShouldBeOneOf([404, 403], change);
        // On the own mailbox, and yet at another's things.
        foreach (var (change, field) in new[]
        {
            ("aliases/add", ("address", $"neu@{foreign}")), ("aliases/add", ("address", $"erika@{foreign}")), ("aliases/remove", ("alias", $"info@{foreign}")), ("aliases/remove", ("alias", $"erika@{foreign}")),
        })
        {
            await browser.PostAsync($"/mailboxes/{mailbox}/{change}", Forged(browser.Token, field));
            browser.Page.QuerySelector("[role=alert]").ShouldNotBeNull($"{change} {field}");
            await browser.GoAsync($"/mailboxes/{mailbox}");
        }

        (await StateAsync(host, other, foreign)).ShouldBe(before);
    }

    [Fact]
    public async Task The_own_tenant_is_looked_after()
    {
        var host = await hosts.OnAsync();
        var (own, mailbox) = await host.CustomerAsync();
        using var browser = await host.SignedInAsync(Role.TenantAdmin, $"T-{own}");
        await browser.GoAsync($"/mailboxes/{mailbox}");
        await browser.SubmitAsync($"/mailboxes/{mailbox}/aliases/add", ("address", $"info@{own}"));
        browser.Page.QuerySelector("[role=status]")!.TextContent.ShouldContain("is added");
    }

    private static string Rows(ConsoleBrowser browser) => string.Join('\n', browser.Page.QuerySelectorAll("tbody").Select(body => body.TextContent));

    private static Dictionary<string, string> Forged(string token, params (string Name, string Value)[] fields)
    {
        var forged = new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = token, ["order"] = Guid.NewGuid().ToString(), ["name"] = "forged", ["quota"] = "1", ["unit"] = "MB", ["password"] = "forged forged", ["reason"] = "forged",
        };
        foreach (var (name, value) in fields)
            forged[name] = value;
        return forged;
    }

    private static Task<string> StateAsync(ConsoleHost host, Guid mailbox, string domain) => host.QueryAsync(async db =>
    {
        var state = await db.Mailboxes.AsNoTracking().SingleAsync(m => m.Id == mailbox);
        var addresses = await db.Addresses.AsNoTracking().Where(a => a.Value.EndsWith("@" + domain)).Select(a => a.Value).OrderBy(a => a).ToListAsync();
        return $"{state.DisplayName} {state.QuotaBytes} {state.PasswordHash} {state.Version} {string.Join(' ', addresses)}";
    });
}

using System.Net;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Oss.Tests.Domain;
using Shouldly;
using Xunit;

namespace Oss.Tests.Web;

/// <summary>How people get into the console, and out of it.</summary>
public sealed class UserAdministrationTests(ConsoleHosts hosts)
{
    [Theory, EachDatabase]
    public async Task A_new_user_signs_in_once_with_the_generated_password_and_chooses_another(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var browser = await host.SignedInAsync(Role.Operator);
        var name = An.Key("anna.weber");
        var (page, password) = await CreateAsync(browser, name, "Support");

        (await browser.GoAsync(page)).Page.DocumentElement.OuterHtml.ShouldNotContain(password, customMessage: "Shown once.");
        (await browser.GoAsync("/users?q=anna.web")).Text.ShouldContain(name);

        using var person = new ConsoleBrowser(host.Root);
        await person.SignInAsync(name, password);
        person.At.ShouldBe("/account/password");
        await person.SubmitAsync("/account/password", ("currentPassword", password), ("newPassword", "Regenbogen über Köln"), ("repeated", "Regenbogen über Köln"));
        (await person.GoAsync("/")).At.ShouldBe("/");
        host.Log.All.ShouldNotContain(line => line.Contains(password));
        (await ActionsAsync(host, name)).ShouldBe(["console-user.create", "console-user.sign-in", "console-user.change-password"]);
    }

    [Theory, EachDatabase]
    public async Task Lock_unlock_and_reset_do_what_they_say(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var browser = await host.SignedInAsync(Role.Operator);
        var name = await host.UserAsync(Role.Support);
        var id = await host.QueryAsync(db => db.Users.Where(u => u.UserName == name).Select(u => u.Id).SingleAsync());
        using var person = new ConsoleBrowser(host.Root);
        await person.SignInAsync(name);

        await browser.GoAsync($"/users/{id}");
        await browser.SubmitAsync($"/users/{id}/lock");
        browser.Text.ShouldContain("all sessions have ended");
        (await person.GoAsync("/")).At.ShouldStartWith("/account/sign-in");
        await person.SignInAsync(name);
        person.At.ShouldStartWith("/account/sign-in");

        await browser.SubmitAsync($"/users/{id}/unlock");
        await person.SignInAsync(name);
        person.At.ShouldBe("/");

        await browser.SubmitAsync($"/users/{id}/reset-password");
        var password = browser.Page.QuerySelector(".secret output")!.TextContent;
        (await person.GoAsync("/")).At.ShouldStartWith("/account/sign-in");
        await person.SignInAsync(name, password);
        person.At.ShouldBe("/account/password");
        (await ActionsAsync(host, name)).ShouldBe(
            ["console-user.sign-in", "console-user.lock", "console-user.unlock", "console-user.sign-in", "console-user.reset-password", "console-user.sign-in"]);
    }

    [Fact]
    public async Task Role_and_tenant_are_changed_and_an_impossible_pair_is_refused_with_what_was_chosen_kept()
    {
        var host = await hosts.OnAsync();
        var (domain, _) = await host.CustomerAsync();
        using var browser = await host.SignedInAsync(Role.Operator);
        var name = await host.UserAsync(Role.Support);
        var id = await host.QueryAsync(db => db.Users.Where(u => u.UserName == name).Select(u => u.Id).SingleAsync());
        await browser.GoAsync($"/users/{id}");

        await browser.SubmitAsync($"/users/{id}/change", ("role", "TenantAdmin"), ("tenant", ""));
        browser.Page.QuerySelector("[role=alert]")!.TextContent.ShouldContain("missing");
        browser.Page.QuerySelector("select[name=role] option[selected]")!.GetAttribute("value").ShouldBe("TenantAdmin");
        await browser.SubmitAsync($"/users/{id}/change", ("role", "TenantAdmin"), ("tenant", "T-nirgends"));
        browser.Page.QuerySelector("[role=alert]")!.TextContent.ShouldContain("no customer with the number T-nirgends");
        await browser.SubmitAsync($"/users/{id}/change", ("role", "TenantAdmin"), ("tenant", $"T-{domain}"));
        browser.Page.QuerySelector("[role=status]")!.TextContent.ShouldContain("Saved");
        await browser.SubmitAsync($"/users/{id}/change", ("role", "Operator"), ("tenant", $"T-{domain}"));
        browser.Page.QuerySelector("[role=alert]").ShouldNotBeNull("An operator has no tenant.");

        using var person = new ConsoleBrowser(host.Root);
        await person.SignInAsync(name);
        person.Text.ShouldContain("Mailboxes");
        (await host.QueryAsync(db => db.AuditEntries.SingleAsync(e => e.Subject == name && e.Action == "console-user.change"))).Detail.ShouldContain($"T-{domain}");
    }

    [Fact]
    public async Task Names_that_are_taken_or_impossible_and_roles_of_machines_are_refused()
    {
        var host = await hosts.OnAsync();
        using var browser = await host.SignedInAsync(Role.Operator);
        var taken = await host.UserAsync(Role.Support);
        await browser.GoAsync("/users/new");
        foreach (var name in new[] { taken.ToUpperInvariant(), "x", "zwei wörter", new string('x', 65), "-" })
        {
            await browser.SubmitAsync("/users/create", ("name", name), ("role", "Support"));
            browser.At.ShouldBe("/users/new", name);
            browser.Page.QuerySelector("[role=alert]").ShouldNotBeNull(name);
            browser.Page.QuerySelector("input[name=name]")!.GetAttribute("value").ShouldBe(name);
        }

        foreach (var role in new[] { "Crm", "", "99", "root" })
        {
            var fields = browser.Fields("/users/create", ("name", An.Key("maschine")));
            fields["role"] = role;
            await browser.PostAsync("/users/create", fields);
            browser.At.ShouldBe("/users/new", role);
        }
    }

    [Fact]
    public async Task Nobody_locks_demotes_or_resets_the_own_account()
    {
        var host = await hosts.OnAsync();
        using var browser = await host.SignedInAsync(Role.Operator);
        var name = browser.Page.QuerySelector(".self a")!.TextContent;
        var id = await host.QueryAsync(db => db.Users.Where(u => u.UserName == name).Select(u => u.Id).SingleAsync());
        await browser.GoAsync($"/users/{id}");
        foreach (var change in new[] { "lock", "reset-password", "change" })
        {
            await browser.PostAsync($"/users/{id}/{change}", new() { ["__RequestVerificationToken"] = browser.Token, ["role"] = "Auditor" });
            browser.Page.QuerySelector("[role=alert]")!.TextContent.ShouldContain("own account");
        }
    }

    private static async Task<(string Page, string Password)> CreateAsync(ConsoleBrowser browser, string name, string role)
    {
        await browser.GoAsync("/users/new");
        await browser.SubmitAsync("/users/create", ("name", name), ("role", role));
        browser.Status.ShouldBe(HttpStatusCode.OK);
        browser.At.ShouldMatch("^/users/[0-9a-f-]{36}$");
        return (browser.At, browser.Page.QuerySelector(".secret output")!.TextContent);
    }

    private static Task<List<string>> ActionsAsync(ConsoleHost host, string name) =>
        host.QueryAsync(db => db.AuditEntries.Where(e => e.Subject == name).OrderBy(e => e.At).Select(e => e.Action).ToListAsync());
}

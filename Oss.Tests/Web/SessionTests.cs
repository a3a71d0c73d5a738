using System.Net;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Web;

public sealed class SessionTests(ConsoleHosts hosts)
{
    [Theory, EachDatabase]
    public async Task A_lock_ends_the_session_with_the_next_click(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var browser = await host.SignedInAsync(Role.Support);
        var name = browser.Page.QuerySelector(".self a")!.TextContent;

        var until = DateTimeOffset.UtcNow.AddDays(1);
        await host.QueryAsync(db => db.Users.Where(u => u.UserName == name).ExecuteUpdateAsync(u => u.SetProperty(x => x.LockoutEnd, until)));

        (await browser.GoAsync("/orders")).At.ShouldStartWith("/account/sign-in");
        await host.QueryAsync(db => db.Users.Where(u => u.UserName == name).ExecuteUpdateAsync(u => u.SetProperty(x => x.LockoutEnd, (DateTimeOffset?)null)));
        (await browser.GoAsync("/orders")).At.ShouldStartWith("/account/sign-in", customMessage: "An ended session does not come back.");
    }

    [Fact]
    public async Task Another_role_counts_with_the_next_click()
    {
        var host = await hosts.OnAsync();
        using var browser = await host.SignedInAsync(Role.Operator);
        (await browser.GoAsync("/users")).Status.ShouldBe(HttpStatusCode.OK);
        var name = browser.Page.QuerySelector(".self a")!.TextContent;

        await host.QueryAsync(db => db.Users.Where(u => u.UserName == name).ExecuteUpdateAsync(u => u.SetProperty(x => x.Role, Role.Support)));

        (await browser.GoAsync("/users")).Status.ShouldBe(HttpStatusCode.Forbidden);
        browser.Text.ShouldContain("You may not do this");
    }

    [Theory, EachDatabase]
    public async Task A_changed_password_ends_the_other_sessions_and_keeps_this_one(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        var name = await host.UserAsync(Role.Support);
        using var here = new ConsoleBrowser(host.Root);
        using var there = new ConsoleBrowser(host.Root);
        await here.SignInAsync(name);
        await there.SignInAsync(name);

        await here.GoAsync("/account/password");
        await here.SubmitAsync("/account/password", ("currentPassword", ConsoleHost.Password), ("newPassword", "regnerisch und kühl"), ("repeated", "regnerisch und kühl"));

        here.Page.QuerySelector("[role=status]")!.TextContent.ShouldContain("other sessions have ended");
        (await here.GoAsync("/orders")).At.ShouldBe("/orders");
        (await there.GoAsync("/orders")).At.ShouldStartWith("/account/sign-in");
        await there.SignInAsync(name);
        there.At.ShouldStartWith("/account/sign-in");
        await there.SignInAsync(name, "regnerisch und kühl");
        there.At.ShouldBe("/");
        (await host.QueryAsync(db => db.AuditEntries.SingleAsync(e => e.Subject == name && e.Action == "console-user.change-password"))).Actor.ShouldBe($"ConsoleUser {name}");
    }

    [Theory]
    [InlineData("wrong", "ein ganz anderes", "ein ganz anderes", "The current password is wrong.")]
    [InlineData(ConsoleHost.Password, "zu kurz", "zu kurz", "at least 12 characters")]
    [InlineData(ConsoleHost.Password, ConsoleHost.Password, ConsoleHost.Password, "other than the old one")]
    [InlineData(ConsoleHost.Password, "aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa", "different ones")]
    [InlineData(ConsoleHost.Password, "ein ganz anderes", "ein ganz andres", "The two new passwords differ")]
    public async Task A_password_change_says_what_is_wrong_with_it(string current, string wanted, string repeated, string sentence)
    {
        var host = await hosts.OnAsync();
        using var browser = await host.SignedInAsync(Role.Auditor);
        await browser.GoAsync("/account/password");
        await browser.SubmitAsync("/account/password", ("currentPassword", current), ("newPassword", wanted), ("repeated", repeated));
        browser.Page.QuerySelector("[role=alert]")!.TextContent.ShouldContain(sentence);
    }

    [Fact]
    public async Task A_generated_password_opens_nothing_but_the_page_that_changes_it()
    {
        var host = await hosts.OnAsync();
        var name = await host.UserAsync(Role.Operator, mustChangePassword: true);
        var (_, mailbox) = await host.CustomerAsync();
        using var browser = new ConsoleBrowser(host.Root);

        await browser.SignInAsync(name);
        browser.At.ShouldBe("/account/password");
        foreach (var path in new[] { "/", "/orders", "/users", $"/mailboxes/{mailbox}" })
            (await browser.GoAsync(path)).At.ShouldBe("/account/password", path);
        var forged = await browser.PostRawAsync($"/mailboxes/{mailbox}/name", new() { ["__RequestVerificationToken"] = browser.Token, ["order"] = Guid.NewGuid().ToString(), ["name"] = "x" });
        forged.Headers.Location!.OriginalString.ShouldBe("/account/password");

        await browser.SubmitAsync("/account/password", ("currentPassword", ConsoleHost.Password), ("newPassword", "mein eigenes Passwort"), ("repeated", "mein eigenes Passwort"));
        (await browser.GoAsync("/users")).At.ShouldBe("/users");
    }

    [Fact]
    public async Task The_cookies_are_out_of_reach_of_scripts_and_of_other_sites()
    {
        var host = await hosts.OnAsync();
        var name = await host.UserAsync(Role.Auditor);
        using var browser = new ConsoleBrowser(host.Root);
        await browser.GoAsync("/account/sign-in");
        var answer = await browser.PostRawAsync("/account/sign-in", browser.Fields("/account/sign-in", ("UserName", name), ("Password", ConsoleHost.Password)));
        answer.Headers.GetValues("Set-Cookie").ShouldAllBe(cookie => cookie.Contains("httponly") && cookie.Contains("samesite="));
    }
}

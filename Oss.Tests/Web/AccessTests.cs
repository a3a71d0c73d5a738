using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Web;

/// <summary>Who gets where. The doors are those the host has routed, so a new page or change is tested from its first day.</summary>
public sealed class AccessTests(ConsoleHosts hosts)
{
    [Fact]
    public async Task Nothing_is_open_without_a_sign_in_but_the_sign_in_and_the_language()
    {
        var host = await hosts.OnAsync();
        host.Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(Template).Distinct()
            .ShouldBe(["account/sign-in", "account/language/{language}", "self/sign-in"], ignoreOrder: true);

        using var browser = new ConsoleBrowser(host.Root);
        foreach (var page in Pages(host).Where(page => page != "/account/sign-in"))
            (await browser.GoAsync(page)).At.ShouldStartWith("/account/sign-in?returnUrl=", customMessage: page);
        (await browser.GoAsync("/self")).At.ShouldBe("/self/sign-in");
    }

    [Fact]
    public async Task No_form_is_taken_without_a_token_of_ours()
    {
        var host = await hosts.OnAsync();
        var user = await host.UserAsync(Role.Operator);
        using var browser = new ConsoleBrowser(host.Root);
        await browser.SignInAsync(user);
        var before = await DoneAsync();
        foreach (var change in Changes(host))
        {
            (await browser.PostRawAsync(change, Forged(""))).StatusCode.ShouldBe(HttpStatusCode.BadRequest, change);
            (await browser.PostRawAsync(change, Forged("CfDJ8ForgedForgedForged"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest, change);
        }

        (await DoneAsync()).ShouldBe(before);
        await browser.PostAsync(Changes(host).First(), Forged(""));
        browser.Text.ShouldContain("Open the page again");

        Task<int> DoneAsync() => host.QueryAsync(db => db.AuditEntries.CountAsync(entry => entry.Actor.EndsWith(user)));
    }

    [Fact]
    public async Task A_token_of_another_session_is_no_token()
    {
        var host = await hosts.OnAsync();
        using var other = await host.SignedInAsync(Role.Operator);
        using var browser = await host.SignedInAsync(Role.Operator);
        (await browser.PostRawAsync("/users/create", Forged(other.Token))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory, EachDatabase]
    public async Task An_auditor_reads_everything_and_changes_nothing(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        var (domain, mailbox) = await host.CustomerAsync();
        using var browser = await host.SignedInAsync(Role.Auditor);

        (await browser.GoAsync($"/?q=erika@{domain}")).Text.ShouldContain($"erika@{domain}");
        (await browser.GoAsync($"/mailboxes/{mailbox}")).Text.ShouldContain($"erika@{domain}");
        browser.Page.QuerySelectorAll("main form").ShouldBeEmpty();
        var token = browser.Token;
        foreach (var change in Changes(host, mailbox).Where(change => !change.StartsWith("/account/", StringComparison.Ordinal)))
            (await browser.PostRawAsync(change, Forged(token))).StatusCode.ShouldBe(HttpStatusCode.Forbidden, change);
        await browser.PostAsync($"/mailboxes/{mailbox}/name", Forged(token));
        browser.Text.ShouldContain("You may not do this");
    }

    [Fact]
    public async Task Support_and_tenant_admins_have_no_door_to_the_users()
    {
        var host = await hosts.OnAsync();
        var (domain, _) = await host.CustomerAsync();
        foreach (var (role, tenant) in new[] { (Role.Support, null), (Role.TenantAdmin, $"T-{domain}"), (Role.Auditor, (string?)null) })
        {
            using var browser = await host.SignedInAsync(role, tenant);
            browser.Page.QuerySelector("header a[href='/users']").ShouldBeNull();
            foreach (var page in Pages(host).Where(page => page.StartsWith("/users", StringComparison.Ordinal)))
                (await browser.GoAsync(page)).Status.ShouldBe(HttpStatusCode.Forbidden, $"{role} {page}");
            await browser.GoAsync("/");
            foreach (var change in Changes(host).Where(change => change.StartsWith("/users", StringComparison.Ordinal)))
                (await browser.PostRawAsync(change, Forged(browser.Token))).StatusCode.ShouldBe(HttpStatusCode.Forbidden, $"{role} {change}");
        }
    }

    [Fact]
    public async Task A_form_larger_than_any_of_ours_is_refused()
    {
        var host = await hosts.OnAsync();
        using var browser = await host.SignedInAsync(Role.Support);
        var answer = await browser.AnnounceAsync("/account/sign-in", new() { ["UserName"] = new string('x', 1 << 20) });
        ((int)answer.StatusCode).ShouldBeInRange(400, 413);
    }

    // What a mailbox's own user has is another house: see SelfServiceTests.
    internal static IEnumerable<string> Pages(ConsoleHost host, Guid? id = null, string domain = "nobody.example") => Filled(host, "GET", id, domain: domain).Where(path => !IsOwners(path) && !path.StartsWith("/account/language", StringComparison.Ordinal) && !path.StartsWith("/_", StringComparison.Ordinal));

    // Pages take POST too, and have no form that would answer to it; changes are what was mapped as one.
    internal static IEnumerable<string> Changes(ConsoleHost host, Guid? id = null) => Filled(host, "POST", id, only: true).Where(path => !IsOwners(path));

    internal static IEnumerable<string> OwnersChanges(ConsoleHost host) => Filled(host, "POST", null, only: true).Where(IsOwners);

    private static bool IsOwners(string path) => path == "/self" || path.StartsWith("/self/", StringComparison.Ordinal);

    private static IEnumerable<string> Filled(ConsoleHost host, string method, Guid? id, bool only = false, string domain = "nobody.example") => host.Endpoints
        .Where(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is { } methods && methods.HttpMethods.Contains(method) && (!only || methods.HttpMethods.Count == 1))
        .Select(endpoint => "/" + Template(endpoint).Replace("{id:guid}", (id ?? Guid.NewGuid()).ToString(), StringComparison.OrdinalIgnoreCase).Replace("{code}", "premium", StringComparison.OrdinalIgnoreCase).Replace("{name}", domain, StringComparison.OrdinalIgnoreCase)).Distinct();

    private static string Template(RouteEndpoint endpoint) => endpoint.RoutePattern.RawText!.TrimStart('/');

    private static Dictionary<string, string> Forged(string token) => new()
    {
        ["__RequestVerificationToken"] = token, ["order"] = Guid.NewGuid().ToString(), ["name"] = "forged", ["address"] = "forged@example.org", ["alias"] = "forged@example.org",
        ["quota"] = "1", ["unit"] = "GB", ["password"] = "forged forged", ["role"] = "Operator", ["UserName"] = "x", ["Password"] = "x",
    };
}

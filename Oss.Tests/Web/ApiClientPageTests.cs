using System.Net;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Oss.Tests.Domain;
using Shouldly;
using Xunit;

namespace Oss.Tests.Web;

/// <summary>How machines get access at the console, and lose it.</summary>
public sealed class ApiClientPageTests(ConsoleHosts hosts)
{
    [Theory, EachDatabase]
    public async Task An_operator_makes_a_client_that_can_make_others_and_sees_its_secret_once(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var browser = await host.SignedInAsync(Role.Operator);
        var name = An.Key("admin");
        (await browser.GoAsync("/api-clients")).Page.QuerySelector("header a[href='/api-clients']").ShouldNotBeNull();
        await browser.GoAsync("/api-clients/new");
        await browser.SubmitAsync("/api-clients/create", ("client", name), ("role", "Operator"), ("allowed", "everything"));

        browser.At.ShouldBe($"/api-clients/{name}");
        var secret = browser.Page.QuerySelector(".secret output")!.TextContent;
        (await browser.GoAsync(browser.At)).Page.DocumentElement.OuterHtml.ShouldNotContain(secret, customMessage: "Shown once.");
        host.Log.All.ShouldNotContain(line => line.Contains(secret));
        var actor = (await host.Get<AuthenticateApiClient>().ExecuteAsync(name, secret, null, default)).ShouldNotBeNull();
        (await host.Get<ManageApiClients>().CreateAsync(new ApiClientNew(name + "-2", Role.Crm), actor, default)).Client.Role.ShouldBe(Role.Crm);
        (await browser.GoAsync($"/api-clients/{name}")).Page.QuerySelectorAll("dd time").Length.ShouldBe(2, "created and last used");

        await browser.SubmitAsync($"/api-clients/{name}/rotate");
        var second = browser.Page.QuerySelector(".secret output")!.TextContent;
        (await host.Get<AuthenticateApiClient>().ExecuteAsync(name, secret, null, default)).ShouldNotBeNull("both are right for a day");
        (await host.Get<AuthenticateApiClient>().ExecuteAsync(name, second, null, default)).ShouldNotBeNull();
        await browser.SubmitAsync($"/api-clients/{name}/rotate", ("atOnce", "true"));
        (await host.Get<AuthenticateApiClient>().ExecuteAsync(name, second, null, default)).ShouldBeNull();

        await browser.SubmitAsync($"/api-clients/{name}/revoke");
        browser.At.ShouldBe("/api-clients");
        browser.Page.QuerySelector("[role=status]")!.TextContent.ShouldContain($"{name} is revoked");
        (await browser.GoAsync($"/api-clients/{name}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await host.QueryAsync(db => db.AuditEntries.Where(e => e.Subject == name).OrderBy(e => e.Id).Select(e => e.Action).ToListAsync()))
            .ShouldBe(["api-client.create", "api-client.rotate", "api-client.rotate", "api-client.remove"]);
    }

    [Theory, EachDatabase]
    public async Task What_a_client_is_allowed_is_ticked_and_what_is_wrong_stays_in_the_form(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var browser = await host.SignedInAsync(Role.Operator);
        var name = An.Key("crm");
        await browser.GoAsync("/api-clients/new");
        var fields = browser.Fields("/api-clients/create", ("client", name), ("role", "Crm"), ("allowed", "these"), ("certificate", "abc"), ("subject", $"{name}@clients"));
        fields["scope"] = "orders:read";
        await browser.PostAsync("/api-clients/create", fields);
        browser.At.ShouldBe("/api-clients/new");
        browser.Page.QuerySelector("[role=alert]").ShouldNotBeNull();
        browser.Page.QuerySelector("input[name=client]")!.GetAttribute("value").ShouldBe(name);
        browser.Page.QuerySelector("input[value='orders:read']")!.HasAttribute("checked").ShouldBeTrue();

        fields = browser.Fields("/api-clients/create", ("certificate", new string('A', 64)));
        fields["scope"] = "orders:read";
        await browser.PostAsync("/api-clients/create", fields);
        browser.At.ShouldBe($"/api-clients/{name}");
        var made = await host.QueryAsync(db => db.ApiClients.SingleAsync(c => c.Name == name));
        (made.Scopes, made.Certificate, made.OpenIdSubject).ShouldBe(("orders:read", new string('A', 64), $"{name}@clients"));

        await browser.SubmitAsync($"/api-clients/{name}/change", ("allowed", "everything"), ("certificate", ""), ("subject", ""));
        browser.Page.QuerySelector("[role=status]")!.TextContent.ShouldContain("Saved");
        made = await host.QueryAsync(db => db.ApiClients.SingleAsync(c => c.Name == name));
        (made.Scopes, made.Certificate, made.OpenIdSubject).ShouldBe((null, null, null));
    }

    [Fact]
    public async Task A_tenant_admin_looks_after_the_own_clients_and_others_have_no_door()
    {
        var host = await hosts.OnAsync();
        var (domain, _) = await host.CustomerAsync();
        using var admin = await host.SignedInAsync(Role.TenantAdmin, $"T-{domain}");
        using var operators = await host.SignedInAsync(Role.Operator);
        var (own, foreign) = (An.Key("own"), An.Key("foreign"));
        await operators.GoAsync("/api-clients/new");
        await operators.SubmitAsync("/api-clients/create", ("client", foreign), ("role", "Crm"), ("allowed", "everything"));

        await admin.GoAsync("/api-clients/new");
        admin.Page.QuerySelectorAll("select[name=role] option").Select(option => option.GetAttribute("value")).ShouldBe(["TenantAdmin", "Auditor"]);
        admin.Page.QuerySelector("input[name=subject]").ShouldBeNull();
        await admin.SubmitAsync("/api-clients/create", ("client", own), ("role", "Auditor"), ("allowed", "everything"));
        admin.At.ShouldBe($"/api-clients/{own}");
        await admin.SubmitAsync($"/api-clients/{own}/change", ("certificate", new string('b', 64)));
        admin.Page.QuerySelector("[role=status]")!.TextContent.ShouldContain("Saved");
        (await admin.GoAsync("/api-clients")).Text.ShouldNotContain(foreign);
        (await admin.GoAsync($"/api-clients/{foreign}")).Status.ShouldBe(HttpStatusCode.NotFound);
        await admin.GoAsync("/");
        var fields = new Dictionary<string, string> { ["__RequestVerificationToken"] = admin.Token, ["client"] = An.Key("x"), ["role"] = "Operator" };
        (await admin.PostRawAsync("/api-clients/create", fields)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        foreach (var role in new[] { Role.Support, Role.Auditor })
        {
            using var other = await host.SignedInAsync(role);
            (await other.GoAsync("/api-clients")).Status.ShouldBe(HttpStatusCode.Forbidden);
        }
    }
}

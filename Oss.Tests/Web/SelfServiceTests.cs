using System.Net;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Orders;
using Oss.Domain.Persistence;
using Oss.Domain.Rules;
using Oss.Tests.Databases;
using Oss.Tests.Domain;
using Shouldly;
using Xunit;

namespace Oss.Tests.Web;

/// <summary>What the owner of a mailbox sets alone; and that nobody gets further than that, or there from elsewhere.</summary>
public sealed class SelfServiceTests(ConsoleHosts hosts)
{
    [Theory, EachDatabase]
    public async Task The_owner_signs_in_by_an_alias_sets_a_reply_and_another_password_in_German(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        var (domain, id) = await host.CustomerAsync();
        await host.SubmitAsync(An.Alias($"über@{domain}", $"erika@{domain}"));
        using var browser = new ConsoleBrowser(host.Root, "de");
        await SignInAsync(browser, $"über@{domain}", An.Password);
        browser.At.ShouldBe("/self", string.Join('\n', host.Log.All.TakeLast(3)));
        browser.Status.ShouldBe(HttpStatusCode.OK, string.Join('\n', host.Log.All.Where(l => l.Contains("failed")).TakeLast(3)));
        browser.Page.QuerySelector("h1")!.TextContent.ShouldBe($"erika@{domain}");

        await browser.SubmitAsync("/self/rules/auto-reply", ("subject", "Im Urlaub"), ("text", "Schöne Grüße"));
        browser.Text.ShouldContain("Die automatische Antwort ist eingestellt.");
        await browser.SubmitAsync("/self/rules/add", ("name", "Büro"), ("values0", "x"), ("kind0", "Move"), ("target0", "Büro"));
        host.Platform.Sheets[id].ShouldBeOfType<RuleSheet.FromRules>().Rules.ShouldSatisfyAllConditions(r => r.AutoReply!.Text.ShouldBe("Schöne Grüße"), r => r.Rules.Single().Name.ShouldBe("Büro"));
        await browser.TryAsync("/self", "Subject: x\r\n\r\nx");
        browser.Page.QuerySelector("#trial [role=status]").ShouldNotBeNull();

        using var other = new ConsoleBrowser(host.Root);
        await SignInAsync(other, $"erika@{domain}", An.Password);
        await browser.SubmitAsync("/self/password", ("currentPassword", "falsch"), ("newPassword", "ganz neue Zeichen"), ("repeated", "ganz neue Zeichen"));
        browser.Text.ShouldContain("Das jetzige Passwort ist falsch");
        await browser.SubmitAsync("/self/password", ("currentPassword", An.Password), ("newPassword", "ganz neue Zeichen"), ("repeated", "ganz neue Zeichen"));
        browser.Text.ShouldContain("Ihr Passwort ist geändert");
        (await other.GoAsync("/self")).At.ShouldBe("/self/sign-in", "Sessions with the old password have ended.");

        var entries = await host.QueryAsync(db => db.AuditEntries.Where(e => e.Subject == $"erika@{domain}" && e.Actor.StartsWith("MailUser")).OrderBy(e => e.At).ToListAsync());
        entries.Select(e => e.Action).Distinct().ShouldBe(["mail-user.sign-in", "rules.modify", "mailbox.modify"]);
        entries.ShouldAllBe(e => e.Actor == $"MailUser erika@{domain}");
    }

    [Fact]
    public async Task The_owner_brings_the_script_of_another_system_over()
    {
        var host = await hosts.OnAsync();
        var (domain, id) = await host.CustomerAsync();
        using var browser = new ConsoleBrowser(host.Root, "de");
        await SignInAsync(browser, $"erika@{domain}", An.Password);
        await browser.GoAsync("/self");
        browser.Page.QuerySelector("#import details")!.HasAttribute("open").ShouldBeFalse();

        await ImportAsync("");
        browser.Page.QuerySelector("#import [role=alert]")!.TextContent.ShouldNotBeEmpty();
        host.Platform.Sheets.ContainsKey(id).ShouldBeFalse();
        await ImportAsync("keep;");
        browser.Page.QuerySelector("#import [role=status]").ShouldNotBeNull();
        browser.Page.QuerySelector("#import details")!.HasAttribute("open").ShouldBeTrue();
        host.Platform.Sheets[id].ShouldBeOfType<RuleSheet.FromRules>();

        async Task ImportAsync(string script)
        {
            var fields = browser.Page.QuerySelector("#import form")!.QuerySelectorAll("input[type=hidden]").ToDictionary(e => e.GetAttribute("name")!, e => e.GetAttribute("value") ?? "");
            (fields["Input.Script"], fields["Input.Separator"]) = (script, ".");
            await browser.PostAsync("/self", fields);
        }
    }

    [Fact]
    public async Task Neither_session_opens_the_other_s_doors()
    {
        var host = await hosts.OnAsync();
        var (domain, mine) = await host.CustomerAsync();
        var (_, theirs) = await host.CustomerAsync();
        using var owner = new ConsoleBrowser(host.Root);
        await SignInAsync(owner, $"erika@{domain}", An.Password);
        var token = owner.Token;
        foreach (var page in AccessTests.Pages(host, mine).Where(page => page != "/account/sign-in"))
            (await owner.GoAsync(page)).At.ShouldStartWith("/account/sign-in", customMessage: page);
        foreach (var change in AccessTests.Changes(host, theirs).Concat(AccessTests.Changes(host, mine)).Where(change => !change.StartsWith("/account/", StringComparison.Ordinal)))
            (await owner.PostRawAsync(change, Forged(token))).Headers.Location!.ToString().ShouldContain("/account/sign-in", customMessage: change);

        using var agent = await host.SignedInAsync(Role.Operator);
        (await agent.GoAsync("/self")).At.ShouldBe("/self/sign-in");
        foreach (var change in AccessTests.OwnersChanges(host).Where(change => change != "/self/sign-in"))
            (await agent.PostRawAsync(change, Forged(agent.Token))).Headers.Location!.ToString().ShouldContain("/self/sign-in", customMessage: change);
        host.Platform.Sheets.ContainsKey(mine).ShouldBeFalse();
    }

    [Fact]
    public async Task No_form_of_the_owner_is_taken_without_its_token()
    {
        var host = await hosts.OnAsync();
        var (domain, mine) = await host.CustomerAsync();
        using var owner = new ConsoleBrowser(host.Root);
        await SignInAsync(owner, $"erika@{domain}", An.Password);
        foreach (var change in AccessTests.OwnersChanges(host))
        {
            foreach (var token in new[] { "", "CfDJ8Forged" })
                (await owner.PostRawAsync(change, Forged(token))).StatusCode.ShouldBe(HttpStatusCode.BadRequest, change);
        }

        host.Platform.Sheets.ContainsKey(mine).ShouldBeFalse();
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("wrong")]
    [InlineData("suspended")]
    public async Task A_refusal_says_the_same_whatever_is_wrong(string what)
    {
        var host = await hosts.OnAsync();
        var (domain, _) = await host.CustomerAsync();
        if (what == "suspended")
            await host.SubmitAsync(new MailboxItemRequest(OrderAction.Suspend, $"erika@{domain}", Suspension: new SuspensionChange(Login: true)));
        using var browser = new ConsoleBrowser(host.Root);
        await SignInAsync(browser, $"{(what == "unknown" ? "nobody" : "erika")}@{domain}", what == "wrong" ? "falsch" : An.Password);
        browser.At.ShouldBe("/self/sign-in");
        browser.Page.QuerySelector("[role=alert]")!.TextContent.ShouldContain("This did not work");
        browser.Page.QuerySelector("input[name=address]")!.GetAttribute("value").ShouldEndWith(domain);
    }

    private static async Task SignInAsync(ConsoleBrowser browser, string address, string password)
    {
        await browser.GoAsync("/self/sign-in");
        await browser.SubmitAsync("/self/sign-in", ("address", address), ("password", password));
    }

    private static Dictionary<string, string> Forged(string token) => new()
    {
        ["__RequestVerificationToken"] = token, ["order"] = Guid.NewGuid().ToString(), ["action"] = "Junk", ["targets"] = "x@elsewhere.example", ["text"] = "x", ["name"] = "x", ["kind0"] = "Discard",
    };
}

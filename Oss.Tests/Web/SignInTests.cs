using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Web;

public sealed class SignInTests(ConsoleHosts hosts)
{
    [Fact]
    public async Task Unknown_names_wrong_passwords_and_closed_accounts_are_one_answer_in_one_time()
    {
        var host = await hosts.OnAsync();
        var (known, closed) = (await host.UserAsync(Role.Support), await host.UserAsync(Role.Support));
        await LockAsync(host, closed, DateTimeOffset.UtcNow.AddHours(1));

        var answers = new List<string>();
        foreach (var name in new[] { known, closed, new string('x', known.Length), new string('x', 300) })
        {
            using var browser = new ConsoleBrowser(host.Root);
            var watch = Stopwatch.StartNew();
            await browser.SignInAsync(name, name == closed ? ConsoleHost.Password : "wrong");
            // A timer counts in ticks of the system and may be one early by a finer clock.
            watch.Elapsed.ShouldBeGreaterThanOrEqualTo(SignInConsoleUser.RefusalTime - TimeSpan.FromMilliseconds(20));
            browser.At.ShouldStartWith("/account/sign-in");
            answers.Add(Regex.Replace(browser.Page.DocumentElement.OuterHtml.Replace(name, "NAME", StringComparison.Ordinal), "value=\"(CfDJ8[^\"]*|x+)\"", ""));
        }

        answers.Select(answer => answer.Replace("value=\"NAME\"", "", StringComparison.Ordinal)).Distinct().ShouldHaveSingleItem();
        var checks = host.Get<PasswordChecks>().ByName;
        (checks[known], checks.ContainsKey(closed)).ShouldBe((1, false));
        checks["nobody"].ShouldBeGreaterThanOrEqualTo(3);
    }

    [Theory, EachDatabase]
    public async Task Five_wrong_passwords_close_the_account_for_a_while_also_to_the_right_one(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        var name = await host.UserAsync(Role.Support);
        using var browser = new ConsoleBrowser(host.Root);
        await Task.WhenAll(Enumerable.Range(0, ConsolePasswords.Attempts).Select(_ => RefusedAsync(host, name)));

        await browser.SignInAsync(name);
        browser.At.ShouldStartWith("/account/sign-in");
        (await host.QueryAsync(db => db.AuditEntries.SingleAsync(e => e.Subject == name && e.Action == "console-user.lock-out"))).Detail.ShouldContain("15");

        await LockAsync(host, name, DateTimeOffset.UtcNow.AddSeconds(-1));
        await browser.SignInAsync(name);
        browser.At.ShouldBe("/");
        (await host.QueryAsync(db => db.AuditEntries.CountAsync(e => e.Subject == name && e.Action == "console-user.sign-in"))).ShouldBe(1);
    }

    [Theory, EachDatabase]
    public async Task Guesses_all_at_once_are_no_more_than_one_after_the_other(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        var name = await host.UserAsync(Role.Support);

        await Task.WhenAll(Enumerable.Range(0, 3 * ConsolePasswords.Attempts).Select(_ => RefusedAsync(host, name)));

        host.Get<PasswordChecks>().ByName[name].ShouldBe(ConsolePasswords.Attempts);
    }

    [Fact]
    public async Task The_right_password_takes_back_what_wrong_ones_were_charged()
    {
        var host = await hosts.OnAsync();
        var name = await host.UserAsync(Role.Support);
        using var browser = new ConsoleBrowser(host.Root);
        for (var round = 0; round < 2; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, ConsolePasswords.Attempts - 1).Select(_ => RefusedAsync(host, name)));
            await browser.SignInAsync(name);
            browser.At.ShouldBe("/");
        }
    }

    [Theory]
    [InlineData("/orders?state=Held", "/orders?state=Held")]
    [InlineData("//evil.example/", "/")]
    [InlineData("/\\evil.example/", "/")]
    [InlineData("/\t/evil.example/", "/")]
    [InlineData("/\r\nLocation: https://evil.example/", "/")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("", "/")]
    public async Task After_the_sign_in_one_stays_on_this_site(string returnUrl, string expected)
    {
        var host = await hosts.OnAsync();
        var name = await host.UserAsync(Role.Auditor);
        using var browser = new ConsoleBrowser(host.Root);
        await browser.GoAsync("/account/sign-in");
        var fields = browser.Fields("/account/sign-in", ("UserName", name), ("Password", ConsoleHost.Password), ("returnUrl", returnUrl));

        var answer = await browser.PostRawAsync("/account/sign-in", fields);

        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        answer.Headers.Location!.OriginalString.ShouldBe(expected);
    }

    [Fact]
    public async Task The_page_asked_for_comes_after_the_sign_in_and_the_name_is_kept_after_a_slip()
    {
        var host = await hosts.OnAsync();
        var name = await host.UserAsync(Role.Auditor);
        using var browser = new ConsoleBrowser(host.Root);

        await browser.GoAsync("/orders?system=crm");
        browser.At.ShouldBe("/account/sign-in?returnUrl=%2Forders%3Fsystem%3Dcrm");
        await browser.SubmitAsync("/account/sign-in", ("UserName", name), ("Password", "slip"));
        browser.Page.QuerySelector("input[name=UserName]")!.GetAttribute("value").ShouldBe(name);
        browser.Page.QuerySelector("[role=alert]")!.TextContent.ShouldContain("15 minutes");
        await browser.SubmitAsync("/account/sign-in", ("Password", ConsoleHost.Password));

        browser.At.ShouldBe("/orders?system=crm");
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        var host = await hosts.OnAsync();
        using var browser = await host.SignedInAsync(Role.Support);
        await browser.SubmitAsync("/account/sign-out");
        await browser.GoAsync("/");
        browser.At.ShouldStartWith("/account/sign-in");
    }

    [Theory]
    [InlineData("de-DE", "Anmelden")]
    [InlineData("en-GB", "Sign in")]
    [InlineData("fr-FR", "Sign in")]
    public async Task The_console_speaks_the_browsers_language(string language, string heading)
    {
        using var browser = new ConsoleBrowser((await hosts.OnAsync()).Root, language);
        await browser.GoAsync("/account/sign-in");
        browser.Page.QuerySelector("h1")!.TextContent.ShouldBe(heading);
        browser.Page.DocumentElement.GetAttribute("lang").ShouldBe(language.StartsWith("de", StringComparison.Ordinal) ? "de" : "en");
    }

    [Fact]
    public async Task Changing_the_language_stays_on_the_page()
    {
        var host = await hosts.OnAsync();
        using var browser = await host.SignedInAsync(Role.Support);
        await browser.GoAsync("/?q=müller&offset=0");

        await browser.GoAsync(browser.Page.QuerySelector("a[hreflang=de]")!.GetAttribute("href")!);

        browser.At.ShouldBe("/?q=m%C3%BCller&offset=0");
        browser.Page.QuerySelector("h1")!.TextContent.ShouldBe("Postfächer");
        (await browser.GoAsync("/account/language/de?returnUrl=//evil.example")).At.ShouldBe("/");
    }

    private static async Task RefusedAsync(ConsoleHost host, string name)
    {
        using var browser = new ConsoleBrowser(host.Root);
        await browser.SignInAsync(name, "wrong");
        browser.At.ShouldStartWith("/account/sign-in?returnUrl=");
    }

    private static Task<int> LockAsync(ConsoleHost host, string name, DateTimeOffset until) =>
        host.QueryAsync(db => db.Users.Where(u => u.UserName == name).ExecuteUpdateAsync(u => u.SetProperty(x => x.LockoutEnd, until)));
}

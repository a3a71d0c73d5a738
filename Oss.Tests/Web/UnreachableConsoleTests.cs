using System.Net;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Persistence;
using Shouldly;
using Xunit;

namespace Oss.Tests.Web;

/// <summary>A console whose database went away says so in a sentence, on whatever page, and never that something is not there.</summary>
public sealed class UnreachableConsoleTests
{
    [Fact]
    public async Task Every_page_and_every_form_says_that_the_database_is_out_of_reach()
    {
        await using var host = await ConsoleHost.StartAsync(DatabaseProvider.MySql);
        using var browser = await host.SignedInAsync(Role.Operator);
        await browser.GoAsync("/account/language/de");
        using var stranger = await new ConsoleBrowser(host.Root).GoAsync("/account/sign-in");
        var token = browser.Token;
        await host.QueryAsync(db => db.Database.EnsureDeletedAsync());

        foreach (var page in AccessTests.Pages(host).Where(page => page != "/account/sign-in"))
        {
            await browser.GoAsync(page);
            browser.Status.ShouldBe(HttpStatusCode.ServiceUnavailable, page);
            browser.Page.QuerySelector("h1")!.TextContent.ShouldBe("Die Datenbank ist nicht erreichbar", page);
            browser.Answer.Headers.RetryAfter.ShouldNotBeNull();
        }

        foreach (var change in AccessTests.Changes(host))
            (await browser.PostRawAsync(change, new() { ["__RequestVerificationToken"] = token })).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable, change);
        await stranger.SubmitAsync("/account/sign-in", ("UserName", "anna"), ("Password", "x"));
        stranger.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        stranger.Text.ShouldContain("Nothing was changed");
        (await browser.GoAsync("/_content/Oss.Web/console.css")).Status.ShouldBe(HttpStatusCode.OK);

        await host.QueryAsync(async db =>
        {
            await db.Database.MigrateAsync();
            return true;
        });
    }
}

using Microsoft.Playwright;
using Oss.Domain.Access;
using Oss.Domain.Orders;
using Oss.Domain.Rules;
using Oss.Tests.Domain;
using Shouldly;
using Xunit;

namespace Oss.Tests.Web;

/// <summary>What only a browser can tell: keys, focus, contrast, width.</summary>
public sealed class BrowserTests(ConsoleHosts hosts)
{
    private static readonly string[] Arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

    // Text that is shown, with the contrast of its colour to what is painted behind it (WCAG 2.2, 1.4.3): below 4.5, or 3 when large.
    private const string Faint = """
        () => {
          const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
          const rgba = colour => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
          const light = ([r, g, b]) => [r, g, b].map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
          const behind = element => { for (let e = element; e; e = e.parentElement) { const c = rgba(getComputedStyle(e).backgroundColor); if (c[3] > 250) return c; } return [255, 255, 255]; };
          const faint = [];
          const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (texts.nextNode()) {
            const element = texts.currentNode.parentElement;
            if (!texts.currentNode.textContent.trim() || !element.checkVisibility() || element.closest("script, option, .unseen, .quiet, .skip")) continue;
            const style = getComputedStyle(element);
            const [a, b] = [light(rgba(style.color)), light(behind(element))].sort((x, y) => y - x);
            const size = parseFloat(style.fontSize);
            const needed = size >= 24 || (size >= 18.6 && style.fontWeight >= 700) ? 3 : 4.5;
            if ((a + .05) / (b + .05) < needed) faint.push(`${texts.currentNode.textContent.trim()} ${((a + .05) / (b + .05)).toFixed(2)}`);
          }
          return faint;
        }
        """;

    // Fields without a name that a screen reader could say.
    private const string Nameless = """
        () => [...document.querySelectorAll("input:not([type=hidden]), select, textarea, button")].filter(e => e.type !== "hidden" && e.autocomplete !== "username" &&
          !e.labels?.length && !e.ariaLabel && !e.textContent.trim()).map(e => e.outerHTML)
        """;

    [Fact]
    public async Task An_agent_gets_from_the_callers_address_to_the_mailbox_with_the_keyboard_alone()
    {
        var host = await hosts.OnAsync();
        var (domain, mailbox) = await host.CustomerAsync();
        await host.SubmitAsync(An.Alias($"info@{domain}", $"erika@{domain}"));
        var name = await host.UserAsync(Role.Support);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await LaunchAsync(playwright);
        var page = await browser.NewPageAsync(new() { Locale = "en-GB" });

        await page.GotoAsync(host.Root.ToString());
        await page.WaitForSelectorAsync("input:focus");
        await page.Keyboard.TypeAsync(name);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(ConsoleHost.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(host.Root.ToString());
        await page.WaitForSelectorAsync("main input[name=q]:focus");
        await page.Keyboard.TypeAsync($"info@{domain}");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("tbody a:focus");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync($"**/mailboxes/{mailbox}?by=*");
        await page.Keyboard.PressAsync("/");
        await page.WaitForSelectorAsync("header input[name=q]:focus");
        await page.Keyboard.TypeAsync("@" + domain);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/?q=*");
        (await page.InnerTextAsync("tbody")).ShouldContain($"erika@{domain}");
    }

    [Fact]
    public async Task Every_page_can_be_read_by_day_and_night_on_a_desk_and_on_a_telephone()
    {
        var host = await hosts.OnAsync();
        var (domain, mailbox) = await host.CustomerAsync();
        await host.SubmitAsync(new RulesItemRequest(
            OrderAction.Modify, $"erika@{domain}", new Forwarding(["eine.ziemlich.lange.adresse@elsewhere.example"], true), new AutoReply { Subject = "Im Urlaub", Text = "Schöne Grüße" }, new SpamHandling(SpamAction.Junk, 60),
            [new MailRule { Name = "Büro", Conditions = [new(RuleField.From, RuleOperator.Contains, ["chef@"])], Actions = [new(RuleActionKind.Move, "Büro/Köln")] }, new MailRule { Name = "aus", Enabled = false }]));
        await host.Get<ManageApiClients>().CreateAsync(new ApiClientNew(domain, Role.Crm, Scopes: [ApiScopes.ReadOrders]), Actor.System, default);
        var name = await host.UserAsync(Role.Operator);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await LaunchAsync(playwright);
        var page = await browser.NewPageAsync(new() { Locale = "de-DE" });
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.AddRange(message.Type is "error" ? [$"{page.Url}: {message.Text}"] : []);
        await page.GotoAsync($"{host.Root}account/sign-in");
        await page.FillAsync("input[name=UserName]", name);
        await page.FillAsync("input[name=Password]", ConsoleHost.Password);
        await page.ClickAsync("main button");

        // Pages of one thing that is not a mailbox or a domain have none here by that id.
        string[] others = ["/users/", "/orders/", "/tenants/", "/messages/", "/queue/", "/quarantine/", "/exports/"];
        foreach (var path in AccessTests.Pages(host, mailbox, domain).Append($"/?q=@{domain}").Where(path => path == "/users/new" || !others.Any(other => path.StartsWith(other, StringComparison.Ordinal))))
            await LookAsync(path);

        await LookAsync("/self/sign-in");
        await page.FillAsync("input[name=address]", $"erika@{domain}");
        await page.FillAsync("input[name=password]", An.Password);
        await page.ClickAsync("main button");
        await LookAsync("/self");
        await page.FillAsync("#trial textarea", "Subject: x\n\nx");
        await page.ClickAsync("#trial button");
        await page.WaitForSelectorAsync("#trial [role=status]");
        host.Platform.PutByHand(mailbox, "require \"fileinto\";\nfileinto \"Work\";\n" + new string('x', 300));
        await LookAsync("/self");
        complaints.ShouldBeEmpty();

        async Task LookAsync(string path)
        {
            await page.GotoAsync(new Uri(host.Root, path).ToString());
            (await page.Locator("h1").CountAsync()).ShouldBe(1, path);
            (await page.EvaluateAsync<string[]>(Nameless)).ShouldBeEmpty(path);
            foreach (var details in await page.Locator("details").AllAsync())
                await details.EvaluateAsync("details => { details.open = true; }");
            foreach (var (scheme, width) in new[] { (ColorScheme.Light, 1280), (ColorScheme.Dark, 1280), (ColorScheme.Light, 390), (ColorScheme.Dark, 390) })
            {
                await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
                await page.SetViewportSizeAsync(width, 844);
                (await page.EvaluateAsync<string[]>(Faint)).ShouldBeEmpty($"{path} {scheme} {width}");
                (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width, $"{path} scrolls sideways at {width}.");
            }
        }
    }

    private static Task<IBrowser> LaunchAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = Arguments });
}

using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Oss.Domain.Access;
using Oss.Domain.MailPlatform;
using Oss.Domain.Orders;
using Oss.Domain.Persistence;
using Oss.Domain.Rules;
using Oss.Tests.Databases;
using Oss.Tests.Domain;
using Oss.Web.Pages.Rules;
using Oss.Web.Shared;
using Shouldly;
using Xunit;

namespace Oss.Tests.Web;

/// <summary>What an agent sets of a mailbox's mail while its owner is on the line.</summary>
public sealed class RulesPageTests(ConsoleHosts hosts)
{
    [Theory, EachDatabase]
    public async Task Forwarding_reply_and_spam_are_set_by_orders_and_shown_as_they_are_on_disk(DatabaseProvider provider)
    {
        var (host, browser, domain, id) = await OpenAsync(provider);
        using (browser)
        {
            await browser.SubmitAsync($"{Page(id)}/forwarding", ("targets", $"chef@elsewhere.example\r\n boss@elsewhere.example "));
            Done(browser).ShouldBe("Forwarding is set.");
            browser.Page.QuerySelector("#forwarding")!.TextContent.ShouldContain("chef@elsewhere.example, boss@elsewhere.example; a copy stays here");

            await browser.SubmitAsync($"{Page(id)}/auto-reply", ("subject", "Übermorgen"), ("text", "Grüße\r\naus Köln"), ("from", "2026-12-01"), ("until", "2026-12-24"));
            browser.Page.QuerySelector("#auto-reply blockquote")!.TextContent.ShouldContain("aus Köln");
            await browser.SubmitAsync($"{Page(id)}/spam", ("action", "Junk"), ("percent", "60"));
            browser.Page.QuerySelector("#spam p")!.TextContent.ShouldContain("60 %");

            host.Platform.Sheets[id].ShouldBeOfType<RuleSheet.FromRules>().Rules.ShouldSatisfyAllConditions(
                r => r.Forwarding!.KeepCopy.ShouldBeTrue(), r => r.AutoReply!.Text.ShouldBe("Grüße\naus Köln"), r => r.AutoReply!.Until.ShouldBe(new DateOnly(2026, 12, 24)), r => r.Spam.Percent.ShouldBe(60));
            await browser.SubmitAsync($"{Page(id)}/auto-reply/remove");
            await browser.SubmitAsync($"{Page(id)}/forwarding/remove");
            host.Platform.Sheets[id].ShouldBeOfType<RuleSheet.FromRules>().Rules.ShouldSatisfyAllConditions(r => r.Forwarding.ShouldBeNull(), r => r.AutoReply.ShouldBeNull());
        }

        (await host.QueryAsync(db => db.AuditEntries.Where(e => e.Subject == $"erika@{domain}" && e.Action == "rules.modify").ToListAsync())).ShouldAllBe(e => e.Actor.StartsWith("ConsoleUser support"));
    }

    [Theory, EachDatabase]
    public async Task Rules_are_added_moved_switched_changed_and_removed_and_a_second_click_does_nothing_more(DatabaseProvider provider)
    {
        var (host, browser, _, id) = await OpenAsync(provider);
        using (browser)
        {
            await browser.SubmitAsync($"{Page(id)}/add", ("name", "Büro"), ("field0", "From"), ("how0", "Contains"), ("values0", "chef@\r\nboss@"), ("field1", "Size"), ("how1", "NotOver"), ("values1", "500 KB"),
                ("kind0", "Move"), ("target0", "Büro/Köln"), ("kind1", "Flag"), ("target1", @"\Flagged"));
            await browser.SubmitAsync($"{Page(id)}/add", ("name", "Listen"), ("field0", "Header"), ("header0", "List-Id"), ("how0", "Contains"), ("values0", "dovecot"), ("kind0", "Discard"));
            browser.Page.QuerySelector("ol.filters li")!.TextContent.ShouldContain("Sender contains „chef@“ or „boss@“ and Size is not over 500 KB → to the folder „Büro/Köln“, marked \\Flagged, no further rule");
            var rule = Rules()[0];
            (rule.Conditions[1].Values.Single(), rule.Conditions[1].Not).ShouldBe(("512000", true));

            var down = browser.Fields($"{Page(id)}/edit");
            down["do"] = "down";
            await browser.PostAsync($"{Page(id)}/edit", down);
            Names().ShouldBe(["Listen", "Büro"]);
            await browser.PostAsync($"{Page(id)}/edit", down);
            Done(browser).ShouldBe("The rules are changed.");
            Names().ShouldBe(["Listen", "Büro"]);

            await browser.SubmitAsync($"{Page(id)}/edit", ("do", "switch"));
            Rules()[0].Enabled.ShouldBeFalse();
            await browser.SubmitAsync($"{Page(id)}/change", ("name", "Werbung"));
            Names().ShouldBe(["Werbung", "Büro"]);
            Rules()[0].Enabled.ShouldBeFalse("A change does not switch it on.");
            await browser.SubmitAsync($"{Page(id)}/remove");
            Names().ShouldBe(["Büro"]);
        }

        IReadOnlyList<MailRule> Rules() => host.Platform.Sheets[id].ShouldBeOfType<RuleSheet.FromRules>().Rules.Rules;

        IEnumerable<string> Names() => Rules().Select(rule => rule.Name);
    }

    [Fact]
    public async Task Two_who_change_rules_at_once_do_not_undo_each_other()
    {
        var (host, browser, _, id) = await OpenAsync();
        using (browser)
        {
            var old = browser.Fields($"{Page(id)}/add", ("name", "mine"), ("kind0", "Keep"));
            await browser.GoAsync(Page(id));
            await browser.SubmitAsync($"{Page(id)}/add", ("name", "theirs"), ("kind0", "Keep"));
            await browser.PostAsync($"{Page(id)}/add", old);
            browser.Page.QuerySelector("[role=alert]")!.TextContent.ShouldContain("changed");
            browser.Page.QuerySelector($"form[action='{Page(id)}/add'] input[name=name]")!.GetAttribute("value").ShouldBe("mine");
        }

        host.Platform.Sheets[id].ShouldBeOfType<RuleSheet.FromRules>().Rules.Rules.Select(r => r.Name).ShouldBe(["theirs"]);
    }

    [Fact]
    public async Task A_long_text_that_was_refused_is_still_in_its_field()
    {
        var (_, browser, _, id) = await OpenAsync();
        using (browser)
        {
            var text = string.Concat(Enumerable.Repeat("Ich bin übers Jahr nicht da. ", 200)).Trim();
            await browser.SubmitAsync($"{Page(id)}/auto-reply", ("text", text), ("from", "2026-12-24"), ("until", "2026-12-01"));
            browser.Page.QuerySelector("#auto-reply [role=alert]").ShouldNotBeNull();
            browser.Page.QuerySelector("textarea[name=text]")!.TextContent.ShouldBe(text);
            browser.Page.QuerySelector("#auto-reply details.edit")!.HasAttribute("open").ShouldBeTrue();
        }
    }

    [Fact]
    public async Task A_script_by_hand_is_shown_with_what_replacing_it_means_and_nothing_else_can_be_set()
    {
        var (host, browser, _, id) = await OpenAsync();
        using (browser)
        {
            host.Platform.PutByHand(id, "# <b>von Hand</b>\nkeep;");
            await browser.GoAsync(Page(id));
            browser.Page.QuerySelector("pre.script")!.TextContent.ShouldBe("# <b>von Hand</b>\nkeep;");
            browser.Text.ShouldContain("Line 1, column 1: What this does, no rule says.");
            browser.Page.QuerySelectorAll("main form[action]").Select(f => f.GetAttribute("action")!).Where(action => action.StartsWith($"{Page(id)}/", StringComparison.Ordinal)).ShouldBe([$"{Page(id)}/replace"]);
            browser.Page.QuerySelector("#scripts .active").ShouldNotBeNull();

            var forged = browser.Fields($"{Page(id)}/replace");
            (forged["action"], forged["percent"]) = ("Junk", "");
            await browser.PostAsync($"{Page(id)}/spam", forged);
            browser.Text.ShouldContain("replaced only when you ask for it");
            host.Platform.Sheets[id].ShouldBeOfType<RuleSheet.ByHand>();

            await browser.SubmitAsync($"{Page(id)}/replace");
            browser.Text.ShouldContain("The script is replaced");
        }

        host.Platform.Sheets[id].ShouldBeOfType<RuleSheet.FromRules>();
    }

    [Fact]
    public async Task A_message_is_tried_and_the_page_says_what_would_happen_step_by_step()
    {
        var (_, browser, _, id) = await OpenAsync();
        using (browser)
        {
            await browser.TryAsync(Page(id), "From: a@b.example\r\nSubject: Grüße\r\n\r\nx");
            browser.Page.QuerySelector("#trial [role=status]")!.TextContent.ShouldContain("line 1, column 1: keep");
            browser.Page.QuerySelector("#trial [role=status] li")!.TextContent.ShouldStartWith("It is kept in the inbox.");
            browser.Page.QuerySelector("#trial textarea")!.TextContent.ShouldContain("Grüße");
            await browser.TryAsync(Page(id), "");
            browser.Page.QuerySelector("#trial [role=alert]").ShouldNotBeNull();
        }
    }

    [Theory]
    [InlineData("implicit keep :flags \"$A\"", "It stays in the inbox, as all mail does that no filter takes elsewhere.")]
    [InlineData("fileinto \"B\\\"ü/{0}\" :create", "It goes into the folder “B\"ü/{0}”.")]
    [InlineData("fileinto \"Work\" (not done: there is no such folder; the message stays in INBOX)", "It goes into the folder “Work”. But that would not be done:")]
    [InlineData("redirect \"max@example.org\"", "It is passed on to max@example.org.")]
    [InlineData("notify \"mailto:max@example.org\" :message \"x\"", "max@example.org is told of it.")]
    [InlineData("mark as seen", "It is remembered, to know it when it comes again.")]
    [InlineData("levitate \"x\"", null)]
    public void What_would_happen_is_said_in_words(string action, string? sentence)
    {
        using var services = new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider();
        TrialSentence.Of(action, services.GetRequiredService<IStringLocalizer<Texts>>()).ShouldBe(sentence);
    }

    [Fact]
    public async Task A_message_is_chosen_from_the_mailbox_with_a_reason_and_tried()
    {
        var (_, browser, _, id) = await OpenAsync();
        using (browser)
        {
            await PickAsync(browser, id, "", "");
            browser.Page.QuerySelector("#trial [role=alert]").ShouldNotBeNull();
            await PickAsync(browser, id, "ticket 9", "");
            browser.Page.QuerySelector("#trial-stored tbody tr")!.TextContent.ShouldContain("Grüße");
            await PickAsync(browser, id, "ticket 9", "7");
            browser.Page.QuerySelector("#trial [role=status]")!.TextContent.ShouldContain("keep");
        }
    }

    [Fact]
    public async Task A_script_of_another_system_is_brought_over_from_the_page()
    {
        var (host, browser, _, id) = await OpenAsync();
        using (browser)
        {
            await browser.GoAsync(Page(id));
            var form = browser.Page.QuerySelector("#import form")!;
            var fields = form.QuerySelectorAll("input[type=hidden]").ToDictionary(e => e.GetAttribute("name")!, e => e.GetAttribute("value") ?? "");
            (fields["Input.Script"], fields["Input.Separator"]) = ("keep;", ".");
            await browser.PostAsync(Page(id), fields);
            browser.Page.QuerySelector("#import [role=status]")!.TextContent.ShouldContain("has these rules now");
        }

        host.Platform.Sheets[id].ShouldBeOfType<RuleSheet.FromRules>();
    }

    private static async Task PickAsync(ConsoleBrowser browser, Guid id, string reason, string uid)
    {
        await browser.GoAsync(Page(id));
        var form = browser.Page.QuerySelector("#trial-stored")!;
        var fields = form.QuerySelectorAll("input[type=hidden]").ToDictionary(e => e.GetAttribute("name")!, e => e.GetAttribute("value") ?? "");
        (fields["Pick.Reason"], fields["Pick.Folder"], fields["Pick.Uid"]) = (reason, "INBOX", uid);
        await browser.PostAsync(Page(id), fields);
    }

    [Fact]
    public async Task Who_reads_only_has_no_forms_and_what_the_product_lacks_is_said()
    {
        var host = await hosts.OnAsync();
        var (domain, _) = await host.CustomerAsync();
        await host.SubmitAsync(
            new DomainItemRequest(OrderAction.Modify, domain, Shared: true), new SubscriptionItemRequest(OrderAction.Provide, $"r-{domain}", $"T-{domain}", Product: "residential"), An.Mailbox($"max@{domain}", $"r-{domain}"));
        var id = await host.QueryAsync(db => db.Mailboxes.Where(m => m.PrimaryAddress == $"max@{domain}").Select(m => m.Id).SingleAsync());
        using var auditor = await host.SignedInAsync(Role.Auditor);
        await auditor.GoAsync(Page(id));
        auditor.Page.QuerySelectorAll("main form[action]").Where(f => f.GetAttribute("action")!.StartsWith($"{Page(id)}/", StringComparison.Ordinal)).ShouldBeEmpty();
        using var agent = await host.SignedInAsync(Role.Support);
        await agent.GoAsync(Page(id));
        agent.Page.QuerySelector("#rules")!.TextContent.ShouldContain("This is not part of the product.");
    }

    [Fact]
    public async Task A_volume_that_is_away_is_said_on_the_page()
    {
        var (host, browser, _, id) = await OpenAsync();
        using (browser)
        {
            host.Platform.BeforeReadRules = mailbox => mailbox.Id == id ? throw new MailPlatformUnavailableException() : Task.CompletedTask;
            (await browser.GoAsync(Page(id))).Status.ShouldBe(HttpStatusCode.OK);
            browser.Page.QuerySelector("[role=alert]").ShouldNotBeNull();
            host.Platform.BeforeReadRules = _ => Task.CompletedTask;
        }
    }

    private static string Page(Guid id) => $"/mailboxes/{id}/rules";

    private static string Done(ConsoleBrowser browser) => browser.Page.QuerySelector(".done")?.TextContent.Trim() ?? browser.Text;

    private async Task<(ConsoleHost Host, ConsoleBrowser Browser, string Domain, Guid Id)> OpenAsync(DatabaseProvider provider = DatabaseProvider.Sqlite)
    {
        var host = await hosts.OnAsync(provider);
        var (domain, id) = await host.CustomerAsync();
        var browser = await host.SignedInAsync(Role.Support);
        await browser.GoAsync($"/mailboxes/{id}");
        await browser.GoAsync(browser.Page.QuerySelector($"a[href='{Page(id)}']")!.GetAttribute("href")!);
        return (host, browser, domain, id);
    }
}

using System.Text;
using CsCheck;
using Oss.MailEngine.Sieve;
using Oss.MailEngine.Sieve.Rules;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Sieve;

public sealed class RuleTests : IAsyncLifetime
{
    private const string Anna = "anna@example.org";

    private static readonly MailRules Everything = new()
    {
        Spam = SpamHandling.MoveToJunk,
        Vacation = new VacationRule { From = new DateOnly(2026, 11, 20), Until = new DateOnly(2026, 12, 6), Subject = "Abwesend: \"Übermorgen\"", Text = "Grüße\naus Köln \\ ${x}", Addresses = ["a@example.org"] },
        Forward = new ForwardRule(["other@example.net"], KeepsCopy: true),
        Filters =
        [
            new FilterRule
            {
                Name = "Büro", NeedsAll = false, Conditions = [new(RuleField.From, RuleOperator.Is, ["chef@example.com", "b@example.com"]), new(RuleField.Subject, RuleOperator.Contains, ["Rechnung \"neu\""], IsNot: true)],
                Actions = [new(RuleActionKind.Move, "Büro/Köln"), new(RuleActionKind.Flag, "\\Flagged")],
            },
            new FilterRule { Name = "large", Conditions = [new(RuleField.Size, RuleOperator.Over, ["1000000"])], Actions = [new(RuleActionKind.Discard)], IsOn = false },
            new FilterRule { Name = "list", Conditions = [new(RuleField.Header, RuleOperator.Matches, ["*dovecot*"], "List-Id")], Actions = [new(RuleActionKind.Forward, "x@example.net")], Stops = false },
        ],
    };

    private readonly MailNode _node = new(options => options with { ContentFilters = new() { TrustedNetworks = [System.Net.IPNetwork.Parse("127.0.0.0/8")], SpamToJunk = false } });

    private static bool UnlessByHand(RuleSheet there) => there is not RuleSheet.ByHand;

    public async ValueTask InitializeAsync() => await _node.AddMailboxAsync(Anna);

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    [Fact]
    public void Rules_become_a_script_that_compiles_and_from_which_they_are_read_back()
    {
        var (script, findings) = SieveTool.Render(Everything);
        findings.ShouldBeEmpty();
        SieveTool.Check(Encoding.UTF8.GetBytes(script!)).Errors.ShouldBeEmpty();
        RuleScript.Render(RuleScript.Read(script!)!).ShouldBe(script);
        RuleScript.Read(script!)!.Filters.Select(f => f.Name).ShouldBe(["Büro", "large", "list"]);
    }

    [Fact]
    public void Whatever_a_user_types_into_a_rule_the_script_compiles()
    {
        var text = Gen.String[Gen.Char["ab\"\\${}*?;\n\r#.äü\u20ac]["], 1, 30];
        var condition = Gen.Select(Gen.Enum<RuleField>(), text, Gen.Bool, (field, value, not) => field == RuleField.Size
            ? new RuleCondition(field, RuleOperator.Over, ["5"], IsNot: not)
            : new RuleCondition(field, RuleOperator.Contains, [value], field == RuleField.Header ? "X-H" : null, not));
        var filter = Gen.Select(text, Gen.Bool, condition.List[0, 3], (name, all, conditions) =>
            new FilterRule { Name = name, NeedsAll = all, Conditions = conditions, Actions = [new(RuleActionKind.Move, "A")] });
        Gen.Select(filter.List[0, 3], text, text).Sample(
            (filters, subject, reply) =>
            {
                var rules = new MailRules { Filters = filters, Vacation = new VacationRule { Subject = subject, Text = reply } };
                var script = SieveTool.Render(rules).Script!;
                SieveTool.Check(Encoding.UTF8.GetBytes(script)).Errors.ShouldBeEmpty(script);
                RuleScript.Render(RuleScript.Read(script)!).ShouldBe(script);
            },
            iter: 500, threads: 1);
    }

    [Theory]
    [InlineData("nobody at all", "Lists")]
    [InlineData("a@example.org\r\nBcc: x", "Lists")]
    [InlineData("a@example.org", "no.dots")]
    public void What_cannot_be_rendered_is_told(string forward, string folder)
    {
        var rules = new MailRules
        {
            Forward = new ForwardRule([forward], true), Filters = [new FilterRule { Name = "x", Actions = [new(RuleActionKind.Move, folder)] }],
        };
        SieveTool.Render(rules).Findings.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_script_by_hand_is_shown_and_not_overwritten_unasked()
    {
        var mailbox = _node.Mail.Mailboxes[Anna];
        (await _node.Engine.ReadRulesAsync(mailbox, CancellationToken.None)).ShouldBeOfType<RuleSheet.None>();
        (await _node.Engine.WriteRulesAsync(mailbox, Everything, UnlessByHand, CancellationToken.None)).ShouldBeOfType<RuleChange.Written>();
        (await _node.Engine.ReadRulesAsync(mailbox, CancellationToken.None)).ShouldBeOfType<RuleSheet.FromRules>().Rules.Vacation!.Text.ShouldBe(Everything.Vacation!.Text);

        var active = Path.Combine(Path.GetDirectoryName(_node.Maildir(Anna))!, ".dovecot.sieve");
        var changed = (await File.ReadAllTextAsync(active)).Replace("x@example.net", "y@example.net", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(active)!, "sieve", "settings.sieve"), changed);
        (await _node.Engine.ReadRulesAsync(mailbox, CancellationToken.None)).ShouldBeOfType<RuleSheet.ByHand>().Script.ShouldBe(changed);
        (await _node.Engine.WriteRulesAsync(mailbox, new MailRules(), UnlessByHand, CancellationToken.None)).ShouldBeOfType<RuleChange.Kept>();
        (await File.ReadAllTextAsync(active)).ShouldBe(changed);

        (await _node.Engine.WriteRulesAsync(mailbox, new MailRules(), _ => true, CancellationToken.None)).ShouldBeOfType<RuleChange.Written>();
        (await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(active)!, "sieve", "settings.changed-by-hand.sieve"))).ShouldBe(changed);
    }

    [Fact]
    public async Task Rules_do_with_mail_what_they_say()
    {
        await _node.AddMailboxAsync("other@example.org");
        await _node.Engine.WriteRulesAsync(_node.Mail.Mailboxes[Anna], Everything with { Vacation = null, Forward = new ForwardRule(["other@example.org"], true) }, UnlessByHand, CancellationToken.None);
        await _node.DeliverAsync(Anna, "From: chef@example.com\r\nSubject: Rechnung \"neu\"\r\n\r\nx\r\n");
        await _node.DeliverAsync(Anna, "From: x@example.com\r\nSubject: spam\r\nX-Spam-Flag: YES\r\n\r\nx\r\n");
        Directory.GetFiles(Path.Combine(_node.Maildir(Anna), ".B&APw-ro.K&APY-ln", "cur"), "*F*").Length.ShouldBe(1);
        Directory.GetFiles(Path.Combine(_node.Maildir(Anna), ".Junk", "new")).Length.ShouldBe(1);
        _node.Messages("other@example.org").Count.ShouldBe(1);
        _node.Messages(Anna).ShouldBeEmpty();
    }
}

using Oss.Api.MailAdapter;
using Oss.Domain.Rules;
using Oss.MailEngine.Sieve;
using Oss.MailEngine.Sieve.Rules;
using Shouldly;
using Xunit;
using Engine = Oss.MailEngine.Sieve.Rules;
using RuleSheet = Oss.Domain.Rules.RuleSheet;

namespace Oss.Tests.Api.MailAdapter;

/// <summary>The domain's rules and the engine's are the same things, and stay so on their way through a script.</summary>
public sealed class RuleMappingTests
{
    [Fact]
    public void Both_sides_name_the_same_and_bound_the_same()
    {
        Enum.GetNames<Oss.Domain.Rules.RuleField>().ShouldBe(Enum.GetNames<Engine.RuleField>(), ignoreOrder: true);
        Enum.GetNames<Oss.Domain.Rules.RuleOperator>().ShouldBe(Enum.GetNames<Engine.RuleOperator>(), ignoreOrder: true);
        Enum.GetNames<Oss.Domain.Rules.RuleActionKind>().ShouldBe(Enum.GetNames<Engine.RuleActionKind>(), ignoreOrder: true);
        RuleLimits.ForwardTargets.ShouldBe(SieveLimits.Redirects);
        RuleLimits.Days.ShouldBe(SieveLimits.VacationDays);
    }

    [Fact]
    public void Rules_read_back_from_their_script_have_the_tag_they_had()
    {
        var rules = new MailboxRules
        {
            Forwarding = new Forwarding(["jörg@müller.example"], true), Spam = new Oss.Domain.Rules.SpamHandling(SpamAction.Junk, 60),
            AutoReply = new AutoReply { From = new DateOnly(2026, 12, 1), Text = "Grüße \"aus\"\n\tKöln \\ 😀", Days = 3, Addresses = ["ä@example.org"], Enabled = false },
            Rules =
            [
                new MailRule
                {
                    Name = "Büro \"neu\"", MatchAll = false, Stop = false,
                    Conditions = [new(Oss.Domain.Rules.RuleField.Header, Oss.Domain.Rules.RuleOperator.Matches, ["*ä*", "?"], "List-Id", true), new(Oss.Domain.Rules.RuleField.Size, Oss.Domain.Rules.RuleOperator.Over, ["5"])],
                    Actions = [new(Oss.Domain.Rules.RuleActionKind.Copy, "Büro/Köln"), new(Oss.Domain.Rules.RuleActionKind.Discard)],
                },
            ],
        };
        var (script, findings) = SieveTool.Render(RuleMapping.ToEngine(rules));
        findings.ShouldBeEmpty();
        SieveTool.Check(System.Text.Encoding.UTF8.GetBytes(script!)).Errors.ShouldBeEmpty();
        RuleMapping.ToDomain(new Engine.RuleSheet.FromRules(RuleScript.Read(script!)!)).Tag.ShouldBe(RuleSheet.TagOf(rules));
    }

    [Fact]
    public void Of_a_script_by_hand_rules_and_losses_are_told_with_their_places()
    {
        var sheet = RuleMapping.ToDomain(new Engine.RuleSheet.ByHand("mine", "require [\"fileinto\", \"reject\"];\r\n# Arbeit\r\nif header :contains \"Subject\" \"x\" { fileinto \"Arbeit\"; stop; }\r\nreject \"nein\";\r\n"))
            .ShouldBeOfType<RuleSheet.ByHand>();
        sheet.Recognised.Rules.Single().Name.ShouldBe("Arbeit");
        sheet.Lost.Single().Line.ShouldBe(4);
        sheet.Problems.ShouldBeEmpty();
    }
}

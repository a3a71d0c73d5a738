using Microsoft.EntityFrameworkCore;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.MailPlatform;
using Oss.Domain.Orders;
using Oss.Domain.Packages;
using Oss.Domain.Persistence;
using Oss.Domain.Rules;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Rules;

/// <summary>What becomes of a mailbox's mail is ordered like anything else; the script on disk is the truth.</summary>
public sealed class RuleOrderTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromHours(1);

    [Theory, EachDatabase]
    public async Task Each_part_changes_by_itself_and_the_audit_says_before_and_after(DatabaseProvider provider)
    {
        var (node, domain, id) = await MailboxAsync(provider);
        await node.SubmitAsync(Modify(domain) with { Forwarding = new Forwarding(["Chef@Example.NET"], KeepCopy: true) });
        var order = (await node.SubmitAsync(Modify(domain) with { AutoReply = new AutoReply { Subject = " Übermorgen ", Text = "Grüße\r\naus Köln\r\n", Until = new DateOnly(2026, 12, 6) } })).Order;

        order.State.ShouldBe(OrderState.Completed);
        var rules = (await node.Get<GetRules>().ExecuteAsync(id, DomainNode.Crm, CancellationToken.None)).Rules;
        rules.Forwarding!.Targets.ShouldBe(["chef@example.net"]);
        (rules.AutoReply!.Subject, rules.AutoReply.Text, rules.AutoReply.Until).ShouldBe(("Übermorgen", "Grüße\naus Köln", new DateOnly(2026, 12, 6)));
        (await node.QueryAsync(db => db.Mailboxes.Where(m => m.Id == id).Select(m => m.PendingRules).SingleAsync())).ShouldBeNull();

        var entry = await node.QueryAsync(db => db.AuditEntries.SingleAsync(e => e.OrderId == order.Id));
        (entry.Action, entry.Subject).ShouldBe(("rules.modify", "erika@" + domain));
        entry.Before!.ShouldContain("chef@example.net");
        entry.Before!.ShouldNotContain("Köln");
        entry.After!.ShouldContain("Grüße");

        await node.SubmitAsync(Modify(domain) with { Remove = [RulePart.Forwarding] });
        (await node.Get<GetRules>().ExecuteAsync(id, DomainNode.Crm, CancellationToken.None)).Rules.ShouldSatisfyAllConditions(r => r.Forwarding.ShouldBeNull(), r => r.AutoReply.ShouldNotBeNull());
    }

    [Theory, EachDatabase]
    public async Task A_mailbox_and_its_rules_are_one_order(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        var order = (await node.SubmitAsync([Modify(domain) with { Spam = new SpamHandling(SpamAction.Junk, 60) }, .. An.Customer(domain), An.Mailbox("erika@" + domain)])).Order;

        order.State.ShouldBe(OrderState.Completed);
        node.Platform.RuleWrites.ShouldHaveSingleItem().Rules.Rules!.Spam.ShouldBe(new SpamHandling(SpamAction.Junk, 60));
    }

    [Theory, EachDatabase]
    public async Task A_script_by_hand_is_not_overwritten_unasked_and_not_when_it_is_another_than_was_looked_at(DatabaseProvider provider)
    {
        var (node, domain, id) = await MailboxAsync(provider);
        node.Platform.PutByHand(id, "keep;");
        var change = Modify(domain) with { Spam = new SpamHandling(SpamAction.Junk) };

        (await node.RefusalOfAsync(An.Order(change))).Code.ShouldBe(ErrorCodes.ScriptByHand);
        (await node.CheckAsync(An.Order(change))).Errors.ShouldHaveSingleItem().Code.ShouldBe(ErrorCodes.ScriptByHand);
        var seen = (await node.Get<GetRules>().ExecuteAsync(id, DomainNode.Crm, CancellationToken.None)).Sheet.Tag;
        node.Platform.PutByHand(id, "discard;");
        (await node.RefusalOfAsync(An.Order(change with { Replace = true, ExpectedTag = seen }))).Code.ShouldBe(ErrorCodes.ChangedMeanwhile);
        node.Platform.RuleWrites.ShouldBeEmpty();

        (await node.SubmitAsync(change with { Replace = true })).Order.State.ShouldBe(OrderState.Completed);
        node.Platform.Sheets[id].ShouldBeOfType<RuleSheet.FromRules>();
    }

    [Theory, EachDatabase]
    public async Task A_script_changed_between_the_order_and_its_writing_stays_and_the_order_fails(DatabaseProvider provider)
    {
        var (node, domain, id) = await MailboxAsync(provider);
        node.Platform.BeforeWriteRules = _ =>
        {
            node.Platform.PutByHand(id, "discard;");
            return Task.CompletedTask;
        };
        var order = (await node.SubmitAsync(Modify(domain) with { Spam = new SpamHandling(SpamAction.Junk) })).Order;

        (order.State, order.ErrorCode).ShouldBe((OrderState.Failed, ErrorCodes.ScriptChanged));
        node.Platform.Sheets[id].ShouldBeOfType<RuleSheet.ByHand>().Text.ShouldBe("discard;");
        (await node.QueryAsync(db => db.Mailboxes.Where(m => m.Id == id).Select(m => m.PendingRules).SingleAsync())).ShouldBeNull();

        node.Platform.BeforeWriteRules = _ => Task.CompletedTask;
        (await node.RefusalOfAsync(An.Order(Modify(domain) with { Spam = SpamHandling.Off }))).Code.ShouldBe(ErrorCodes.ScriptByHand);
    }

    [Theory, EachDatabase]
    public async Task A_crash_after_the_writing_is_resumed_and_overtakes_no_later_change(DatabaseProvider provider)
    {
        var (first, domain, id) = await MailboxAsync(provider);
        first.Platform.AfterWriteRules = _ => throw new OperationCanceledException();
        var order = An.Order(Modify(domain) with { Spam = new SpamHandling(SpamAction.Junk) });
        await Should.ThrowAsync<OperationCanceledException>(() => first.SubmitAsync(order));
        first.Platform.AfterWriteRules = _ => Task.CompletedTask;

        // Another node, with another change, before the first order's lease has ended.
        var second = await databases.NodeOnAsync(provider, first.Platform, first.Time);
        (await second.SubmitAsync(Modify(domain) with { Forwarding = new Forwarding(["x@example.net"], false) })).Order.State.ShouldBe(OrderState.Completed);
        second.Time.Advance(LongEnough);
        await second.Get<OrderWorker>().ResumeAsync(CancellationToken.None);

        (await second.SubmitAsync(order)).Order.State.ShouldBe(OrderState.Completed);
        var rules = second.Platform.Sheets[id].ShouldBeOfType<RuleSheet.FromRules>().Rules;
        (rules.Spam.Action, rules.Forwarding!.Targets.Single()).ShouldBe((SpamAction.Junk, "x@example.net"));
    }

    [Theory, EachDatabase]
    public async Task A_slow_writer_does_not_overwrite_what_was_ordered_after_it(DatabaseProvider provider)
    {
        var (node, domain, id) = await MailboxAsync(provider);
        var other = await databases.NodeOnAsync(provider, node.Platform, node.Time);
        node.Platform.BeforeWriteRules = async _ =>
        {
            node.Platform.BeforeWriteRules = _ => Task.CompletedTask;
            (await other.SubmitAsync(Modify(domain) with { Forwarding = new Forwarding(["x@example.net"], false) })).Order.State.ShouldBe(OrderState.Completed);
        };

        (await node.SubmitAsync(Modify(domain) with { Spam = new SpamHandling(SpamAction.Junk) })).Order.State.ShouldBe(OrderState.Completed);
        var rules = node.Platform.Sheets[id].ShouldBeOfType<RuleSheet.FromRules>().Rules;
        (rules.Spam.Action, rules.Forwarding?.Targets.Single()).ShouldBe((SpamAction.Junk, "x@example.net"));
    }

    [Theory, EachDatabase]
    public async Task A_volume_that_is_away_refuses_the_order_now_and_postpones_one_that_is_due(DatabaseProvider provider)
    {
        var (node, domain, id) = await MailboxAsync(provider);
        var later = An.Order(Modify(domain) with { Spam = new SpamHandling(SpamAction.Junk) }) with { RequestedStart = node.Time.GetUtcNow().UtcDateTime.AddHours(1) };
        await node.SubmitAsync(later);
        node.Platform.BeforeReadRules = _ => throw new MailPlatformUnavailableException();

        (await node.RefusalOfAsync(An.Order(Modify(domain) with { Spam = SpamHandling.Off }))).ShouldBeOfType<DomainError.Unavailable>();
        node.Time.Advance(TimeSpan.FromHours(2));
        await node.Get<OrderWorker>().ResumeAsync(CancellationToken.None);
        (await node.SubmitAsync(later)).Order.State.ShouldNotBeOneOf(OrderState.Rejected, OrderState.Completed, OrderState.Failed);

        node.Platform.BeforeReadRules = _ => Task.CompletedTask;
        node.Time.Advance(LongEnough);
        await node.Get<OrderWorker>().ResumeAsync(CancellationToken.None);
        (await node.SubmitAsync(later)).Order.State.ShouldBe(OrderState.Completed);
        node.Platform.Sheets[id].ShouldBeOfType<RuleSheet.FromRules>();
    }

    [Theory, EachDatabase]
    public async Task Written_while_the_volume_is_away_it_waits_and_is_written_when_it_is_back(DatabaseProvider provider)
    {
        var (node, domain, id) = await MailboxAsync(provider);
        node.Platform.BeforeWriteRules = _ => throw new MailPlatformUnavailableException();
        var first = (await node.SubmitAsync(Modify(domain) with { Spam = new SpamHandling(SpamAction.Junk) })).Order;
        var second = (await node.SubmitAsync(Modify(domain) with { AutoReply = new AutoReply { Text = "weg" } })).Order;
        (first.State, second.State).ShouldBe((OrderState.Held, OrderState.Held));
        (await node.Get<GetRules>().ExecuteAsync(id, DomainNode.Crm, CancellationToken.None)).IsPending.ShouldBeTrue();

        node.Platform.BeforeWriteRules = _ => Task.CompletedTask;
        node.Time.Advance(LongEnough);
        await node.Get<OrderWorker>().ResumeAsync(CancellationToken.None);
        foreach (var order in new[] { first, second })
            (await node.Get<GetOrder>().ByIdAsync(order.Id, DomainNode.Crm, CancellationToken.None)).State.ShouldBe(OrderState.Completed);
        var rules = node.Platform.Sheets[id].ShouldBeOfType<RuleSheet.FromRules>().Rules;
        (rules.Spam.Action, rules.AutoReply!.Text).ShouldBe((SpamAction.Junk, "weg"));
    }

    [Theory, EachDatabase]
    public async Task What_failed_as_a_whole_gives_back_former_rules_and_a_replaced_script(DatabaseProvider provider)
    {
        var (node, domain, id) = await MailboxAsync(provider);
        await node.SubmitAsync(An.Mailbox("max@" + domain));
        var max = await IdAsync(node, "max@" + domain);
        await node.SubmitAsync(Modify(domain) with { Spam = new SpamHandling(SpamAction.Junk) });
        node.Platform.PutByHand(max, "keep;");
        node.Platform.BeforeCreate = _ => throw new MailPlatformRefusedException("No.");

        var order = (await node.SubmitAsync(
            Modify(domain) with { Forwarding = new Forwarding(["x@example.net"], false) }, Modify(domain, "max") with { Forwarding = new Forwarding(["x@example.net"], false), Replace = true },
            An.Mailbox("bad@" + domain))).Order;

        order.State.ShouldBe(OrderState.Failed);
        order.Items.Take(2).ShouldAllBe(item => item.ErrorCode == ErrorCodes.Undone);
        node.Platform.Sheets[id].ShouldBeOfType<RuleSheet.FromRules>().Rules.ShouldSatisfyAllConditions(r => r.Forwarding.ShouldBeNull(), r => r.Spam.Action.ShouldBe(SpamAction.Junk));
        node.Platform.Sheets[max].ShouldBeOfType<RuleSheet.ByHand>().Text.ShouldBe("keep;");
    }

    [Theory, EachDatabase]
    public async Task What_the_product_has_not_is_refused_with_its_place(DatabaseProvider provider)
    {
        var (node, domain, id) = await MailboxAsync(provider, "residential");
        (await Findings(Modify(domain) with { Rules = [new MailRule { Name = "a", Actions = [new RuleAction(RuleActionKind.Discard)] }], Spam = new SpamHandling(SpamAction.Discard) }))
            .ShouldBe([("items[0].rules.spam.action", ErrorCodes.NotInProduct), ("items[0].rules.rules", ErrorCodes.NotInProduct)]);

        await node.QueryAsync(db => db.Products.Where(p => p.Code == "residential").ExecuteUpdateAsync(p => p.SetProperty(x => x.Features, x => x.Features & ~ProductFeatures.ExternalForwarding)));
        (await Findings(Modify(domain) with { Forwarding = new Forwarding(["erika2@" + domain.Replace("x", "y"), "x@example.net"], false) })).ShouldContain(("items[0].rules.forwarding.targets[1]", ErrorCodes.ExternalTarget));
        await node.QueryAsync(db => db.Products.Where(p => p.Code == "residential").ExecuteUpdateAsync(p => p.SetProperty(x => x.Features, x => x.Features | ProductFeatures.ExternalForwarding)));

        (await Findings(Modify(domain) with { AutoReply = new AutoReply { Text = "x", Addresses = ["chef@example.net"] } })).ShouldBe([("items[0].rules.autoReply.addresses[0]", ErrorCodes.NotApplicable)]);
        node.Platform.RuleWrites.ShouldBeEmpty();

        async Task<IEnumerable<(string, string)>> Findings(RulesItemRequest item) =>
            (await node.RefusalOfAsync(An.Order(item))).ShouldBeOfType<DomainError.Validation>().Findings.Select(f => (f.Path, f.Code));
    }

    [Theory, EachDatabase]
    public async Task Mail_is_not_forwarded_in_a_circle_over_however_many_mailboxes_and_addresses(DatabaseProvider provider)
    {
        var (node, domain, _) = await MailboxAsync(provider);
        await node.SubmitAsync(
            An.Mailbox("b@" + domain), An.Mailbox("c@" + domain), An.Forward("list@" + domain, "c@" + domain), An.Alias("alias@" + domain, "erika@" + domain));
        await node.SubmitAsync(Modify(domain, "b") with { Forwarding = new Forwarding(["list@" + domain], true) });
        await node.SubmitAsync(Modify(domain, "c") with { Forwarding = new Forwarding(["alias@" + domain], false) });

        foreach (var target in new[] { "erika", "ALIAS", "b" })
        {
            (await node.RefusalOfAsync(An.Order(Modify(domain) with { Forwarding = new Forwarding([$"{target}@{domain}"], true) })))
                .ShouldBeOfType<DomainError.Validation>().Findings.ShouldHaveSingleItem().Code.ShouldBe(ErrorCodes.ForwardLoop, target);
        }

        (await node.RefusalOfAsync(An.Order(Modify(domain) with { Forwarding = new Forwarding(["nobody@" + domain], true) }))).ShouldBeOfType<DomainError.NotFound>();
        (await node.SubmitAsync(Modify(domain) with { Forwarding = new Forwarding(["out@example.net"], true) })).Order.State.ShouldBe(OrderState.Completed);
    }

    [Theory, EachDatabase]
    public async Task An_address_without_a_mailbox_may_lead_elsewhere_if_its_product_does(DatabaseProvider provider)
    {
        var (node, domain, _) = await MailboxAsync(provider);
        (await node.SubmitAsync(An.Forward("team@" + domain, "erika@" + domain, "boss@elsewhere.example"))).Order.State.ShouldBe(OrderState.Completed);
        (await node.QueryAsync(db => db.Addresses.Where(a => a.Value == "team@" + domain).Select(a => a.Targets).SingleAsync())).ShouldBe($"erika@{domain}\nboss@elsewhere.example");

        await node.QueryAsync(db => db.Products.Where(p => p.Code == "package-10").ExecuteUpdateAsync(p => p.SetProperty(x => x.Features, x => x.Features & ~ProductFeatures.ExternalForwarding)));
        var (_, closed, _) = await MailboxAsync(provider, "package-10");
        (await node.RefusalOfAsync(An.Order(An.Forward("team@" + closed, "boss@elsewhere.example")))).ShouldBeOfType<DomainError.Validation>()
            .Findings.ShouldHaveSingleItem().ShouldSatisfyAllConditions(f => f.Path.ShouldBe("items[0].alias.targets[0]"), f => f.Code.ShouldBe(ErrorCodes.ExternalTarget));
    }

    [Theory, EachDatabase]
    public async Task Nobody_reads_or_changes_the_rules_of_another_tenant_or_a_mail_user_of_another_mailbox(DatabaseProvider provider)
    {
        var (node, mine, id) = await MailboxAsync(provider);
        var (_, theirs, other) = await MailboxAsync(provider);
        await node.SubmitAsync(An.Mailbox("max@" + mine));
        var max = await IdAsync(node, "max@" + mine);
        var tenant = await node.QueryAsync(db => db.Tenants.Where(t => t.Number == "T-" + mine).Select(t => t.Id).SingleAsync());
        var admin = new Actor(ActorKind.ConsoleUser, "admin", Role.TenantAdmin, tenant);
        var user = new Actor(ActorKind.MailUser, "erika@" + mine, Role.MailUser, tenant) { MailboxId = id };

        (await node.RefusalOfAsync(An.Order(Modify(theirs) with { Spam = SpamHandling.Off }), admin)).ShouldBeOfType<DomainError.NotFound>();
        (await node.RefusalOfAsync(An.Order(Modify(mine, "max") with { Spam = SpamHandling.Off }), user)).ShouldBeOfType<DomainError.NotFound>();
        (await node.RefusalOfAsync(An.Order(new MailboxItemRequest(OrderAction.Modify, "max@" + mine, Password: new PasswordChange("x", false))), user)).ShouldBeOfType<DomainError.NotFound>();
        foreach (var forbidden in new OrderItemRequest[] { An.Alias("x@" + mine, "erika@" + mine), An.TerminateMailbox("erika@" + mine), new MailboxItemRequest(OrderAction.Modify, "erika@" + mine, DisplayName: "x", Password: new PasswordChange("x", false)) })
            (await node.RefusalOfAsync(An.Order(forbidden), user)).ShouldBeOfType<DomainError.Forbidden>();
        foreach (var (actor, mailbox) in new[] { (admin, other), (user, max), (user, other) })
            (await Should.ThrowAsync<DomainException>(() => node.Get<GetRules>().ExecuteAsync(mailbox, actor, CancellationToken.None))).Error.ShouldBeOfType<DomainError.NotFound>();

        (await node.SubmitAsync(An.Order(Modify(mine) with { Spam = new SpamHandling(SpamAction.Junk) }), user)).Order.State.ShouldBe(OrderState.Completed);
        (await node.SubmitAsync(An.Order(new MailboxItemRequest(OrderAction.Modify, "erika@" + mine, Password: new PasswordChange("neu und gut", false))), user)).Order.State.ShouldBe(OrderState.Completed);
    }

    [Theory, EachDatabase]
    public async Task A_mailbox_user_signs_in_until_the_password_is_another_and_is_not_guessed(DatabaseProvider provider)
    {
        var (node, domain, id) = await MailboxAsync(provider);
        await node.SubmitAsync(An.Alias("alias@" + domain, "erika@" + domain));
        var user = (await SignIn("alias@" + domain, An.Password)).ShouldNotBeNull();
        (user.MailboxId, user.Address).ShouldBe((id, "erika@" + domain));
        (await node.Get<FindMailUser>().ExecuteAsync(id, user.Stamp, CancellationToken.None)).ShouldNotBeNull();

        var changed = await node.Get<ChangeMailUserPassword>().ExecuteAsync(user, An.Password, "zwölf neue Zeichen", An.Key(), CancellationToken.None);
        (await node.Get<FindMailUser>().ExecuteAsync(id, user.Stamp, CancellationToken.None)).ShouldBeNull();
        (await node.Get<FindMailUser>().ExecuteAsync(id, changed.Stamp, CancellationToken.None)).ShouldNotBeNull();
        (await Should.ThrowAsync<DomainException>(() => node.Get<ChangeMailUserPassword>().ExecuteAsync(changed, "zwölf neue Zeichen", "kurz", An.Key(), CancellationToken.None)))
            .Error.ShouldBeOfType<DomainError.Validation>().Findings.Single().Code.ShouldBe(ErrorCodes.WeakPassword);

        for (var i = 0; i < SignInMailUser.Attempts; i++)
            (await SignIn("erika@" + domain, $"wrong {i}")).ShouldBeNull();
        (await SignIn("erika@" + domain, "zwölf neue Zeichen")).ShouldBeNull("Too many guesses.");
        node.Time.Advance(SignInMailUser.Window + TimeSpan.FromSeconds(1));
        (await SignIn("erika@" + domain, "zwölf neue Zeichen")).ShouldNotBeNull();

        async Task<MailUser?> SignIn(string address, string password)
        {
            var signing = node.Get<SignInMailUser>().ExecuteAsync(address, password, "192.0.2.1", CancellationToken.None);
            while (!signing.IsCompleted)
            {
                // Little by little: what was guessed must not be forgotten on the way.
                await Task.WhenAny(signing, Task.Delay(TimeSpan.FromMilliseconds(5)));
                node.Time.Advance(SignInConsoleUser.RefusalTime / 10);
            }

            return await signing;
        }
    }

    [Theory, EachDatabase]
    public async Task A_script_of_another_system_becomes_rules_when_they_say_all_of_it(DatabaseProvider provider)
    {
        var (node, _, id) = await MailboxAsync(provider);
        var rules = new MailboxRules { Forwarding = new Forwarding(["x@example.net"], true), Rules = [new MailRule { Name = "Büro", Actions = [new RuleAction(RuleActionKind.Move, "Büro")] }] };
        node.Platform.Imported = new ImportedScript("keep;", [], [], rules, [new ScriptProblem(3, 1, "No rule says this.")]);
        (await ImportAsync(evenInPart: false)).Order.ShouldBeNull();
        node.Platform.RuleWrites.ShouldBeEmpty();

        var number = An.Key();
        (await ImportAsync(evenInPart: true, number)).Order!.State.ShouldBe(OrderState.Completed);
        (await ImportAsync(evenInPart: true, number)).Order!.State.ShouldBe(OrderState.Completed);
        node.Platform.RuleWrites.ShouldHaveSingleItem();
        node.Platform.Sheets[id].Tag.ShouldBe(RuleSheet.TagOf(rules));

        Task<ImportedRules> ImportAsync(bool evenInPart, string? number = null) =>
            node.Get<ImportScript>().ExecuteAsync(id, "keep;", ".", evenInPart, number ?? An.Key(), DomainNode.Crm, CancellationToken.None);
    }

    internal static RulesItemRequest Modify(string domain, string name = "erika") => new(OrderAction.Modify, $"{name}@{domain}");

    private async Task<(DomainNode Node, string Domain, Guid Mailbox)> MailboxAsync(DatabaseProvider provider, string product = "customer-domain")
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        var isp = product == "residential";
        await node.SubmitAsync(isp
            ? [.. An.Customer("x" + domain), new DomainItemRequest(OrderAction.Provide, domain, "x" + domain, Shared: true), new SubscriptionItemRequest(OrderAction.Provide, domain, "T-" + domain, domain, product), An.Mailbox("erika@" + domain)]
            : [.. An.Customer(domain, product), An.Mailbox("erika@" + domain)]);
        return (node, domain, await IdAsync(node, "erika@" + domain));
    }

    private static Task<Guid> IdAsync(DomainNode node, string address) => node.QueryAsync(db => db.Mailboxes.Where(m => m.PrimaryAddress == address).Select(m => m.Id).SingleAsync());
}

using Microsoft.EntityFrameworkCore;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.MailPlatform;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;
using Oss.Domain.Packages;
using Oss.Domain.Persistence;
using Oss.Domain.Quotas;
using Oss.Domain.Rules;
using Oss.Domain.Subscriptions;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Packages;

/// <summary>A product is changed by order, after it was said whom that meets; what contracts have of their own stays.</summary>
public sealed class ProductTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    private static readonly Actor Operator = new(ActorKind.ConsoleUser, "operator", Role.Operator, null);

    [Theory, EachDatabase]
    public async Task Contracts_follow_a_change_and_those_with_limits_of_their_own_keep_them(DatabaseProvider provider)
    {
        var (node, product) = await ProductAsync(provider);
        var (follows, own, single) = (await CustomerAsync(node, product), await CustomerAsync(node, product), await CustomerAsync(node, product));
        await node.SubmitAsync(new SubscriptionItemRequest(OrderAction.Modify, own, Limits: [new LimitOverride(ProductLimit.QuotaPerMailbox, 70)]));
        await node.SubmitAsync(new MailboxItemRequest(OrderAction.Modify, "erika@" + single, Quota: Quota.OfBytes(60)));
        var change = Change(product, new LimitOverride(ProductLimit.QuotaPerMailbox, 1000));

        var impact = await node.Get<PreviewProduct>().ExecuteAsync(change, Operator, CancellationToken.None);

        (impact.Contracts, impact.Customised, impact.Mailboxes).ShouldBe((3, 1, 3));
        impact.Limits.Single().ShouldSatisfyAllConditions(
            limit => (limit.Before, limit.After, limit.Following, limit.Own, limit.Mailboxes).ShouldBe((100, 1000, 2, 1, 1)), limit => limit.Exceeding.Count.ShouldBe(0));
        impact.Own.Single().ShouldSatisfyAllConditions(
            contract => (contract.ContractNumber, contract.TenantNumber).ShouldBe((own, "T-" + own)), contract => contract.Overrides.ShouldBe(new Dictionary<ProductLimit, long?> { [ProductLimit.QuotaPerMailbox] = 70 }));
        (await QuotaAsync(node, follows)).ShouldBe(100, "it was only looked at");

        (await node.SubmitAsync(An.Order(change with { ExpectedVersion = impact.Version }), Operator)).Order.State.ShouldBe(OrderState.Completed);

        (await QuotaAsync(node, follows), await QuotaAsync(node, own), await QuotaAsync(node, single)).ShouldBe((1000, 70, 60));
        foreach (var contract in new[] { follows, own, single })
        {
            var view = await node.Get<GetSubscription>().ExecuteAsync(contract, Operator, CancellationToken.None);
            (view.Mailboxes, view.QuotaBytes).ShouldBe((1, await QuotaAsync(node, contract) ?? 0), contract);
        }

        (await node.RefusalOfAsync(An.Order(change with { ExpectedVersion = impact.Version }), Operator)).Code.ShouldBe(ErrorCodes.ChangedMeanwhile);
        var entry = (await node.QueryAsync(db => db.AuditEntries.Where(e => e.Action == "product.modify" && e.Subject == product).ToListAsync())).Single();
        entry.Before!.ShouldContain("\"quotaPerMailbox\":100");
        entry.After!.ShouldContain("\"quotaPerMailbox\":1000");
        (await node.Get<GetSubscription>().ExecuteAsync(own, Operator, CancellationToken.None)).Own.ShouldBe([ProductLimit.QuotaPerMailbox]);
    }

    [Theory, EachDatabase]
    public async Task Who_has_more_than_a_smaller_product_allows_is_named_and_keeps_it_only_when_that_is_meant(DatabaseProvider provider)
    {
        var (node, product) = await ProductAsync(provider);
        var big = await CustomerAsync(node, product);
        await CustomerAsync(node, product);
        await node.SubmitAsync(An.Mailbox("max@" + big), An.Alias("one@" + big, "erika@" + big), An.Alias("two@" + big, "erika@" + big));
        var change = Change(product, new LimitOverride(ProductLimit.Mailboxes, 1), new LimitOverride(ProductLimit.Aliases, 1), new LimitOverride(ProductLimit.AliasesPerMailbox, 1), new LimitOverride(ProductLimit.Domains, 0));

        var impact = await node.Get<PreviewProduct>().ExecuteAsync(change, Operator, CancellationToken.None);
        impact.Limits.ToDictionary(limit => limit.Limit, limit => limit.Exceeding.Count).ShouldBe(new Dictionary<ProductLimit, long>
        {
            [ProductLimit.Mailboxes] = 1, [ProductLimit.Aliases] = 1, [ProductLimit.AliasesPerMailbox] = 1, [ProductLimit.Domains] = 2,
        }, ignoreOrder: true);
        impact.Limits.Single(limit => limit.Limit == ProductLimit.Mailboxes).Exceeding.Samples.Single().ShouldSatisfyAllConditions(use => use.ContractNumber.ShouldBe(big), use => use.Amount.ShouldBe(2));

        (await node.RefusalOfAsync(An.Order(change), Operator)).ShouldBeOfType<DomainError.Validation>().Findings.ShouldSatisfyAllConditions(
            findings => findings.Count.ShouldBe(4), findings => findings[0].Text.ShouldContain(big), findings => findings.ShouldAllBe(finding => finding.Path == "items[0].product.limits"));
        await node.SubmitAsync(An.Order(change with { EvenIfExceeded = true }), Operator);

        // Nothing is taken away; what is there can still be changed, and nothing is added.
        (await node.SubmitAsync(new SubscriptionItemRequest(OrderAction.Suspend, big))).Order.State.ShouldBe(OrderState.Completed);
        (await node.SubmitAsync(new MailboxItemRequest(OrderAction.Modify, "max@" + big, DisplayName: "Max"))).Order.State.ShouldBe(OrderState.Completed);
        (await node.RefusalOfAsync(An.Order(An.Mailbox("neu@" + big)))).ShouldBe(new DomainError.LimitExceeded("mailboxes", 1, 2, 3));
        (await node.SubmitAsync(An.TerminateMailbox("max@" + big))).Order.State.ShouldBe(OrderState.Completed);
    }

    [Theory, EachDatabase]
    public async Task More_for_each_is_no_more_than_all_may_have_together(DatabaseProvider provider)
    {
        var (node, product) = await ProductAsync(provider);
        await node.SubmitAsync(An.Order(Change(product, new LimitOverride(ProductLimit.QuotaTotal, 250))), Operator);
        var (two, own) = (await CustomerAsync(node, product), await CustomerAsync(node, product));
        await node.SubmitAsync(An.Mailbox("max@" + two));
        await node.SubmitAsync(new SubscriptionItemRequest(OrderAction.Modify, own, Limits: [new LimitOverride(ProductLimit.QuotaTotal, 140)]));

        var impact = await node.Get<PreviewProduct>().ExecuteAsync(Change(product, new LimitOverride(ProductLimit.QuotaPerMailbox, 150)), Operator, CancellationToken.None);

        var together = impact.Limits.Single(limit => limit.Limit == ProductLimit.QuotaTotal).Exceeding;
        together.Samples.Select(use => (use.ContractNumber, use.Amount)).ShouldBe([(two, 300), (own, 150)], ignoreOrder: true);
        (await node.RefusalOfAsync(An.Order(Change(product, new LimitOverride(ProductLimit.QuotaPerMailbox))), Operator)).ShouldBeOfType<DomainError.Validation>().Findings.ShouldContain(f => f.Code == ErrorCodes.NotApplicable);
    }

    [Theory, EachDatabase]
    public async Task Features_and_transitions_are_changed_and_an_order_that_fails_gives_all_back(DatabaseProvider provider)
    {
        var (node, product) = await ProductAsync(provider);
        var customer = await CustomerAsync(node, product);
        node.Platform.BeforeCreate = _ => throw new MailPlatformRefusedException("No.");

        var failed = await node.SubmitAsync(
            An.Order(Change(product, new LimitOverride(ProductLimit.QuotaPerMailbox, 90)) with { AddFeatures = [ProductFeatures.Sieve], RemoveFeatures = [ProductFeatures.Imap], MayBecome = [] }, An.Mailbox("max@" + customer)), Operator);

        failed.Order.State.ShouldBe(OrderState.Failed);
        var view = await node.Get<ListProducts>().ByCodeAsync(product, CancellationToken.None);
        view.Features.ShouldBe([ProductFeatures.Imap]);
        view.MayBecome.ShouldBeNull();
        (await QuotaAsync(node, customer)).ShouldBe(100);
        node.Platform.BeforeCreate = _ => Task.CompletedTask;

        await node.SubmitAsync(An.Order(Change(product) with { RemoveFeatures = [ProductFeatures.Imap], MayBecome = ["customer-domain"] }), Operator);
        (await node.Get<AuthenticateMailbox>().ExecuteAsync("erika@" + customer, An.Password, ProductFeatures.Imap, CancellationToken.None)).ShouldBeOfType<MailboxLogin.Denied>();
        (await node.RefusalOfAsync(An.Order(new SubscriptionItemRequest(OrderAction.Modify, customer, Product: "premium")))).ShouldBeOfType<DomainError.Validation>()
            .Findings.Single().Code.ShouldBe(ErrorCodes.ProductTransition);
        (await node.SubmitAsync(new SubscriptionItemRequest(OrderAction.Modify, customer, Product: "customer-domain"))).Order.State.ShouldBe(OrderState.Completed);
    }

    [Theory, EachDatabase]
    public async Task Every_transition_that_the_catalogue_forbids_is_refused_and_every_other_is_made(DatabaseProvider provider)
    {
        var (node, _) = await ProductAsync(provider);
        var all = await node.QueryAsync(db => db.Products.AsNoTracking().Where(p => p.Code == "residential" || p.Code == "customer-domain" || p.Code == "package-10" || p.Code == "premium").ToListAsync());
        foreach (var (from, to) in all.SelectMany(from => all.Where(to => to != from).Select(to => (from, to))))
        {
            var contract = An.Key("c");
            await node.SubmitAsync(new SubscriptionItemRequest(OrderAction.Provide, contract, contract, contract, from.Code));
            var check = await node.CheckAsync(An.Order(new SubscriptionItemRequest(OrderAction.Modify, contract, Product: to.Code)));
            check.Acceptable.ShouldBe(from.IsAllowedToBecome(to.Code), $"{from.Code} to {to.Code}");
            if (!check.Acceptable)
                check.Errors.Single().ShouldBeOfType<DomainError.Validation>().Findings.Single().Code.ShouldBe(ErrorCodes.ProductTransition);
        }
    }

    [Theory, EachDatabase]
    public async Task What_another_product_would_break_is_found_before_it_is_changed(DatabaseProvider provider)
    {
        var (node, product) = await ProductAsync(provider, features: ProductFeatures.Imap);
        var customer = await CustomerAsync(node, "customer-domain");
        node.Platform.UsedBytes = 4711;
        var id = await node.QueryAsync(db => db.Mailboxes.Where(m => m.PrimaryAddress == "erika@" + customer).Select(m => m.Id).SingleAsync());
        await node.SubmitAsync(An.Forward("away@" + customer, "somebody@elsewhere.example"), An.Mailbox("max@" + customer) with { Quota = Quota.OfBytes(50) });
        node.Platform.Sheets[id] = new RuleSheet.FromRules(MailboxRules.None with { Forwarding = new Forwarding(["x@elsewhere.example"], true), AutoReply = new AutoReply { Text = "Weg." } });

        var check = await node.CheckAsync(An.Order(new SubscriptionItemRequest(OrderAction.Modify, customer, Product: product)));

        check.Errors.ShouldHaveSingleItem().ShouldBeOfType<DomainError.Validation>().Findings.Select(finding => (finding.Path, finding.Code)).ShouldBe(
        [
            ("items[0].subscription.product", ErrorCodes.ExceedsProduct), ("items[0].subscription.product", ErrorCodes.NotInProduct), ("items[0].subscription.product", ErrorCodes.NotInProduct),
            ("items[0].subscription.product", ErrorCodes.NotInProduct), ("items[0].subscription.product", ErrorCodes.ExternalTarget),
        ]);
        await node.SubmitAsync(new AliasItemRequest(OrderAction.Terminate, "away@" + customer), new RulesItemRequest(OrderAction.Terminate, "erika@" + customer));
        await node.SubmitAsync(new MailboxItemRequest(OrderAction.Modify, "erika@" + customer, Quota: Quota.OfBytes(80)));
        (await node.SubmitAsync(new SubscriptionItemRequest(OrderAction.Modify, customer, Product: product))).Order.State.ShouldBe(OrderState.Completed);
    }

    [Theory, EachDatabase]
    public async Task Products_are_added_and_removed_by_operators_alone_and_never_from_under_a_contract(DatabaseProvider provider)
    {
        var (node, code) = (await databases.NodeOnAsync(provider), An.Key("new-"));
        var provide = new ProductItemRequest(OrderAction.Provide, code, "Neu", [new LimitOverride(ProductLimit.Mailboxes, 2)], AddFeatures: [ProductFeatures.Imap], RequiresVerifiedDomains: true);
        var contract = An.Key("c");

        (await node.RefusalOfAsync(An.Order(provide))).ShouldBeOfType<DomainError.Forbidden>();
        await Should.ThrowAsync<DomainException>(() => node.Get<PreviewProduct>().ExecuteAsync(provide, DomainNode.Crm, CancellationToken.None));
        (await node.SubmitAsync(An.Order(new SubscriptionItemRequest(OrderAction.Provide, contract, contract, contract, code), provide), Operator)).Order.State.ShouldBe(OrderState.Completed, "a product comes before its contract");
        (await node.Get<ListProducts>().ByCodeAsync(code, CancellationToken.None)).ShouldSatisfyAllConditions(view => view.RequiresVerifiedDomains.ShouldBeTrue(), view => view.MaxMailboxes.ShouldBe(2));
        (await node.RefusalOfAsync(An.Order(provide), Operator)).Code.ShouldBe(ErrorCodes.AlreadyExists);
        (await node.RefusalOfAsync(An.Order(new ProductItemRequest(OrderAction.Terminate, code)), Operator)).Code.ShouldBe(ErrorCodes.NotEmpty);
        (await node.RefusalOfAsync(An.Order(provide with { Code = "Über Größe" }), Operator)).ShouldBeOfType<DomainError.Validation>().Findings.Single().Code.ShouldBe(ErrorCodes.InvalidName);
        (await node.RefusalOfAsync(An.Order(provide with { Code = An.Key("x-"), MayBecome = ["nothing-like-that"] }), Operator)).ShouldBeOfType<DomainError.NotFound>();
        var other = provide with { Code = An.Key("y-") };
        await node.SubmitAsync(An.Order(other), Operator);
        (await node.SubmitAsync(An.Order(new ProductItemRequest(OrderAction.Terminate, other.Code)), Operator)).Order.State.ShouldBe(OrderState.Completed);
    }

    [Theory, EachDatabase]
    public async Task A_product_that_comes_to_demand_proof_names_whose_domains_would_take_no_more_mail(DatabaseProvider provider)
    {
        var (node, product) = await ProductAsync(provider);
        var customer = await CustomerAsync(node, product);

        (await node.RefusalOfAsync(An.Order(Change(product) with { RequiresVerifiedDomains = true }), Operator)).ShouldBeOfType<DomainError.Validation>()
            .Findings.Single().ShouldSatisfyAllConditions(finding => finding.Code.ShouldBe(ErrorCodes.DomainUnverified), finding => finding.Text.ShouldContain(customer));
        (await node.SubmitAsync(An.Order(Change(product) with { RequiresVerifiedDomains = true, EvenIfExceeded = true }), Operator)).Order.State.ShouldBe(OrderState.Completed);
    }

    [Theory, EachDatabase]
    public async Task An_order_planned_under_the_former_limits_never_overruns_the_new_ones(DatabaseProvider provider)
    {
        for (var round = 0; round < 8; round++)
            await RaceAsync(provider);
    }

    private async Task RaceAsync(DatabaseProvider provider)
    {
        var (node, product) = await ProductAsync(provider);
        var customer = await CustomerAsync(node, product);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(number => Task.Run(() => number == 3
            ? OutcomeAsync(An.Order(Change(product, new LimitOverride(ProductLimit.Mailboxes, 3))), Operator)
            : OutcomeAsync(An.Order(An.Mailbox($"m{number}@{customer}")), DomainNode.Crm))));

        // Whichever was first: a product that would be overrun is refused, a mailbox too many is.
        var limit = (await node.Get<ListProducts>().ByCodeAsync(product, CancellationToken.None)).MaxMailboxes!.Value;
        (await node.QueryAsync(db => db.Mailboxes.CountAsync(m => m.Subscription.ContractNumber == customer))).ShouldBeLessThanOrEqualTo(limit);
        outcomes.OfType<DomainError>().ShouldAllBe(error => error is DomainError.LimitExceeded || error is DomainError.Validation);

        async Task<DomainError?> OutcomeAsync(OrderRequest order, Actor actor)
        {
            try
            {
                await node.SubmitAsync(order, actor);
                return null;
            }
            catch (DomainException e)
            {
                return e.Error;
            }
        }
    }

    [Theory, EachDatabase]
    public async Task A_limit_said_again_as_it_is_meets_nobody_who_has_more(DatabaseProvider provider)
    {
        var (node, product) = await ProductAsync(provider);
        var customer = await CustomerAsync(node, product);
        await node.SubmitAsync(An.Mailbox("max@" + customer));
        var less = Change(product, new LimitOverride(ProductLimit.Mailboxes, 1));
        await node.SubmitAsync(An.Order(less with { EvenIfExceeded = true }), Operator);

        (await node.SubmitAsync(An.Order(less with { Name = "Kleiner" }), Operator)).Order.State.ShouldBe(OrderState.Completed);
    }

    [Theory, EachDatabase]
    public async Task A_check_finds_what_breaks_rules_beside_what_is_wrong_in_form(DatabaseProvider provider)
    {
        var (node, product) = await ProductAsync(provider);
        var customer = await CustomerAsync(node, product);

        var check = await node.CheckAsync(An.Order(
            An.Mailbox("no address at all", customer), An.Mailbox("erika@" + customer), new SubscriptionItemRequest(OrderAction.Modify, An.Key("none-")), An.Alias("info@" + customer, "nobody@" + customer)));

        check.Acceptable.ShouldBeFalse();
        check.Errors[0].ShouldBeOfType<DomainError.Validation>().Findings.Single().Path.ShouldBe("items[0].mailbox.address");
        check.Errors.Skip(1).Select(error => error.Code).ShouldBe([ErrorCodes.AddressTaken, ErrorCodes.NotFound, ErrorCodes.NotFound]);
        check.Failures.Keys.ShouldBe([1, 2, 3, 4], ignoreOrder: true);
    }

    private static ProductItemRequest Change(string product, params LimitOverride[] limits) => new(OrderAction.Modify, product, Limits: limits);

    private static Task<long?> QuotaAsync(DomainNode node, string customer) => node.QueryAsync(db => db.Mailboxes.Where(m => m.PrimaryAddress == "erika@" + customer).Select(m => m.QuotaBytes).SingleAsync());

    private static async Task<string> CustomerAsync(DomainNode node, string product)
    {
        var domain = An.Key() + ".example";
        await node.SubmitAsync([.. An.Customer(domain, product), An.Mailbox("erika@" + domain)]);
        return domain;
    }

    private async Task<(DomainNode Node, string Product)> ProductAsync(DatabaseProvider provider, ProductFeatures features = ProductFeatures.Imap)
    {
        var (node, code) = (await databases.NodeOnAsync(provider), An.Key("product-"));
        node.Platform.UsedBytes = 10;
        await node.SubmitAsync(An.Order(new ProductItemRequest(
            OrderAction.Provide, code, code, [new LimitOverride(ProductLimit.Mailboxes, 5), new LimitOverride(ProductLimit.QuotaPerMailbox, 100)], AddFeatures: [features])), Operator);
        return (node, code);
    }
}

using Microsoft.EntityFrameworkCore;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.MailPlatform;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;
using Oss.Domain.Packages;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Domains;

/// <summary>A domain gets another name with all that is in it; nobody's mail and nobody's login is lost.</summary>
public sealed class DomainRenameTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    [Theory, EachDatabase]
    public async Task A_company_taken_over_goes_to_its_new_tenant_under_its_new_name_in_one_order(DatabaseProvider provider)
    {
        var (node, old, ids) = await CompanyAsync(provider);
        var (next, buyer) = (An.Key() + ".example", An.Key("T-"));

        var order = await node.SubmitAsync(
            new DomainItemRequest(OrderAction.Modify, old, NewName: next), new SubscriptionItemRequest(OrderAction.Transfer, old, buyer, "Buyer"), An.Mailbox("new@" + next, old));

        order.Order.State.ShouldBe(OrderState.Completed, order.Order.ErrorText);
        foreach (var (name, id) in ids)
        {
            foreach (var domain in new[] { old, next })
            {
                (await node.Get<ResolveAddress>().ExecuteAsync($"{name}+x@{domain}", CancellationToken.None)).ShouldBeOfType<AddressResolution.ToMailbox>()
                    .ShouldSatisfyAllConditions(found => found.Id.ShouldBe(id), found => found.CanonicalName.ShouldBe($"{name}@{next}"));
                (await node.Get<AuthenticateMailbox>().ExecuteAsync($"{name}@{domain}", An.Password, ProductFeatures.Imap, CancellationToken.None)).ShouldBeOfType<MailboxLogin.Accepted>().Id.ShouldBe(id);
            }
        }

        (await node.Get<ResolveAddress>().ExecuteAsync("info@" + old, CancellationToken.None)).ShouldBeOfType<AddressResolution.ToMailbox>().Id.ShouldBe(ids["anna"]);
        (await node.Get<GetAddress>().MailboxAsync("Anna@" + old, DomainNode.Crm, CancellationToken.None)).ShouldBe(ids["anna"], "who calls says the former name");
        (await node.Get<SearchMailboxes>().ExecuteAsync(new MailboxFilter("anna@" + old), new Cut(), DomainNode.Crm, CancellationToken.None)).Items.ShouldHaveSingleItem().Id.ShouldBe(ids["anna"]);
        (await node.Get<ResolveAddress>().ExecuteAsync("team@" + old, CancellationToken.None)).ShouldBeOfType<AddressResolution.ToAddresses>();
        node.Platform.Renames.Select(rename => (rename.Mailbox.Id, rename.Mailbox.CanonicalName, rename.NewName)).ShouldBe(ids.Select(pair => (pair.Value, $"{pair.Key}@{old}", $"{pair.Key}@{next}")), ignoreOrder: true);
        (await node.QueryAsync(db => db.MailDomains.Where(d => d.Name == next || d.Name == old).Select(d => d.Subscription.Tenant.Number).Distinct().ToListAsync())).ShouldBe([buyer]);
        (await node.RefusalOfAsync(An.Order(An.Mailbox("x@" + old)))).ShouldBeOfType<DomainError.Validation>();
        (await node.Get<Oss.Domain.Mailboxes.GetMailbox>().ExecuteAsync(ids["bert"], DomainNode.Crm, CancellationToken.None)).SendsAs.ShouldBe(["anna@" + next]);

        // Who had ended comes back under the name there is.
        (await node.SubmitAsync(new MailboxItemRequest(OrderAction.Restore, "gone@" + next))).Order.State.ShouldBe(OrderState.Completed);
    }

    [Theory, EachDatabase]
    public async Task A_name_that_must_be_proven_is_proven_first_and_then_changes_places(DatabaseProvider provider)
    {
        var (node, old, ids) = await CompanyAsync(provider);
        var next = An.Key() + ".example";
        await node.SubmitAsync(new DomainItemRequest(OrderAction.Provide, next, old, AliasOf: old));
        await node.QueryAsync(db => db.Products.Where(p => p.Code == "customer-domain").ExecuteUpdateAsync(set => set.SetProperty(p => p.RequiresVerifiedDomains, true)));
        try
        {
            await node.QueryAsync(db => db.MailDomains.Where(d => d.Name == old).ExecuteUpdateAsync(set => set.SetProperty(d => d.Ownership, DomainOwnership.Verified)));
            foreach (var name in new[] { next, An.Key() + ".example" })
                (await node.RefusalOfAsync(An.Order(new DomainItemRequest(OrderAction.Modify, old, NewName: name)))).ShouldBeOfType<DomainError.Validation>().Findings.Single().Code.ShouldBe(ErrorCodes.DomainUnverified);
            await node.QueryAsync(db => db.MailDomains.Where(d => d.Name == next).ExecuteUpdateAsync(set => set.SetProperty(d => d.Ownership, DomainOwnership.Verified)));

            (await node.SubmitAsync(new DomainItemRequest(OrderAction.Modify, old, NewName: next))).Order.State.ShouldBe(OrderState.Completed);
            (await node.Get<ResolveAddress>().ExecuteAsync("anna@" + old, CancellationToken.None)).ShouldBeOfType<AddressResolution.ToMailbox>().CanonicalName.ShouldBe("anna@" + next);

            // And back, for it is another name now.
            (await node.SubmitAsync(new DomainItemRequest(OrderAction.Modify, next, NewName: old))).Order.State.ShouldBe(OrderState.Completed);
            (await node.Get<ResolveAddress>().ExecuteAsync("anna@" + next, CancellationToken.None)).ShouldBeOfType<AddressResolution.ToMailbox>().ShouldSatisfyAllConditions(
                found => found.Id.ShouldBe(ids["anna"]), found => found.CanonicalName.ShouldBe("anna@" + old));
        }
        finally
        {
            await node.QueryAsync(db => db.Products.Where(p => p.Code == "customer-domain").ExecuteUpdateAsync(set => set.SetProperty(p => p.RequiresVerifiedDomains, false)));
        }
    }

    [Theory, EachDatabase]
    public async Task Trees_follow_when_the_platform_is_back_and_an_order_that_fails_gives_the_name_back(DatabaseProvider provider)
    {
        var (node, old, ids) = await CompanyAsync(provider);
        var next = An.Key() + ".example";
        node.Platform.BeforeCreate = _ => throw new MailPlatformRefusedException("No.");

        (await node.SubmitAsync(new DomainItemRequest(OrderAction.Modify, old, NewName: next), An.Mailbox("new@" + next, old))).Order.State.ShouldBe(OrderState.Failed);

        (await node.Get<ResolveAddress>().ExecuteAsync("anna@" + old, CancellationToken.None)).ShouldBeOfType<AddressResolution.ToMailbox>().ShouldSatisfyAllConditions(
            found => found.Id.ShouldBe(ids["anna"]), found => found.CanonicalName.ShouldBe("anna@" + old));
        (await node.Get<ResolveAddress>().ExecuteAsync("anna@" + next, CancellationToken.None)).ShouldBeOfType<AddressResolution.UnknownDomain>();

        var renames = node.Platform.Renames.Count;
        node.Platform.BeforeRename = mailbox => node.Platform.Renames.Count > renames ? throw new MailPlatformUnavailableException() : Task.CompletedTask;
        var held = await node.SubmitAsync(new DomainItemRequest(OrderAction.Modify, old, NewName: next));
        held.Order.State.ShouldBe(OrderState.Held);
        (await node.Get<ResolveAddress>().ExecuteAsync("anna@" + next, CancellationToken.None)).ShouldBeOfType<AddressResolution.ToMailbox>("each is served where it lies");
        node.Platform.BeforeRename = _ => Task.CompletedTask;
        node.Time.Advance(TimeSpan.FromHours(1));
        await node.Get<OrderWorker>().ResumeAsync(CancellationToken.None);

        (await node.Get<GetOrder>().ByIdAsync(held.Order.Id, DomainNode.Crm, CancellationToken.None)).State.ShouldBe(OrderState.Completed);
        (await node.QueryAsync(db => db.Mailboxes.Where(m => m.PrimaryAddress.EndsWith("@" + next) && m.State == MailboxState.Active).ToListAsync())).ShouldSatisfyAllConditions(
            all => all.Count.ShouldBe(2), all => all.ShouldAllBe(m => m.TreeName == m.PrimaryAddress && m.TreeMayBe == null));
    }

    [Theory, EachDatabase]
    public async Task What_many_share_and_what_others_have_is_not_renamed(DatabaseProvider provider)
    {
        var (node, old, _) = await CompanyAsync(provider);
        var (_, other, _) = await CompanyAsync(provider);
        var alias = An.Key() + ".example";
        await node.SubmitAsync(new DomainItemRequest(OrderAction.Provide, alias, old, AliasOf: old));

        (await node.RefusalOfAsync(An.Order(new DomainItemRequest(OrderAction.Modify, old, NewName: other)))).Code.ShouldBe(ErrorCodes.AlreadyExists);
        (await node.RefusalOfAsync(An.Order(new DomainItemRequest(OrderAction.Modify, alias, NewName: An.Key() + ".example")))).ShouldBeOfType<DomainError.Validation>();
        (await node.RefusalOfAsync(An.Order(new DomainItemRequest(OrderAction.Modify, old, NewName: "keine domain")))).ShouldBeOfType<DomainError.Validation>();
        await node.SubmitAsync(new DomainItemRequest(OrderAction.Modify, old, Shared: true));
        (await node.RefusalOfAsync(An.Order(new DomainItemRequest(OrderAction.Modify, old, NewName: An.Key() + ".example")))).ShouldBeOfType<DomainError.Validation>();
        var support = new Actor(ActorKind.ConsoleUser, "support", Role.Support, null);
        (await node.RefusalOfAsync(An.Order(new DomainItemRequest(OrderAction.Modify, other, NewName: An.Key() + ".example")), support)).ShouldBeOfType<DomainError.Forbidden>();
    }

    private async Task<(DomainNode Node, string Domain, Dictionary<string, Guid> Ids)> CompanyAsync(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        await node.SubmitAsync([
            .. An.Customer(domain), An.Mailbox("anna@" + domain), An.Mailbox("bert@" + domain), An.Mailbox("gone@" + domain),
            An.Alias("info@" + domain, "anna@" + domain), An.Forward("team@" + domain, "anna@" + domain, "bert@" + domain)]);
        await node.SubmitAsync(An.TerminateMailbox("gone@" + domain), new SendingRightItemRequest(OrderAction.Provide, "anna@" + domain, "bert@" + domain));
        return (node, domain, await node.QueryAsync(db => db.Mailboxes.Where(m => m.Subscription.ContractNumber == domain && m.State == MailboxState.Active)
            .ToDictionaryAsync(m => m.PrimaryAddress.Substring(0, m.PrimaryAddress.IndexOf('@')), m => m.Id)));
    }
}

using Microsoft.EntityFrameworkCore;
using Oss.Domain;
using Oss.Domain.Orders;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Orders;

/// <summary>CRM systems retry, time out and send twice.</summary>
public sealed class IdempotencyTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    [Theory, EachDatabase]
    public async Task The_same_order_again_returns_the_first_result_and_does_nothing(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        var order = An.Order([.. An.Customer(domain), An.Mailbox("erika@" + domain)]);

        var first = await node.SubmitAsync(order);
        var second = await node.SubmitAsync(order);

        first.Replayed.ShouldBeFalse();
        first.Order.State.ShouldBe(OrderState.Completed);
        second.Replayed.ShouldBeTrue();
        second.Order.Id.ShouldBe(first.Order.Id);
        second.Order.State.ShouldBe(OrderState.Completed);
        node.Platform.Creations.Count.ShouldBe(1);
    }

    [Theory, EachDatabase]
    public async Task Another_content_under_the_same_number_is_a_mismatch(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        var order = An.Order(An.Customer(domain));
        await node.SubmitAsync(order);

        var refusal = await node.RefusalOfAsync(order with { Items = [.. order.Items, An.Mailbox("erika@" + domain)] });

        refusal.ShouldBeOfType<DomainError.Conflict>().Code.ShouldBe(ErrorCodes.OrderMismatch);
        node.Platform.Creations.ShouldBeEmpty();
    }

    [Theory, EachDatabase]
    public async Task Another_password_under_the_same_number_is_a_mismatch_and_the_same_one_a_replay(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        var mailbox = An.Mailbox("erika@" + domain) with { Password = new PasswordChange("geheim", IsHash: false) };
        var order = An.Order([.. An.Customer(domain), mailbox]);
        await node.SubmitAsync(order);

        (await node.SubmitAsync(order)).Replayed.ShouldBeTrue();
        var refusal = await node.RefusalOfAsync(order with
        {
            Items = [.. An.Customer(domain), mailbox with { Password = new PasswordChange("Geheim", IsHash: false) }],
        });

        refusal.ShouldBeOfType<DomainError.Conflict>().Code.ShouldBe(ErrorCodes.OrderMismatch);
    }

    [Theory, EachDatabase]
    public async Task Two_systems_may_use_the_same_number(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var order = An.Order(An.Customer(An.Key() + ".example"));
        await node.SubmitAsync(order);

        var other = await node.SubmitAsync(order with { ExternalSystem = "crm-bonn", Items = An.Customer(An.Key() + ".example") });

        other.Replayed.ShouldBeFalse();
    }

    [Theory, EachDatabase]
    public async Task Eight_copies_at_once_are_one_execution(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        var order = An.Order([.. An.Customer(domain), An.Mailbox("erika@" + domain)]);

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => node.SubmitAsync(order))));

        results.Count(result => !result.Replayed).ShouldBe(1);
        results.Select(result => result.Order.Id).Distinct().Count().ShouldBe(1);
        node.Platform.Creations.Count.ShouldBe(1);
        (await node.QueryAsync(db => db.Mailboxes.CountAsync(mailbox => mailbox.PrimaryAddress == "erika@" + domain))).ShouldBe(1);
    }

    [Theory, EachDatabase]
    public async Task A_refused_order_leaves_nothing_and_may_be_sent_again_once_the_cause_is_mended(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        var order = An.Order(An.Mailbox("erika@" + domain), An.Mailbox("max@" + domain));

        (await node.RefusalOfAsync(order)).ShouldBeOfType<DomainError.NotFound>();
        (await node.QueryAsync(db => db.Orders.CountAsync(stored => stored.ExternalId == order.ExternalId))).ShouldBe(0);
        await node.SubmitAsync(An.Customer(domain));

        (await node.SubmitAsync(order)).Order.State.ShouldBe(OrderState.Completed);
    }
}

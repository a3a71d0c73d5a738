using Oss.Domain.Orders;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Orders;

public sealed class OrderStateTests
{
    private static readonly DateTime Now = new(2026, 11, 25, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Each_transition_leads_where_the_table_says_and_a_wrong_one_throws()
    {
        var ways = new Dictionary<string, (Action<Order> Do, OrderState[] From)>
        {
            ["begin"] = (o => o.Begin(Now, Guid.NewGuid()), [OrderState.Acknowledged, OrderState.Pending, OrderState.InProgress, OrderState.Held]),
            ["hold"] = (o => o.Hold(Now, null, "x", "x"),
                [OrderState.Acknowledged, OrderState.Pending, OrderState.InProgress, OrderState.Held, OrderState.PendingCancellation]),
            ["reject"] = (o => o.Reject(Now, "x", "x"), [OrderState.Acknowledged]),
            ["finish"] = (Finish, [OrderState.InProgress, OrderState.Held, OrderState.PendingCancellation]),
            ["assess"] = (o => o.AssessCancellation(Now), [OrderState.Acknowledged, OrderState.Pending, OrderState.InProgress, OrderState.Held]),
            ["agree"] = (o => o.AgreeToCancel(Now), [OrderState.AssessingCancellation]),
            ["deny"] = (o => o.DenyCancellation(Now, "x"), [OrderState.AssessingCancellation]),
        };
        foreach (var (name, way) in ways)
        {
            foreach (var state in Enum.GetValues<OrderState>())
            {
                var order = In(state);
                if (way.From.Contains(state))
                    way.Do(order);
                else
                    Should.Throw<InvalidOperationException>(() => way.Do(order), $"{name} from {state}");
            }
        }
    }

    [Fact]
    public void What_has_ended_stays_ended_unless_an_operator_tries_it_again()
    {
        foreach (var end in Enum.GetValues<OrderState>().Where(OrderTransitions.IsEnd))
        {
            foreach (var next in Enum.GetValues<OrderState>())
                OrderTransitions.Allow(end, next).ShouldBe(next == OrderState.Acknowledged && end is OrderState.Failed or OrderState.Partial or OrderState.Rejected && next == OrderState.Acknowledged);
        }
    }

    [Fact]
    public void What_an_item_builds_on_comes_first_whatever_order_the_crm_wrote_it_in()
    {
        var order = An.Order(
            An.Alias("info@a.example", "erika@a.example"), An.Mailbox("erika@a.example"),
            new DomainItemRequest(OrderAction.Provide, "a.example", "a.example"), new SubscriptionItemRequest(OrderAction.Provide, "a.example", "T", "T", "premium"));

        OrderDependencies.Of(order.Items).InOrder().ShouldBe([4, 3, 2, 1]);
        OrderDependencies.Of(order.Items).Of(1).ShouldBe([2, 3]);
    }

    [Fact]
    public void What_ends_ends_from_the_leaves_to_the_root()
    {
        var order = An.Order(
            new SubscriptionItemRequest(OrderAction.Terminate, "a.example"), new DomainItemRequest(OrderAction.Terminate, "a.example"),
            An.TerminateMailbox("erika@a.example"), new AliasItemRequest(OrderAction.Terminate, "info@a.example"));

        OrderDependencies.Of(order.Items).InOrder().ShouldBe([4, 3, 2, 1]);
    }

    [Fact]
    public void A_circle_is_cut_and_the_order_of_one_key_is_kept()
    {
        OrderDependencies.Of([An.Forward("a@x.example", "b@x.example"), An.Forward("b@x.example", "a@x.example")]).InOrder().ShouldBe([1, 2]);
        OrderDependencies.Of([An.TerminateMailbox("a@x.example"), An.Mailbox("a@x.example"), An.Alias("b@x.example", "a@x.example")]).InOrder().ShouldBe([1, 2, 3]);
    }

    private static void Finish(Order order)
    {
        foreach (var item in order.Items.Where(item => item.State == OrderState.Acknowledged))
            item.Fail("x", "x");
        order.Finish(Now);
    }

    private static Order In(OrderState state)
    {
        var order = new Order
        {
            ExternalSystem = "crm", ExternalId = "1", PayloadHash = "", SubmittedBy = "crm", Submitter = DomainNode.Crm, SubmittedAt = Now,
            RequestedStart = state == OrderState.Pending ? Now.AddDays(1) : null,
        };
        var item = new OrderItem { Position = 1, Action = OrderAction.Provide, Subject = "mailbox", Key = "a@a.example" };
        order.Items.Add(item);
        order.Accept(Now);
        switch (state)
        {
            case OrderState.InProgress:
                order.Begin(Now, Guid.NewGuid());
                break;
            case OrderState.Held:
                order.Hold(Now, null, "x", "x");
                break;
            case OrderState.Rejected:
                order.Reject(Now, "x", "x");
                break;
            case OrderState.AssessingCancellation:
                order.AssessCancellation(Now);
                break;
            case OrderState.PendingCancellation:
                order.AssessCancellation(Now);
                order.AgreeToCancel(Now);
                break;
            case OrderState.Cancelled:
                order.AssessCancellation(Now);
                order.AgreeToCancel(Now);
                Finish(order);
                break;
            case OrderState.Completed or OrderState.Partial or OrderState.Failed:
                order.Items.Add(new OrderItem { Position = 2, Action = OrderAction.Provide, Subject = "mailbox", Key = "b@a.example" });
                order.Begin(Now, Guid.NewGuid());
                if (state != OrderState.Failed)
                    item.Complete();
                if (state == OrderState.Completed)
                    order.Items[1].Complete();
                Finish(order);
                break;
        }

        order.State.ShouldBe(state);
        return order;
    }
}

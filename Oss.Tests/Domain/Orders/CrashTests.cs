using Microsoft.EntityFrameworkCore;
using Oss.Domain.MailPlatform;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Orders;

/// <summary>Whatever happens between the two saves, the order comes to its end, and the mailbox is made once.</summary>
public sealed class CrashTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromHours(1);

    [Theory, EachDatabase]
    public async Task An_unreachable_platform_holds_the_order_and_the_worker_completes_it_later(DatabaseProvider provider)
    {
        var platform = new FakeMailPlatform { BeforeCreate = _ => throw new MailPlatformUnavailableException() };
        var node = await databases.NodeOnAsync(provider, platform);
        var domain = An.Key() + ".example";

        var result = await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("erika@" + domain)]);
        result.Order.State.ShouldBe(OrderState.Held);
        result.Order.Items[^1].ErrorCode.ShouldNotBeNull();
        (await StateAsync(node, domain)).ShouldBe(MailboxState.Provisioning);

        platform.BeforeCreate = _ => Task.CompletedTask;
        node.Time.Advance(LongEnough);
        await ResumeAsync(node);

        (await OrderAsync(node, result.Order.Id)).State.ShouldBe(OrderState.Completed);
        (await StateAsync(node, domain)).ShouldBe(MailboxState.Active);
        platform.Creations.Count.ShouldBe(1);
    }

    [Theory, EachDatabase]
    public async Task A_crash_after_the_mailbox_is_made_and_before_the_second_save_is_resumed_with_the_same_id(DatabaseProvider provider)
    {
        // The first node dies with the tree on disk: nothing it would do afterwards happens.
        var platform = new FakeMailPlatform { AfterCreate = _ => throw new OperationCanceledException() };
        var dead = await databases.NodeOnAsync(provider, platform);
        var domain = An.Key() + ".example";
        var order = An.Order([.. An.Customer(domain), An.Mailbox("erika@" + domain)]);
        await Should.ThrowAsync<OperationCanceledException>(() => dead.SubmitAsync(order));

        var survivor = await databases.NodeOnAsync(provider, time: dead.Time);
        (await survivor.SubmitAsync(order)).Order.State.ShouldBe(OrderState.InProgress);
        survivor.Time.Advance(LongEnough);
        await ResumeAsync(survivor);

        (await survivor.SubmitAsync(order)).Order.State.ShouldBe(OrderState.Completed);
        (await StateAsync(survivor, domain)).ShouldBe(MailboxState.Active);
        survivor.Platform.Creations.Single().Id.ShouldBe(platform.Creations.Single().Id);
    }

    [Theory, EachDatabase]
    public async Task Workers_at_once_never_run_one_order_twice(DatabaseProvider provider)
    {
        var platform = new FakeMailPlatform { BeforeCreate = _ => throw new MailPlatformUnavailableException() };
        var one = await databases.NodeOnAsync(provider, platform);
        var domain = An.Key() + ".example";
        var mailboxes = Enumerable.Range(1, 5).Select(number => An.Mailbox($"m{number}@{domain}")).ToList();
        await one.SubmitAsync(An.Customer(domain));
        foreach (var mailbox in mailboxes)
            await one.SubmitAsync(mailbox);

        platform.BeforeCreate = _ => Task.CompletedTask;
        one.Time.Advance(LongEnough);
        var nodes = new List<DomainNode> { one };
        for (var i = 0; i < 3; i++)
            nodes.Add(await databases.NodeOnAsync(provider, platform, one.Time));

        await Task.WhenAll(nodes.Select(node => Task.Run(() => ResumeAsync(node))));

        platform.Creations.Count.ShouldBe(mailboxes.Count);
        platform.Creations.Select(mailbox => mailbox.Id).ShouldBeUnique();
    }

    [Theory, EachDatabase]
    public async Task An_order_in_work_is_left_alone_until_its_lease_ends(DatabaseProvider provider)
    {
        var arrived = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        var platform = new FakeMailPlatform
        {
            BeforeCreate = async _ =>
            {
                arrived.SetResult();
                await go.Task;
            },
        };
        var node = await databases.NodeOnAsync(provider, platform);
        var domain = An.Key() + ".example";
        var submission = Task.Run(() => node.SubmitAsync([.. An.Customer(domain), An.Mailbox("erika@" + domain)]));
        await arrived.Task;

        var other = await databases.NodeOnAsync(provider, time: node.Time);
        await ResumeAsync(other);
        other.Platform.Creations.ShouldBeEmpty();

        go.SetResult();
        (await submission).Order.State.ShouldBe(OrderState.Completed);
    }

    [Theory, EachDatabase]
    public async Task A_mailbox_ended_while_its_creation_is_held_is_not_brought_back(DatabaseProvider provider)
    {
        var platform = new FakeMailPlatform { BeforeCreate = _ => throw new MailPlatformUnavailableException() };
        var node = await databases.NodeOnAsync(provider, platform);
        var domain = An.Key() + ".example";
        var held = await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("erika@" + domain)]);
        await node.SubmitAsync(An.TerminateMailbox("erika@" + domain));

        platform.BeforeCreate = _ => Task.CompletedTask;
        node.Time.Advance(LongEnough);
        await ResumeAsync(node);

        (await StateAsync(node, domain)).ShouldBe(MailboxState.Terminated);
        (await OrderAsync(node, held.Order.Id)).State.ShouldBe(OrderState.Completed);
        platform.Creations.ShouldBeEmpty();
    }

    [Theory, EachDatabase]
    public async Task A_mailbox_ended_while_it_is_being_made_leaves_no_tree_behind(DatabaseProvider provider)
    {
        var domain = An.Key() + ".example";
        var platform = new FakeMailPlatform();
        var node = await databases.NodeOnAsync(provider, platform);
        platform.BeforeCreate = async _ =>
        {
            platform.BeforeCreate = _ => Task.CompletedTask;
            await node.SubmitAsync(An.TerminateMailbox("erika@" + domain));
        };

        var overtaken = await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("erika@" + domain)]);
        node.Time.Advance(LongEnough);
        await ResumeAsync(node);

        (await OrderAsync(node, overtaken.Order.Id)).State.ShouldBe(OrderState.Completed);
        (await StateAsync(node, domain)).ShouldBe(MailboxState.Terminated);
        // Once by the order that ended it, before there was a tree, and once by the order that made the tree too late.
        platform.Removals.Count(mailbox => mailbox.CanonicalName == "erika@" + domain).ShouldBe(2);
    }

    private static Task<int> ResumeAsync(DomainNode node) => node.Get<OrderWorker>().ResumeAsync(TestContext.Current.CancellationToken);

    private static Task<OrderView> OrderAsync(DomainNode node, Guid id) =>
        node.Get<GetOrder>().ByIdAsync(id, DomainNode.Crm, TestContext.Current.CancellationToken);

    private static Task<MailboxState> StateAsync(DomainNode node, string domain) =>
        node.QueryAsync(db => db.Mailboxes.Where(mailbox => mailbox.PrimaryAddress == "erika@" + domain).Select(mailbox => mailbox.State).SingleAsync());
}

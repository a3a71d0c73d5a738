using Oss.MailEngine.Queue;
using Oss.MailEngine.Queue.Administration;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Queue;

/// <summary>What operators see of the queue and do with it, while it delivers and from a process beside it.</summary>
public class QueueAdministrationTests
{
    private const string Message = "From: anna@example.org\r\nSubject: Words\r\nMessage-ID: <1@example.org>\r\n\r\nthe body\r\n";
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task The_queue_is_counted_by_state_destination_and_reason_and_listed_by_each()
    {
        await using var node = await FilledAsync();
        var queue = node.Node.Engine.Queue;

        var all = await queue.DescribeAsync(QueueFilter.All, default);
        all.Messages.ShouldBe(4);
        all.States.ShouldBe([new QueueFacet("Waiting", 1), new QueueFacet("Deferred", 3)], ignoreOrder: true);
        all.Destinations.ShouldBe([new QueueFacet("remote.example", 3), new QueueFacet("other.example", 2)]);
        all.Reasons.ShouldBe([new QueueFacet("4.2.0", 3), new QueueFacet("451", 1)]);

        var other = await queue.DescribeAsync(new QueueFilter(Destination: "other.example"), default);
        (other.Messages, other.Reasons.ShouldHaveSingleItem()).ShouldBe((2, new QueueFacet("451", 1)));
        // A facet counts what there would be under another value of its own.
        other.Destinations.Count.ShouldBe(2);
        (await queue.DescribeAsync(new QueueFilter(Destination: "other.example", Reason: "4.2.0"), default)).Messages.ShouldBe(0);

        (await ListedAsync(node, new QueueFilter(State: QueueState.Deferred))).Count.ShouldBe(3);
        (await ListedAsync(node, new QueueFilter(Text: "CARL@"))).ShouldHaveSingleItem().Recipient.ShouldBe("carl@remote.example");
        (await ListedAsync(node, new QueueFilter(Text: "anna"))).Count.ShouldBe(4);
        (await ListedAsync(node, new QueueFilter(Text: "%' OR 1=1 --"))).ShouldBeEmpty();
        var row = (await ListedAsync(node, new QueueFilter(Text: "dora@"))).ShouldHaveSingleItem();
        (row.Sender, row.State, row.Recipients, row.Attempts, row.Reply).ShouldBe(("anna@example.org", QueueState.Deferred, 2, 1, "450 4.2.0 Greylisted"));
    }

    [Fact]
    public async Task A_list_is_read_part_by_part_in_both_directions()
    {
        await using var node = await OutboundNode.StartAsync();
        for (var i = 0; i < 7; i++)
            Add(node, $"x{i}@remote.example", node.Node.Time.GetUtcNow().AddMinutes(-i));
        var queue = node.Node.Engine.Queue;

        var first = await queue.ListAsync(QueueFilter.All, new QueueCut(Limit: 3), default);
        var second = await queue.ListAsync(QueueFilter.All, new QueueCut(OlderThan: first.Rows[^1].Id, Limit: 3), default);
        var last = await queue.ListAsync(QueueFilter.All, new QueueCut(Oldest: true, Limit: 3), default);
        var before = await queue.ListAsync(QueueFilter.All, new QueueCut(NewerThan: last.Rows[0].Id, Limit: 3), default);

        first.Rows.Concat(second.Rows).Select(r => r.Recipient[..2]).ShouldBe(["x0", "x1", "x2", "x3", "x4", "x5"]);
        last.Rows.Select(r => r.Recipient[..2]).ShouldBe(["x4", "x5", "x6"]);
        before.Rows.Select(r => r.Recipient[..2]).ShouldBe(["x1", "x2", "x3"]);
        ((first.HasNewer, first.HasOlder), (second.HasNewer, second.HasOlder), (last.HasNewer, last.HasOlder), (before.HasNewer, before.HasOlder))
            .ShouldBe(((false, true), (true, true), (true, false), (true, true)));
        (await queue.ListAsync(QueueFilter.All, new QueueCut(OlderThan: Guid.NewGuid()), default)).Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_s_page_has_recipients_replies_attempts_and_on_demand_the_header_and_never_the_body()
    {
        await using var node = await FilledAsync();
        var id = (await ListedAsync(node, new QueueFilter(Text: "dora@"))).Single().Id;

        var message = (await node.Node.Engine.Queue.FindAsync(id, default)).ShouldNotBeNull();
        message.Recipients.Select(r => (r.Address, r.Status, r.Destination, r.Attempts, r.Host, r.Reply)).ShouldBe(
            [("dora@remote.example", "Waiting", "remote.example", 1, "mx.remote.example", "450 4.2.0 Greylisted"), ("emil@other.example", "Waiting", "other.example", 1, "mx.remote.example", "451 Busy")]);
        message.Recipients[0].Next.ShouldNotBeNull().ShouldBeGreaterThan(node.Node.Time.GetUtcNow());
        (message.Expires - message.Arrived).ShouldBe(TimeSpan.FromDays(5));

        var header = (await node.Node.Engine.Queue.ReadHeaderAsync(id, default)).ShouldNotBeNull();
        header.ShouldContain("Subject: Words\r\n");
        header.ShouldNotContain("the body");
        (await node.Node.Engine.Queue.FindAsync(Guid.NewGuid(), default)).ShouldBeNull();
        (await node.Node.Engine.Queue.ReadHeaderAsync(Guid.NewGuid(), default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_held_message_is_not_sent_and_does_not_expire_and_goes_on_when_it_is_released()
    {
        await using var node = await OutboundNode.StartAsync();
        var id = await SubmittedAsync(node);
        (await DoAsync(node, QueueAction.Hold, id)).ShouldBe(new QueueChange(1, 0, 0));
        (await DoAsync(node, QueueAction.Hold, id)).ShouldBe(new QueueChange(0, 1, 0));
        (await DoAsync(node, QueueAction.Retry, id)).ShouldBe(new QueueChange(0, 1, 0));
        await node.RunAfterAsync(TimeSpan.FromDays(30));
        (node.Sink.Connections, node.Inbox.Count, node.Queued).ShouldBe((0, 0, 1));
        (await ListedAsync(node, QueueFilter.All)).Single().ShouldSatisfyAllConditions(r => r.State.ShouldBe(QueueState.Held), r => r.Next.ShouldBeNull());

        // It is older than a message may get, and is tried once more all the same.
        (await DoAsync(node, QueueAction.Release, id)).ShouldBe(new QueueChange(1, 0, 0));
        await node.RunAsync();
        node.Sink.Messages.Count.ShouldBe(1);
        node.Queued.ShouldBe(0);
    }

    [Fact]
    public async Task A_released_message_that_is_too_old_is_told_to_its_sender_after_one_more_attempt()
    {
        await using var node = await OutboundNode.StartAsync();
        node.Sink.Reply = command => command.StartsWith("RCPT", StringComparison.Ordinal) ? "450 4.2.0 Greylisted" : null;
        var id = await SubmittedAsync(node);
        await DoAsync(node, QueueAction.Hold, id);
        node.Node.Time.Advance(TimeSpan.FromDays(6));
        await DoAsync(node, QueueAction.Release, id);
        await node.RunAsync();
        node.Sink.Connections.ShouldBe(1);
        await node.RunAfterAsync(TimeSpan.FromHours(4));
        node.Inbox.ShouldContain(m => m.Contains("Status: 5.4.7", StringComparison.Ordinal));
        node.Queued.ShouldBe(0);
    }

    [Fact]
    public async Task Retry_tries_now_even_where_the_destination_is_left_alone_and_then_once_only()
    {
        await using var node = await OutboundNode.StartAsync(o => o with { ConnectionsPerDestination = 1 });
        node.Sink.Reply = command => command.Length == 0 ? SmtpSink.HangUp : null;
        var first = await SubmittedAsync(node);
        await node.RunAsync();
        var second = await SubmittedAsync(node);
        await node.RunAsync();
        node.Sink.Connections.ShouldBe(1);

        node.Node.Time.Advance(TimeSpan.FromSeconds(1));
        (await DoAsync(node, QueueAction.Retry, first, second)).Done.ShouldBe(2);
        await node.RunAsync();
        // The first found that nobody answers; the other need not.
        node.Sink.Connections.ShouldBe(2);

        node.Sink.Reply = _ => null;
        node.Node.Time.Advance(TimeSpan.FromSeconds(1));
        (await DoAsync(node, QueueAction.Retry, first, second)).Done.ShouldBe(2);
        await node.RunAsync();
        node.Sink.Messages.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_requeued_message_has_its_time_and_its_way_again()
    {
        await using var node = await OutboundNode.StartAsync();
        node.Sink.Reply = command => command.StartsWith("RCPT", StringComparison.Ordinal) ? "450 4.2.0 Greylisted" : null;
        var id = await SubmittedAsync(node);
        for (var i = 0; i < 4; i++)
            await node.RunAfterAsync(TimeSpan.FromHours(5));
        node.Node.Time.Advance(TimeSpan.FromDays(4) - TimeSpan.FromHours(1));

        (await DoAsync(node, QueueAction.Requeue, id)).Done.ShouldBe(1);
        await node.RunAsync();
        var message = (await node.Node.Engine.Queue.FindAsync(id, default)).ShouldNotBeNull();
        (message.Recipients.Single().Attempts, message.IsWarned).ShouldBe((1, false));
        await node.RunAfterAsync(TimeSpan.FromDays(4));
        node.Inbox.ShouldNotContain(m => m.Contains("Undelivered", StringComparison.Ordinal));
        node.Queued.ShouldBe(1);
    }

    [Fact]
    public async Task A_deleted_message_is_gone_for_good_and_nobody_is_told()
    {
        await using var node = await OutboundNode.StartAsync();
        var id = await SubmittedAsync(node);
        (await DoAsync(node, QueueAction.Delete, id)).ShouldBe(new QueueChange(1, 0, 0));
        foreach (var action in Enum.GetValues<QueueAction>())
            (await DoAsync(node, action, id)).ShouldBe(new QueueChange(0, 0, 1), action.ToString());
        await node.RunAfterAsync(TimeSpan.FromDays(6));
        (node.Sink.Connections, node.Inbox.Count).ShouldBe((0, 0));
        Directory.GetFiles(node.Node.Engine.Outbound.Store.DirectoryPath, "*.msg", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(QueueAction.Delete, false)]
    [InlineData(QueueAction.Delete, true)]
    [InlineData(QueueAction.Hold, false)]
    [InlineData(QueueAction.Hold, true)]
    public async Task What_is_done_to_a_message_while_it_is_being_sent_takes_nothing_back_and_sends_nothing_more(QueueAction action, bool refuses)
    {
        // More recipients than one transaction takes: after the first the operator acts.
        await using var node = await OutboundNode.StartAsync();
        var recipients = Enumerable.Range(0, QueueLimits.RecipientsPerTransaction + 1).Select(i => new QueuedRecipient($"x{i}@remote.example")).ToArray();
        var id = Add(node, recipients);
        var queue = node.Node.Engine.Queue;
        node.Sink.Reply = command =>
        {
            if (command != ".")
                return null;
            queue.FindAsync(id, default).GetAwaiter().GetResult()!.IsBeingTried.ShouldBeTrue();
            queue.ApplyAsync(action, [id], default).GetAwaiter().GetResult().Done.ShouldBe(1);
            return refuses ? "554 5.7.1 No" : null;
        };
        await node.RunAsync();

        node.Sink.Messages.Count.ShouldBe(refuses ? 0 : 1);
        node.Sink.Commands.Count(c => c == "DATA").ShouldBe(1);
        if (action == QueueAction.Delete)
        {
            (node.Queued, node.Inbox.Count).ShouldBe((0, 0));
            return;
        }

        // The outcome was noted beside the hold; the last recipient alone is left.
        var held = (await queue.FindAsync(id, default)).ShouldNotBeNull();
        held.State.ShouldBe(QueueState.Held);
        held.Recipients.Count(r => r.Status == "Waiting").ShouldBe(1);
        node.Sink.Reply = _ => null;
        await DoAsync(node, QueueAction.Release, id);
        await node.RunAsync();
        node.Sink.Messages.Last().Recipients.ShouldBe([$"RCPT TO:<x{QueueLimits.RecipientsPerTransaction}@remote.example>"]);
        node.Queued.ShouldBe(0);
    }

    [Fact]
    public async Task A_release_while_the_hold_is_being_looked_at_is_not_slept_over()
    {
        await using var node = await OutboundNode.StartAsync();
        var id = await SubmittedAsync(node);
        await DoAsync(node, QueueAction.Hold, id);
        var store = node.Node.Engine.Outbound.Store;
        var asLoaded = store.Load(id).ShouldNotBeNull();
        await DoAsync(node, QueueAction.Release, id);
        store.Postpone(asLoaded, QueueLimits.Never(node.Node.Time)).ShouldBe(node.Node.Time.GetUtcNow());
        await node.RunAsync();
        node.Sink.Messages.Count.ShouldBe(1);
    }

    [Fact]
    public async Task All_that_match_are_changed_and_the_others_are_not()
    {
        await using var node = await OutboundNode.StartAsync();
        for (var i = 0; i < 3 * QueueLimits.SyncedOneByOne; i++)
            Add(node, $"x{i}@{(i % 3 == 0 ? "other" : "remote")}.example", node.Node.Time.GetUtcNow());
        var queue = node.Node.Engine.Queue;
        (await queue.ApplyAsync(QueueAction.Hold, new QueueFilter(Destination: "remote.example"), default)).ShouldBe(new QueueChange(100, 0, 0));
        (await queue.DescribeAsync(QueueFilter.All, default)).States.ShouldBe([new QueueFacet("Held", 100), new QueueFacet("Waiting", 50)], ignoreOrder: true);
        (await queue.ApplyAsync(QueueAction.Delete, new QueueFilter(State: QueueState.Held), default)).Done.ShouldBe(100);
        node.Queued.ShouldBe(50);
    }

    [Fact]
    public async Task A_program_beside_the_node_sees_the_same_and_is_heard_within_seconds()
    {
        await using var node = await OutboundNode.StartAsync();
        var id = await SubmittedAsync(node);
        var beside = new MailNode(options => options with { Outbound = new() { SrsSecret = "test" } }, node.Node.Root, node.Node.Time);
        (await beside.Engine.Queue.ApplyAsync(QueueAction.Hold, [id], default)).Done.ShouldBe(1);
        await node.RunAsync();
        node.Sink.Connections.ShouldBe(0);

        using var stop = new CancellationTokenSource();
        var running = node.Queue.RunAsync(stop.Token);
        (await beside.Engine.Queue.ApplyAsync(QueueAction.Release, [id], default)).Done.ShouldBe(1);
        while (node.Sink.Messages.IsEmpty && !running.IsCompleted)
        {
            // No faster than the node works: its time-outs are by the same clock.
            node.Node.Time.Advance(QueueLimits.BellPause);
            await Task.Delay(20);
        }

        await stop.CancelAsync();
        await running;
        node.Sink.Messages.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("SQLite format 3\0 and then rubbish")]
    public async Task An_index_that_is_lost_or_damaged_is_made_anew(string damage)
    {
        await using var node = await OutboundNode.StartAsync(derived: true);
        var id = await SubmittedAsync(node);
        (await ListedAsync(node, QueueFilter.All)).Single().Id.ShouldBe(id);
        node.Node.Engine.Dispose();
        var index = Directory.GetFiles(node.Node.Root, "queue.index", SearchOption.AllDirectories).ShouldHaveSingleItem();
        await File.WriteAllTextAsync(index, damage);

        var after = new MailNode(options => options with { DerivedDirectory = Path.GetDirectoryName(index) }, node.Node.Root, node.Node.Time);
        (await after.Engine.Queue.ListAsync(QueueFilter.All, new QueueCut(), default)).Rows.Single().Id.ShouldBe(id);
        (await after.Engine.Queue.ListAsync(QueueFilter.All, new QueueCut(), default)).Rows.Single().Id.ShouldBe(id);
        after.Engine.Dispose();
    }

    [Fact]
    public async Task Many_who_write_to_one_journal_leave_every_line_whole()
    {
        await using var node = await OutboundNode.StartAsync();
        var id = await SubmittedAsync(node);
        var store = node.Node.Engine.Outbound.Store;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 25; i++)
                store.Change(id, message => new QueueEvent(message.IsHeld ? QueueEventKind.Released : QueueEventKind.Held, node.Node.Time.GetUtcNow()), isDurable: false).ShouldBe(true);
        })));
        var journal = Directory.GetFiles(store.DirectoryPath, "*.env", SearchOption.AllDirectories).Single();
        (await File.ReadAllLinesAsync(journal)).Length.ShouldBe(1 + (8 * 25));
        store.Load(id).ShouldNotBeNull().JournalEnd.ShouldBe(new FileInfo(journal).Length);
    }

    private static async Task<OutboundNode> FilledAsync()
    {
        var node = await OutboundNode.StartAsync();
        node.Dns.AddMx("other.example", 10, "mx.remote.example");
        node.Sink.Reply = command => command.StartsWith("RCPT", StringComparison.Ordinal) ? (command.Contains("other", StringComparison.Ordinal) ? "451 Busy" : "450 4.2.0 Greylisted") : null;
        await node.SubmitAsync(Message, ["bert@remote.example"], " SMTPUTF8");
        await node.SubmitAsync(Message, ["carl@remote.example"], " SMTPUTF8");
        await node.SubmitAsync(Message, ["dora@remote.example", "emil@other.example"]);
        await node.RunAsync();
        await node.SubmitAsync(Message, ["fritz@other.example"]);
        return node;
    }

    private static async Task<Guid> SubmittedAsync(OutboundNode node)
    {
        var before = node.Node.Engine.Outbound.Store.All().Select(m => m.Id).ToHashSet();
        await node.SubmitAsync(Message, ["bert@remote.example"]);
        return node.Node.Engine.Outbound.Store.All().Single(m => !before.Contains(m.Id)).Id;
    }

    private static Guid Add(OutboundNode node, string recipient, DateTimeOffset arrived) => Add(node, [new QueuedRecipient(recipient)], arrived);

    private static Guid Add(OutboundNode node, QueuedRecipient[] recipients, DateTimeOffset? arrived = null)
    {
        var content = Path.Combine(node.Node.Root, "content");
        if (!File.Exists(content))
            File.WriteAllText(content, Message);
        var id = Guid.CreateVersion7();
        node.Node.Engine.Outbound.Store.Add(id, content, new QueuedEnvelope("anna@example.org", recipients) { Arrived = arrived ?? node.Node.Time.GetUtcNow() });
        return id;
    }

    private static Task<QueueChange> DoAsync(OutboundNode node, QueueAction action, params Guid[] messages) => node.Node.Engine.Queue.ApplyAsync(action, messages, default);

    private static async Task<IReadOnlyList<QueueRow>> ListedAsync(OutboundNode node, QueueFilter filter) => (await node.Node.Engine.Queue.ListAsync(filter, new QueueCut(), default)).Rows;
}

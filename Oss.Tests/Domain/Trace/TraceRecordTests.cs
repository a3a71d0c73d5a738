using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Persistence;
using Oss.Domain.Statistics;
using Oss.Domain.Trace;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Trace;

/// <summary>What is written of messages, and who finds it.</summary>
public sealed class TraceRecordTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    private static readonly Actor Boss = new(ActorKind.ConsoleUser, "boss", Role.Operator, null);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task A_message_is_found_by_whatever_the_caller_knows_of_it(DatabaseProvider provider)
    {
        var customer = await Customer.CreateAsync(databases, provider);
        var told = customer.Told("Bert@Elsewhere.example", "info@" + customer.Domain, Happened(TraceEventKind.Filed, detail: "Lists"), Happened(TraceEventKind.Accepted, "250 2.0.0 Delivered")) with
        {
            Target = "erika@" + customer.Domain, MailboxId = customer.Mailbox, Client = "192.0.2.7", ClientName = "mx.elsewhere.example", Protocol = "ESMTPS", MessageIdField = $"<1@{customer.Domain}>", Octets = 1234,
        };
        await customer.WriteAsync(told);
        TraceSearch[] searches =
        [
            new() { Sender = "bert@elsewhere.EXAMPLE", Recipient = "info@" + customer.Domain }, new() { Recipient = "INFO@" + customer.Domain }, new() { Recipient = "erika@" + customer.Domain },
            new() { MessageId = $"1@{customer.Domain}" }, new() { MessageId = $"<1@{customer.Domain}>" }, new() { Client = "192.0.2.7", TenantNumber = "T-" + customer.Domain },
            new() { TenantNumber = "T-" + customer.Domain, State = TraceState.Delivered, From = customer.Now.AddMinutes(-1), Until = customer.Now.AddMinutes(1) },
        ];
        foreach (var search in searches)
        {
            var row = (await customer.FindAsync(search, Boss)).Items.ShouldHaveSingleItem();
            (row.Message, row.Sender, row.Recipient, row.Target, row.State, row.Octets, row.Client).ShouldBe(
                (told.Message, "bert@elsewhere.example", "info@" + customer.Domain, "erika@" + customer.Domain, TraceState.Delivered, 1234, "192.0.2.7"));
            row.At.ShouldBe(customer.Now, TimeSpan.FromMilliseconds(1));
        }

        (await customer.FindAsync(new TraceSearch { Recipient = "info@" + customer.Domain, Until = customer.Now }, Boss)).Items.ShouldBeEmpty();
        var way = (await customer.Node.Get<GetTracedMessage>().ExecuteAsync(told.Message, Boss, Ct)).ShouldHaveSingleItem();
        (way.TenantNumber, way.ClientName, way.Protocol).ShouldBe(("T-" + customer.Domain, "mx.elsewhere.example", "ESMTPS"));
        way.Events.Select(e => (e.Kind, e.Reply, e.Detail)).ShouldBe([(TraceEventKind.Filed, null, "Lists"), (TraceEventKind.Accepted, "250 2.0.0 Delivered", null)]);
        way.Events.ShouldAllBe(e => e.At == customer.Now && e.At.Kind == DateTimeKind.Utc);
    }

    [Theory, EachDatabase]
    public async Task Of_mail_from_one_customer_to_another_each_sees_the_own_side(DatabaseProvider provider)
    {
        var from = await Customer.CreateAsync(databases, provider);
        var to = await Customer.CreateAsync(databases, provider, from.Node);
        var stranger = await Customer.CreateAsync(databases, provider, from.Node);
        var told = to.Told(
            "erika@" + from.Domain, "info@" + to.Domain, Happened(TraceEventKind.Scanned, detail: "spam 20 %"), Happened(TraceEventKind.Expanded, detail: "erika@" + to.Domain),
            Happened(TraceEventKind.Filed, detail: "Private"), Happened(TraceEventKind.Accepted, "250 2.0.0 Delivered")) with
        {
            Target = "erika@" + to.Domain, MailboxId = to.Mailbox, AccountId = from.Mailbox, Client = "203.0.113.9", ClientName = "home-of-erika", Protocol = "ESMTPSA",
        };
        await to.WriteAsync(told);

        var sent = (await from.OwnAsync(told.Message)).ShouldHaveSingleItem();
        (sent.Row.Client, sent.ClientName, sent.Row.Target, sent.Row.State).ShouldBe(("203.0.113.9", "home-of-erika", null, TraceState.Accepted));
        sent.Events.Select(e => e.Kind).ShouldBe([TraceEventKind.Accepted]);

        var received = (await to.OwnAsync(told.Message)).ShouldHaveSingleItem();
        (received.Row.Client, received.ClientName, received.Protocol, received.Row.Target, received.Row.State).ShouldBe((null, null, null, "erika@" + to.Domain, TraceState.Delivered));
        received.Events.Select(e => e.Kind).ShouldBe([TraceEventKind.Scanned, TraceEventKind.Expanded, TraceEventKind.Filed, TraceEventKind.Accepted]);
        (await to.FindAsync(new TraceSearch { Client = "203.0.113.9" }, to.Admin)).Items.ShouldBeEmpty();

        (await Should.ThrowAsync<DomainException>(() => stranger.OwnAsync(told.Message))).Error.ShouldBeOfType<DomainError.NotFound>();
        foreach (var search in (TraceSearch[])[new() { Recipient = told.Recipient }, new() { Sender = told.Sender }, new() { TenantNumber = "T-" + to.Domain }, new()])
            (await stranger.FindAsync(search, stranger.Admin)).Items.ShouldBeEmpty();
        (await from.Node.Get<GetTracedMessage>().ExecuteAsync(told.Message, Boss, Ct)).Count.ShouldBe(2, "an operator sees both");
    }

    [Theory, EachDatabase]
    public async Task What_happens_later_is_added_to_the_record_and_a_lost_beginning_is_no_loss_of_the_rest(DatabaseProvider provider)
    {
        var customer = await Customer.CreateAsync(databases, provider);
        var told = customer.Told("erika@" + customer.Domain, "carl@remote.example", Happened(TraceEventKind.Queued), Happened(TraceEventKind.Accepted, "250 2.0.0 Queued")) with { AccountId = customer.Mailbox };
        await customer.WriteAsync(told);
        (await StateAsync()).ShouldBe((TraceState.Waiting, "250 2.0.0 Queued"));
        var later = told with { IsContinued = true, Events = [Happened(TraceEventKind.Deferred, "450 4.2.0 Greylisted") with { Host = "mx.remote.example", Next = customer.Now.AddMinutes(5) }] };
        await customer.WriteAsync(later);
        (await StateAsync()).ShouldBe((TraceState.Waiting, "450 4.2.0 Greylisted"));
        await customer.WriteAsync(later with { Events = [Happened(TraceEventKind.Sent, "250 2.0.0 Taken") with { Host = "mx.remote.example", IsEncrypted = true }] });
        (await StateAsync()).ShouldBe((TraceState.Sent, "250 2.0.0 Taken"));
        var events = (await customer.OwnAsync(told.Message)).ShouldHaveSingleItem().Events;
        events.Select(e => e.Kind).ShouldBe([TraceEventKind.Queued, TraceEventKind.Accepted, TraceEventKind.Deferred, TraceEventKind.Sent]);
        (events[2].Next, events[3].IsEncrypted).ShouldBe((customer.Now.AddMinutes(5), true));

        var orphan = told with { Id = Guid.CreateVersion7(customer.Node.Time.GetUtcNow()), Message = Guid.NewGuid(), IsContinued = true, Events = [Happened(TraceEventKind.Failed, "550 5.1.1 Nobody")] };
        await customer.WriteAsync(orphan);
        (await customer.OwnAsync(orphan.Message)).ShouldHaveSingleItem().Row.State.ShouldBe(TraceState.Failed);

        async Task<(TraceState, string?)> StateAsync() => (await customer.FindAsync(new TraceSearch { Recipient = "carl@remote.example" }, customer.Admin)).Items.ShouldHaveSingleItem() is var row ? (row.State, row.Reply) : default;
    }

    [Theory, EachDatabase]
    public async Task A_batch_that_is_written_twice_is_there_once(DatabaseProvider provider)
    {
        var customer = await Customer.CreateAsync(databases, provider);
        var told = customer.Told("a@elsewhere.example", "erika@" + customer.Domain, Happened(TraceEventKind.Delivered));
        await customer.WriteAsync(told);
        await customer.WriteAsync(told);
        (await customer.OwnAsync(told.Message)).ShouldHaveSingleItem().Events.ShouldHaveSingleItem();
    }

    [Theory, EachDatabase]
    public async Task Pages_follow_each_other_in_both_directions_without_loss(DatabaseProvider provider)
    {
        var customer = await Customer.CreateAsync(databases, provider);
        for (var i = 0; i < 25; i++)
        {
            var name = i % 2 == 0 ? "erika@" : "info@";
            await customer.WriteAsync(customer.Told($"s{i}@elsewhere.example", name + customer.Domain, Happened(TraceEventKind.Delivered)) with { MailboxId = customer.Mailbox, Target = i % 2 == 0 ? null : "erika@" + customer.Domain });
            customer.Node.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var search = new TraceSearch { Recipient = "erika@" + customer.Domain };
        var seen = new List<string>();
        var cut = new Cut(Limit: 10);
        Slice<TraceRow> page;
        do
        {
            page = await customer.FindAsync(search, customer.Admin, cut);
            seen.AddRange(page.Items.Select(r => r.Sender));
            cut = new Cut(After: page.Next, Limit: 10);
        }
        while (page.Next is not null);
        seen.ShouldBe(Enumerable.Range(0, 25).Reverse().Select(i => $"s{i}@elsewhere.example"));
        var back = await customer.FindAsync(search, customer.Admin, new Cut(Before: page.Previous, Limit: 10));
        back.Items.Select(r => r.Sender).ShouldBe(seen[10..20]);
        (await customer.FindAsync(search, customer.Admin, new Cut(Last: true, Limit: 10))).Items.Select(r => r.Sender).ShouldBe(seen[15..]);
    }

    [Theory, EachDatabase]
    public async Task Old_records_go_in_steps_and_an_address_is_erased_with_all_its_records(DatabaseProvider provider)
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2027, 3, 1, 0, 0, 0, TimeSpan.Zero));
        var node = await databases.NodeOnAsync(provider, time: time, configure: services => services.AddSingleton<TraceWorker>());
        var customer = await Customer.CreateAsync(databases, provider, node);
        var old = Enumerable.Range(0, 1500).Select(i => customer.Told($"s{i}@old.example", "erika@" + customer.Domain, Happened(TraceEventKind.Delivered))).ToArray();
        await customer.WriteAsync(old);
        time.Advance(TimeSpan.FromDays(31));
        var kept = customer.Told("kept@elsewhere.example", "erika@" + customer.Domain, Happened(TraceEventKind.Delivered));
        await customer.WriteAsync(kept);
        var steps = new List<int>();
        do
        {
            steps.Add(await node.Get<TraceWorker>().RunOnceAsync(Ct));
        }
        while (steps[^1] >= 1000);
        steps[0].ShouldBe(1000);
        (await customer.FindAsync(new TraceSearch { Recipient = "erika@" + customer.Domain }, customer.Admin)).Items.ShouldHaveSingleItem().Sender.ShouldBe("kept@elsewhere.example");

        (await Should.ThrowAsync<DomainException>(() => node.Get<EraseTrace>().ExecuteAsync("erika@" + customer.Domain, customer.Admin, Ct))).Error.ShouldBeOfType<DomainError.Forbidden>();
        (await node.Get<EraseTrace>().ExecuteAsync("Erika@" + customer.Domain, Boss, Ct)).ShouldBe(1);
        (await customer.FindAsync(new TraceSearch { Recipient = "erika@" + customer.Domain }, customer.Admin)).Items.ShouldBeEmpty();
        (await node.QueryAsync(db => db.AuditEntries.CountAsync(e => e.Action == "trace.erase"))).ShouldBeGreaterThan(0);
    }

    [Theory, EachDatabase]
    public async Task A_search_of_an_agent_is_on_record_with_its_reason(DatabaseProvider provider)
    {
        var customer = await Customer.CreateAsync(databases, provider);
        await customer.FindAsync(new TraceSearch { Recipient = "erika@" + customer.Domain }, new Actor(ActorKind.ConsoleUser, "agent", Role.Support, null) { Reason = "ticket 7" });
        var entry = await customer.Node.QueryAsync(db => db.AuditEntries.SingleAsync(e => e.Action == "read.trace" && e.Subject == "erika@" + customer.Domain));
        (entry.Actor, entry.Reason).ShouldBe(("ConsoleUser agent", "ticket 7"));
    }

    [Theory, EachDatabase]
    public async Task Messages_are_counted_by_the_hour_for_each_customer(DatabaseProvider provider)
    {
        var customer = await Customer.CreateAsync(databases, provider);
        var inbound = customer.Told("x@elsewhere.example", "erika@" + customer.Domain, Happened(TraceEventKind.Delivered), Happened(TraceEventKind.Accepted, "250 2.0.0 Delivered")) with { MailboxId = customer.Mailbox, Octets = 100 };
        var refused = customer.Told("x@elsewhere.example", "nobody@" + customer.Domain, Happened(TraceEventKind.Refused, "550 5.1.1 There is no such mailbox here"));
        await customer.WriteAsync(inbound, inbound with { Id = Guid.CreateVersion7(customer.Node.Time.GetUtcNow()) }, refused);
        await customer.WriteAsync(customer.Told("erika@" + customer.Domain, "x@elsewhere.example", Happened(TraceEventKind.Queued), Happened(TraceEventKind.Accepted, "250 2.0.0 Queued")) with { AccountId = customer.Mailbox, Octets = 7 });
        var usage = await customer.Node.Get<GetUsage>().ExecuteAsync(new UsageSearch(customer.Now.AddDays(-1), customer.Now.AddHours(1), TenantNumber: "T-" + customer.Domain), Boss, Ct);
        usage.Select(u => (u.Measure, u.Count, u.Octets)).ShouldBe([(UsageMeasures.Received, 2, 200), (UsageMeasures.SentWithLogin, 1, 7), ("refused.5.1.1", 1, 0)]);
        (await customer.Node.Get<GetUsage>().ExecuteAsync(new UsageSearch(customer.Now.AddDays(-1), customer.Now.AddHours(1), ByDay: true), customer.Admin, Ct)).Single(u => u.Measure == UsageMeasures.Received).At.ShouldBe(customer.Now.Date);
        var other = await Customer.CreateAsync(databases, provider, customer.Node);
        (await customer.Node.Get<GetUsage>().ExecuteAsync(new UsageSearch(customer.Now.AddDays(-1), TenantNumber: "T-" + customer.Domain), other.Admin, Ct)).ShouldBeEmpty();
    }

    private static TraceEvent Happened(TraceEventKind kind, string? reply = null, string? detail = null) => new(kind, new DateTime(2026, 11, 24, 6, 0, 0, DateTimeKind.Utc)) { Reply = reply, Detail = detail };
}

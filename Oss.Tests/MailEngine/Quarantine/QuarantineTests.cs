using System.Text;
using Oss.MailEngine;
using Oss.MailEngine.Policy;
using Oss.MailEngine.Quarantine;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Quarantine;

/// <summary>Mail that rules hold back, from its coming to its mailbox or its end, whatever happens meanwhile.</summary>
public sealed class QuarantineTests
{
    private const string Anna = "anna@example.org";
    private const string Bert = "bert@example.org";

    [Fact]
    public async Task A_rule_holds_a_message_back_for_each_mailbox_by_itself_and_a_release_puts_it_into_one_INBOX_past_its_script()
    {
        await using var node = await NodeAsync();
        await File.WriteAllTextAsync(Path.Combine(node.Maildir(Anna), "..", ".dovecot.sieve"), "discard;");
        await ReceiveAsync(node, Anna, Bert, "ANNA@example.org");
        (node.Messages(Anna).Count + node.Messages(Bert).Count).ShouldBe(0);
        var held = await ListAsync(node);
        held.Select(m => (m.Recipients.Single(), m.Mailbox, m.Cause)).ShouldBe([(Anna, node.Mail.Mailboxes[Anna].Id, QuarantineCause.Policy), (Bert, node.Mail.Mailboxes[Bert].Id, QuarantineCause.Policy)], ignoreOrder: true);
        (await node.Engine.Quarantine.ListAsync(new HashSet<Guid> { node.Mail.Mailboxes[Bert].Id }, null, 10, default)).ShouldHaveSingleItem().Recipients.ShouldBe([Bert]);
        var header = (await node.Engine.Quarantine.ReadHeaderAsync(held[0].Id, default)).ShouldNotBeNull();
        header.ShouldContain("Subject: suspicious");
        header.ShouldNotContain("the body");

        await ReleaseAsync(node, held.Single(m => m.Recipients[0] == Anna).Id);
        Encoding.UTF8.GetString(node.Messages(Anna).ShouldHaveSingleItem()).ShouldContain("the body");
        node.Messages(Bert).ShouldBeEmpty();
        (await ListAsync(node)).ShouldHaveSingleItem().Recipients.ShouldBe([Bert]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_node_that_is_killed_amid_a_release_delivers_once_after_its_next_start(int stepsDone)
    {
        await using var node = await NodeAsync();
        await ReceiveAsync(node, Anna);
        var id = (await ListAsync(node)).Single().Id;
        await node.Engine.Quarantine.ReleaseAsync(id, default);
        var (store, queue) = (new QuarantineStore(Path.Combine(node.Root, "spool", "quarantine"), node.Time), node.Engine.Outbound.Store);
        if (stepsDone == 3)
        {
            await node.Engine.Quarantine.ReleaseWishedAsync(default);
        }
        else if (stepsDone > 0)
        {
            // What the release does, as far as it came.
            await queue.AddAsync(
                id, new("x@sender.example", [new(Anna)]) { Arrived = node.Time.GetUtcNow(), IsReleased = true }, async target => await target.WriteAsync(await File.ReadAllBytesAsync(store.ContentPath(id))),
                node.Time.GetUtcNow().AddHours(1));
            if (stepsDone > 1)
                store.Delete(id);
        }

        // On the same directory, which goes with the first.
        var again = new MailNode(null, node.Root, node.Time);
        again.Mail.Mailboxes[Anna] = node.Mail.Mailboxes[Anna];
        await again.Engine.Quarantine.ReleaseWishedAsync(default);
        await again.Engine.Outbound.Queue.RunOnceAsync(default);
        await again.Engine.Quarantine.ReleaseWishedAsync(default);
        await again.Engine.Outbound.Queue.RunOnceAsync(default);
        node.Messages(Anna).Count.ShouldBe(1);
        (await ListAsync(again)).ShouldBeEmpty();
        again.Engine.Outbound.Store.All().ShouldBeEmpty();
        again.Engine.Dispose();
    }

    [Fact]
    public async Task What_is_older_than_it_may_get_goes_and_the_rest_stays()
    {
        await using var node = await NodeAsync();
        await ReceiveAsync(node, Anna);
        node.Time.Advance(TimeSpan.FromDays(20));
        await ReceiveAsync(node, Bert);
        node.Time.Advance(TimeSpan.FromDays(11));
        (await node.Engine.Quarantine.ExpireAsync(default)).ShouldBe(1);
        (await ListAsync(node)).ShouldHaveSingleItem().Recipients.ShouldBe([Bert]);
        node.Time.Advance(TimeSpan.FromDays(31));
        (await node.Engine.Quarantine.ExpireAsync(default)).ShouldBe(1);
        await node.Engine.Quarantine.ExpireAsync(default);
        Directory.GetFiles(Path.Combine(node.Root, "spool", "quarantine"), "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_quarantine_that_cannot_be_written_is_told_as_temporary_and_keeps_nothing()
    {
        await using var node = await NodeAsync();
        Directory.CreateDirectory(Path.Combine(node.Root, "spool"));
        await File.WriteAllTextAsync(Path.Combine(node.Root, "spool", "quarantine"), "in the way");
        (await TryReceiveAsync(node, Anna, Bert)).ShouldStartWith("452 4.3.1");
        File.Delete(Path.Combine(node.Root, "spool", "quarantine"));
        (await ListAsync(node)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_sent_a_released_message_is_not_told_when_its_mailbox_is_gone()
    {
        await using var node = await NodeAsync();
        await ReceiveAsync(node, Bert);
        node.Mail.Mailboxes.TryRemove(Bert, out _);
        await node.AddMailboxAsync("x@example.org");
        await ReleaseAsync(node, (await ListAsync(node)).Single().Id);
        node.Engine.Outbound.Store.All().ShouldBeEmpty();
        node.Messages("x@example.org").ShouldBeEmpty();
    }

    private static async Task<MailNode> NodeAsync()
    {
        var node = new MailNode(options => options with { Policy = new PolicyOptions { Rules = ["data: score 0 => quarantine"] } });
        await node.AddMailboxAsync(Anna);
        await node.AddMailboxAsync(Bert);
        return node;
    }

    private static async Task ReceiveAsync(MailNode node, params string[] recipients) => (await TryReceiveAsync(node, recipients)).ShouldStartWith("250 ");

    private static async Task<string> TryReceiveAsync(MailNode node, params string[] recipients)
    {
        var client = await node.Connect(MailListener.Smtp).GreetAsync();
        (await client.AskAsync("MAIL FROM:<x@example.org>")).ShouldStartWith("250 ");
        foreach (var recipient in recipients)
            (await client.AskAsync($"RCPT TO:<{recipient}>")).ShouldStartWith("250 ");
        (await client.AskAsync("DATA")).ShouldStartWith("354 ");
        return await client.AskAsync("Subject: suspicious\r\n\r\nthe body\r\n.");
    }

    private static async Task ReleaseAsync(MailNode node, Guid id)
    {
        (await node.Engine.Quarantine.ReleaseAsync(id, default)).ShouldBeTrue();
        (await node.Engine.Quarantine.ReleaseWishedAsync(default)).ShouldBe(1);
        await node.Engine.Outbound.Queue.RunOnceAsync(default);
    }

    private static Task<IReadOnlyList<QuarantinedMessage>> ListAsync(MailNode node) => node.Engine.Quarantine.ListAsync(null, null, 10, default);
}

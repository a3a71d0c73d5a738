using System.Text;
using Oss.MailEngine;
using Oss.MailEngine.Delivery.Filtering;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Queue;
using Oss.Tests.MailEngine.Queue;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Sieve;

/// <summary>A node that is killed between giving a message to the queue and noting that it did has the message in the queue, and not noted.</summary>
public sealed class RedirectOnceTests : IAsyncLifetime
{
    private const string Anna = "anna@example.org";
    private const string Bert = "bert@remote.example";
    private const string Message = "From: carl@elsewhere.example\r\nSubject: x\r\nMessage-ID: <1@elsewhere.example>\r\n\r\nx\r\n";

    private OutboundNode _node = null!;

    public async ValueTask InitializeAsync()
    {
        _node = await OutboundNode.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(_node.Node.Maildir(Anna))!, ".dovecot.sieve"), $"redirect \"{Bert}\";");
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    [Fact]
    public async Task A_message_that_comes_again_after_the_kill_is_sent_on_once()
    {
        await QueueAsync();
        await _node.RunAfterAsync(TimeSpan.FromMinutes(15));
        _node.Sink.Messages.ShouldBeEmpty();
        await _node.Node.DeliverAsync(Anna, Message);
        await _node.RunAsync();
        await _node.Node.DeliverAsync(Anna, Message);
        await _node.RunAfterAsync(TimeSpan.FromHours(2));
        _node.Sink.Messages.ShouldHaveSingleItem().Content.ShouldContain("as it was queued");
        _node.Queued.ShouldBe(0);
        _node.Inbox.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_that_does_not_come_again_is_sent_on_all_the_same()
    {
        await QueueAsync();
        await _node.RunAfterAsync(TimeSpan.FromMinutes(59));
        _node.Sink.Messages.ShouldBeEmpty();
        await _node.RunAfterAsync(TimeSpan.FromMinutes(2));
        _node.Sink.Messages.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Messages_that_say_nothing_of_which_they_are_may_be_two_and_the_second_stays_here()
    {
        var message = Message.Replace("Message-ID", "X-Id", StringComparison.Ordinal);
        await _node.Node.DeliverAsync(Anna, message);
        await _node.Node.DeliverAsync(Anna, message);
        await _node.Node.DeliverAsync(Anna, message.Replace("\r\n\r\nx", "\r\n\r\ny", StringComparison.Ordinal));
        await _node.RunAsync();
        _node.Sink.Messages.Count.ShouldBe(2);
        _node.Inbox.ShouldHaveSingleItem();

        _node.Node.Time.Advance(TimeSpan.FromMinutes(11));
        await _node.Node.DeliverAsync(Anna, message);
        await _node.RunAsync();
        _node.Sink.Messages.Count.ShouldBe(3);
        _node.Inbox.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_without_an_id_is_known_by_what_its_author_wrote_and_when()
    {
        const string Written = "From: carl@elsewhere.example\r\nSubject: x\r\nDate: Tue, 24 Nov 2026 10:00:00 +0100\r\n\r\nx\r\n";
        await _node.Node.DeliverAsync(Anna, Written);
        await _node.Node.DeliverAsync(Anna, "Received: by another way\r\n" + Written);
        await _node.Node.DeliverAsync(Anna, Written.Replace("10:00:00", "10:00:01", StringComparison.Ordinal));
        await _node.RunAsync();
        _node.Sink.Messages.Count.ShouldBe(2);
        _node.Inbox.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Message-ID: <same@device.example>")]
    [InlineData("Message-ID:")]
    public async Task A_device_that_gives_all_its_messages_one_id_or_an_empty_one_loses_none(string field)
    {
        for (var minute = 0; minute < 3; minute++)
            await _node.Node.DeliverAsync(Anna, $"From: carl@elsewhere.example\r\nDate: Tue, 24 Nov 2026 10:0{minute}:00 +0100\r\n{field}\r\nSubject: alarm {minute}\r\n\r\nx\r\n");
        await _node.RunAsync();
        _node.Sink.Messages.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_message_that_comes_by_many_ways_at_once_is_passed_on_once_to_a_mailbox_here()
    {
        await _node.Node.AddMailboxAsync("dora@example.org");
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(_node.Node.Maildir(Anna))!, ".dovecot.sieve"), "redirect \"dora@example.org\";");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _node.Node.DeliverAsync(Anna, Message)));
        _node.Node.Messages("dora@example.org").Count.ShouldBe(1);
        _node.Inbox.ShouldBeEmpty();
    }

    [Fact]
    public async Task Mailboxes_that_pass_all_mail_on_to_each_other_end_with_it_however_many_they_are()
    {
        string[] names = [.. Enumerable.Range(0, 6).Select(i => $"ring{i}@example.org")];
        foreach (var name in names)
            await _node.Node.AddMailboxAsync(name);
        foreach (var name in names)
            await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(_node.Node.Maildir(name))!, ".dovecot.sieve"), string.Concat(names.Where(other => other != name).Select(other => $"redirect \"{other}\"; ")));
        await _node.Node.DeliverAsync(names[0], "From: carl@elsewhere.example\r\nSubject: nobody knows which\r\n\r\nx\r\n");
        // Each of them passes it on to each other once at most, and what is not passed on is kept.
        names.Sum(name => _node.Node.Messages(name).Count).ShouldBeInRange(1, names.Length * names.Length);
    }

    [Fact]
    public async Task A_mailbox_whose_owner_lets_no_mail_out_keeps_it_and_passes_it_on_within_the_platform()
    {
        await _node.Node.AddMailboxAsync("dora@example.org");
        _node.Node.Mail.KeptHere[_node.Node.Mail.Mailboxes[Anna].Id] = true;
        await _node.Node.DeliverAsync(Anna, Message);
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(_node.Node.Maildir(Anna))!, ".dovecot.sieve"), $"require [\"copy\", \"fileinto\", \"mailbox\"]; redirect \"dora@example.org\"; redirect :copy \"{Bert}\"; fileinto :create \"Filed\";");
        await _node.Node.DeliverAsync(Anna, Message.Replace("<1@", "<2@", StringComparison.Ordinal));
        await _node.RunAfterAsync(TimeSpan.FromHours(2));
        _node.Sink.Messages.ShouldBeEmpty();
        _node.Queued.ShouldBe(0);
        _node.Node.Messages("dora@example.org").Count.ShouldBe(1);
        // What is refused is said to be kept, in INBOX as with everything that cannot be done.
        _node.Inbox.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_forward_of_an_owner_who_lets_no_mail_out_leads_to_those_here_alone()
    {
        _node.Node.Mail.Answers["all@example.org"] = new RecipientResolution.Expand(["outside@remote.example", "part@example.org", Anna], OnlyHere: true);
        _node.Node.Mail.Answers["part@example.org"] = new RecipientResolution.Expand([Bert]);
        _node.Node.Mail.Answers["out@example.org"] = new RecipientResolution.Expand(["outside@remote.example"], OnlyHere: true);
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(_node.Node.Maildir(Anna))!, ".dovecot.sieve"), "keep;");
        var client = await _node.Node.Connect(MailListener.Smtp).GreetAsync();
        await client.AskAsync("MAIL FROM:<carl@elsewhere.example>");
        (await client.AskAsync("RCPT TO:<out@example.org>")).ShouldStartWith("550 5.1.1");
        await _node.ReceiveAsync("carl@elsewhere.example", "all@example.org");
        await _node.RunAsync();
        _node.Inbox.ShouldHaveSingleItem();
        // Another's forward is another's business.
        _node.Sink.Messages.ShouldHaveSingleItem().Recipients.ShouldBe([$"RCPT TO:<{Bert}>"]);
    }

    // What the redirect does, as far as it came.
    private async Task QueueAsync()
    {
        await using var content = _node.Node.Engine.Outbound.NewSpooledMessage();
        await content.WriteAsync(Encoding.UTF8.GetBytes(Message.Replace("Subject: x", "Subject: as it was queued", StringComparison.Ordinal)), default);
        await content.CompleteAsync(default);
        var id = RedirectedMessage.QueueId(_node.Node.Mail.Mailboxes[Anna].Id, $"redirect\n{Bert}\n<1@elsewhere.example>");
        await _node.Queue.AddOnceAsync(id, new QueuedEnvelope("carl@elsewhere.example", [new QueuedRecipient(Bert)]) { Arrived = _node.Node.Time.GetUtcNow() }, content, default);
    }
}

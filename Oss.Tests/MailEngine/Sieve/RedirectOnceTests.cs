using System.Text;
using Oss.MailEngine.Delivery.Filtering;
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
    public async Task A_message_without_an_id_is_sent_on_each_time()
    {
        for (var i = 0; i < 2; i++)
            await _node.Node.DeliverAsync(Anna, Message.Replace("Message-ID", "X-Id", StringComparison.Ordinal));
        await _node.RunAsync();
        _node.Sink.Messages.Count.ShouldBe(2);
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

using Microsoft.Extensions.Logging.Abstractions;
using Oss.MailEngine.Queue;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Queue;

/// <summary>What is on disk, and what a crash or a full disk makes of it.</summary>
public class QueueDiskTests
{
    private const string Message = "From: anna@example.org\r\n\r\nx\r\n";

    [Theory]
    [InlineData("{\"kind\":\"Delivered\",\"at\":\"2026-")]
    [InlineData("\0\0\0\0\0\0\0\0")]
    [InlineData("")]
    public async Task Half_a_line_at_the_journal_s_end_is_cut_off(string torn)
    {
        await using var node = await OutboundNode.StartAsync();
        node.Sink.Reply = command => command.StartsWith("RCPT") ? "450 4.2.0 Later" : null;
        await node.SubmitAsync(Message, ["bert@remote.example"]);
        await node.RunAsync();
        var journal = Directory.GetFiles(node.Node.Root, "*.env", SearchOption.AllDirectories).Single();
        await File.AppendAllTextAsync(journal, torn);
        node.Sink.Reply = _ => null;
        node.Node.Time.Advance(TimeSpan.FromMinutes(5));
        await node.RunAsync();
        node.Sink.Messages.Count.ShouldBe(1);
        node.Queued.ShouldBe(0);
    }

    [Fact]
    public async Task A_damaged_journal_is_put_aside_with_its_message()
    {
        await using var node = await OutboundNode.StartAsync();
        await node.SubmitAsync(Message, ["bert@remote.example"]);
        var content = ContentOf(node);
        var journal = Path.ChangeExtension(content, ".env");
        await File.WriteAllTextAsync(journal, "rubbish\n");
        await node.RunAsync();
        node.Node.Engine.Outbound.Store.Clean();
        node.Sink.Messages.ShouldBeEmpty();
        File.Exists(content + ".damaged").ShouldBeTrue();
        File.Exists(journal).ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0\0\0\0\0\0")]
    [InlineData("{\"sender\":\"anna@exa")]
    public async Task A_journal_that_a_power_cut_kept_from_beginning_begins_anew(string left)
    {
        await using var node = await OutboundNode.StartAsync();
        await node.SubmitAsync(Message, ["bert@remote.example", "carl@remote.example"]);
        await File.WriteAllTextAsync(Path.ChangeExtension(ContentOf(node), ".env"), left);
        node.Sink.Reply = command => command.StartsWith("RCPT TO:<carl") ? "450 4.2.0 Later" : null;
        await node.RunAsync();
        node.Sink.Reply = _ => null;
        await node.RunAfterAsync(TimeSpan.FromMinutes(6));
        node.Sink.Messages.Select(m => m.Recipients.ShouldHaveSingleItem()).ShouldBe(["RCPT TO:<bert@remote.example>", "RCPT TO:<carl@remote.example>"]);
        node.Sink.Messages.ShouldAllBe(m => m.Content.EndsWith("\r\n\r\nx\r\n"));
        node.Queued.ShouldBe(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(40)]
    [InlineData(100_000)]
    public async Task Half_a_message_is_not_sent_but_put_aside(int missing)
    {
        await using var node = await OutboundNode.StartAsync();
        await node.SubmitAsync(Message, ["bert@remote.example"]);
        var content = ContentOf(node);
        await using (var file = File.OpenWrite(content))
            file.SetLength(Math.Max(0, file.Length - missing));
        await node.RunAsync();
        node.Sink.Messages.ShouldBeEmpty();
        File.Exists(content + ".damaged").ShouldBeTrue();
    }

    [Fact]
    public async Task A_message_that_goes_out_at_once_leaves_nothing_and_never_had_a_journal()
    {
        await using var node = await OutboundNode.StartAsync();
        var hadJournal = false;
        node.Sink.Reply = command =>
        {
            hadJournal |= Directory.GetFiles(node.Node.Root, "*.env", SearchOption.AllDirectories).Length > 0;
            return null;
        };
        await node.SubmitAsync(Message, ["bert@remote.example"]);
        await node.RunAsync();
        node.Sink.Messages.Count.ShouldBe(1);
        hadJournal.ShouldBeFalse();
        Directory.GetFiles(Path.Combine(node.Node.Root, "spool"), "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is ".msg" or ".env" or ".tmp").ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_begun_and_never_promised_is_removed_at_the_next_start()
    {
        await using var node = await OutboundNode.StartAsync();
        await node.SubmitAsync(Message, ["bert@remote.example"]);
        var content = ContentOf(node);
        string[] left = [.. ((string[])[".tmp", ".env"]).Select(kind => Path.Combine(Path.GetDirectoryName(content)!, $"{Guid.NewGuid():N}{kind}"))];
        foreach (var file in left)
        {
            await File.WriteAllTextAsync(file, "half");
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-1));
        }

        new QueueStore(node.Node.Engine.Outbound.Store.DirectoryPath, node.Node.Time, NullLogger.Instance).Clean();
        left.ShouldAllBe(file => !File.Exists(file));
        File.Exists(content).ShouldBeTrue();
    }

    [Fact]
    public async Task A_queue_that_cannot_be_written_is_told_as_temporary_and_nothing_is_left_of_the_message()
    {
        await using var node = await OutboundNode.StartAsync();
        Directory.CreateDirectory(Path.Combine(node.Node.Root, "spool"));
        var queue = Path.Combine(node.Node.Root, "spool", "queue");
        await File.WriteAllTextAsync(queue, "in the way");
        await node.SubmitAsync(Message, ["bert@remote.example", "anna@example.org"], expected: "452 4.3.1");
        node.Inbox.ShouldBeEmpty();
        File.Delete(queue);
        await node.SubmitAsync(Message, ["bert@remote.example", "anna@example.org"]);
        await node.RunAsync();
        node.Sink.Messages.Count.ShouldBe(1);
        node.Inbox.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_another_process_did_to_a_message_before_its_first_attempt_counts_though_its_envelope_is_in_memory()
    {
        await using var node = await OutboundNode.StartAsync();
        var store = node.Node.Engine.Outbound.Store;
        var other = new QueueStore(store.DirectoryPath, node.Node.Time, NullLogger.Instance);
        await node.SubmitAsync(Message, ["held@remote.example"]);
        await node.SubmitAsync(Message, ["deleted@remote.example"]);
        await node.SubmitAsync(Message, ["sent@remote.example"]);
        var ids = store.All().ToDictionary(m => other.Load(m.Id)!.Recipients.Single().Recipient.Address.Split('@')[0], m => m.Id);
        other.Change(ids["held"], _ => new QueueEvent(QueueEventKind.Held, node.Node.Time.GetUtcNow()), isDurable: true).ShouldBe(true);
        other.Delete(ids["deleted"], isDurable: true).ShouldBeTrue();
        await node.RunAsync();
        node.Sink.Messages.ShouldHaveSingleItem().Recipients.ShouldBe(["RCPT TO:<sent@remote.example>"]);
        store.All().Select(m => m.Id).ShouldBe([ids["held"]]);
    }

    [Fact]
    public async Task A_message_woken_after_the_queue_has_stopped_is_left_to_the_process_that_delivers_next()
    {
        await using var node = await OutboundNode.StartAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = node.Queue.RunAsync(stop.Token);
        await node.SubmitAsync(Message, ["bert@remote.example"]);
        while (node.Queued > 0)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        await running;

        await node.SubmitAsync(Message, ["carl@remote.example"]);
        node.Queue.Active.ShouldBe(0);
        node.Queued.ShouldBe(1);
        node.Sink.Messages.Count.ShouldBe(1);
        await node.RunAsync();
        node.Sink.Messages.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Thousands_of_messages_wait_on_disk_and_not_in_memory()
    {
        await using var node = await OutboundNode.StartAsync();
        var store = node.Node.Engine.Outbound.Store;
        var content = Path.Combine(node.Node.Root, "content");
        await File.WriteAllTextAsync(content, Message);
        for (var i = 0; i < 3 * QueueLimits.Active; i++)
            store.Add(Guid.CreateVersion7(), content, new QueuedEnvelope("anna@example.org", [new QueuedRecipient($"x{i}@remote.example")]) { Arrived = node.Node.Time.GetUtcNow() });
        var most = 0;
        node.Sink.Reply = _ =>
        {
            most = Math.Max(most, node.Queue.Active);
            return null;
        };
        // Most find the destination busy at first; it calls them when it is not.
        await node.RunAsync();
        node.Sink.Messages.Count.ShouldBe(3 * QueueLimits.Active);
        most.ShouldBeLessThanOrEqualTo(QueueLimits.Active);
    }

    private static string ContentOf(OutboundNode node) => Directory.GetFiles(node.Node.Engine.Outbound.Store.DirectoryPath, "*.msg", SearchOption.AllDirectories).Single();
}

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
        File.SetLastWriteTimeUtc(journal, DateTime.UnixEpoch);
        await node.RunAsync();
        node.Sink.Messages.Count.ShouldBe(1);
        node.Queued.ShouldBe(0);
    }

    [Fact]
    public async Task A_damaged_journal_is_put_aside_with_its_message()
    {
        await using var node = await OutboundNode.StartAsync();
        await node.SubmitAsync(Message, ["bert@remote.example"]);
        var journal = Directory.GetFiles(node.Node.Root, "*.env", SearchOption.AllDirectories).Single();
        await File.WriteAllTextAsync(journal, "rubbish\n");
        File.SetLastWriteTimeUtc(journal, DateTime.UnixEpoch);
        await node.RunAsync();
        node.Node.Engine.Outbound.Store.Clean();
        File.Exists(journal + ".damaged").ShouldBeTrue();
        File.Exists(Path.ChangeExtension(journal, ".msg")).ShouldBeTrue();
    }

    [Fact]
    public async Task What_was_begun_and_never_promised_is_removed_at_the_next_start()
    {
        await using var node = await OutboundNode.StartAsync();
        await node.SubmitAsync(Message, ["bert@remote.example"]);
        var journal = Directory.GetFiles(node.Node.Root, "*.env", SearchOption.AllDirectories).Single();
        var orphan = Path.Combine(Path.GetDirectoryName(journal)!, $"{Guid.NewGuid():N}.msg");
        await File.WriteAllTextAsync(orphan, "half");
        File.SetLastWriteTimeUtc(orphan, DateTime.UtcNow.AddHours(-1));
        new QueueStore(node.Node.Engine.Outbound.Store.DirectoryPath, node.Node.Time, NullLogger.Instance).Clean();
        File.Exists(orphan).ShouldBeFalse();
        File.Exists(Path.ChangeExtension(journal, ".msg")).ShouldBeTrue();
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
        // The second thousand waits for the destination, and is looked at again when that is not busy.
        for (var round = 0; round < 60 && node.Queued > 0; round++)
            await node.RunAfterAsync(QueueLimits.Busy);
        node.Sink.Messages.Count.ShouldBe(3 * QueueLimits.Active);
        most.ShouldBeLessThanOrEqualTo(QueueLimits.Active);
    }
}

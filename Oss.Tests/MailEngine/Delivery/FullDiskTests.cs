using System.Text;
using Oss.MailEngine;
using Oss.Tests.MailEngine.Queue;
using Oss.Tests.MailEngine.Storage;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Delivery;

/// <summary>A file system that is full is told by 452, nothing half-done stays, and mail goes on when there is room again.</summary>
public class FullDiskTests
{
    [Theory]
    [InlineData(1_000)]
    [InlineData(200_000)]
    [InlineData(1_200_000)]
    public async Task A_full_spool_takes_no_message_until_there_is_room(int octets)
    {
        using var disk = SmallFileSystem.Mount("4m");
        await using var node = new MailNode(options => options with { SpoolDirectory = Path.Combine(disk.Path, "spool") });
        await node.AddMailboxAsync("anna@example.org");
        var client = await node.Connect(MailListener.Smtp).GreetAsync();
        disk.Fill();
        await client.BeginDataAsync("anna@example.org");
        (await client.AskAsync(Message(1, octets) + ".")).ShouldStartWith("452 4.3.1 ");
        node.Messages("anna@example.org").ShouldBeEmpty();
        disk.Free();
        await client.BeginDataAsync("anna@example.org");
        (await client.AskAsync(Message(2, octets) + ".")).ShouldStartWith("250 ");
        Numbers(node.Messages("anna@example.org")).ShouldBe([2]);
        Directory.GetFiles(Path.Combine(disk.Path, "spool")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(200_000)]
    public async Task A_full_queue_takes_no_message_until_there_is_room(int octets)
    {
        using var disk = SmallFileSystem.Mount();
        await using var node = await OutboundNode.StartAsync(outbound => outbound with { QueueDirectory = Path.Combine(disk.Path, "queue") });
        disk.Fill();
        await node.SubmitAsync(Message(1, octets), ["bert@remote.example", "anna@example.org"], expected: "452 4.3.1 ");
        node.Inbox.ShouldBeEmpty();
        disk.Free();
        await node.SubmitAsync(Message(2, octets), ["bert@remote.example", "anna@example.org"]);
        await node.RunAsync();
        node.Sink.Messages.ShouldHaveSingleItem().Content.ShouldContain("Subject: 2\r\n");
        node.Inbox.ShouldHaveSingleItem().ShouldContain("Subject: 2\r\n");
        Directory.GetFiles(disk.Path, "*.*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_next_server_took_is_not_sent_again_though_the_queue_has_no_room_to_note_it()
    {
        using var disk = SmallFileSystem.Mount();
        await using var node = await OutboundNode.StartAsync(outbound => outbound with { QueueDirectory = Path.Combine(disk.Path, "queue") });
        // One recipient is put off, so that what became of the other has to be written down.
        node.Sink.Reply = command => command.StartsWith("RCPT TO:<carl", StringComparison.Ordinal) ? "450 4.2.0 Later" : null;
        await node.SubmitAsync(Message(1, 1000), ["bert@remote.example", "carl@remote.example"]);
        disk.Fill();
        var running = node.RunAsync();
        while (node.Sink.Messages.IsEmpty)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        disk.Free();
        while (!running.IsCompleted)
        {
            node.Node.Time.Advance(TimeSpan.FromSeconds(5));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        await running;
        node.Sink.Reply = _ => null;
        await node.RunAfterAsync(TimeSpan.FromMinutes(10));
        node.Sink.Messages.Select(m => m.Recipients.Single()).ShouldBe(["RCPT TO:<bert@remote.example>", "RCPT TO:<carl@remote.example>"]);
    }

    [Fact]
    public async Task A_volume_that_gets_full_while_many_deliver_has_what_it_promised_and_nothing_else()
    {
        using var disk = SmallFileSystem.Mount("2m");
        await using var node = new MailNode(options => options with { Volumes = [new VolumeOptions("vol1", disk.Path)] });
        await node.AddMailboxAsync("anna@example.org");
        var refused = await DeliverAsync(node, Enumerable.Range(0, 40));
        refused.ShouldNotBeEmpty();
        Stored(disk).ShouldBe(Enumerable.Range(0, 40).Except(refused), ignoreOrder: true);
        disk.Grow("16m");
        (await DeliverAsync(node, refused)).ShouldBeEmpty();
        Stored(disk).ShouldBe(Enumerable.Range(0, 40), ignoreOrder: true);
    }

    // Four at a time; those that were not taken.
    private static async Task<List<int>> DeliverAsync(MailNode node, IEnumerable<int> numbers)
    {
        var refused = await Task.WhenAll(numbers.Chunk(10).Select(part => Task.Run(async () =>
        {
            var client = await node.Connect(MailListener.Lmtp, "127.0.0.1").GreetAsync("LHLO");
            var no = new List<int>();
            foreach (var number in part)
            {
                await client.BeginDataAsync("anna@example.org");
                var reply = await client.AskAsync(Message(number, 100_000) + ".");
                if (!reply.StartsWith("250 ", StringComparison.Ordinal))
                {
                    reply.ShouldStartWith("452 4.3.1 ");
                    no.Add(number);
                }
            }

            return no;
        })));
        return [.. refused.SelectMany(no => no)];
    }

    private static IEnumerable<int> Stored(SmallFileSystem disk)
    {
        var files = Directory.GetFiles(disk.Path, "*", SearchOption.AllDirectories).Where(file => file.Contains("/Maildir/", StringComparison.Ordinal)).ToList();
        files.ShouldNotContain(file => file.Contains("/Maildir/tmp/", StringComparison.Ordinal));
        var messages = files.Where(file => file.Contains("/Maildir/new/", StringComparison.Ordinal)).Select(File.ReadAllBytes).ToList();
        messages.ShouldAllBe(message => message.Length > 100_000 && Encoding.ASCII.GetString(message).EndsWith("x\r\n", StringComparison.Ordinal));
        return Numbers(messages);
    }

    private static string Message(int number, int octets)
    {
        var text = new StringBuilder($"From: a@elsewhere.example\r\nSubject: {number}\r\n\r\n");
        while (text.Length < octets)
            text.Append("seventy octets or so of what people write to each other, again and x\r\n");
        return text.ToString();
    }

    private static IEnumerable<int> Numbers(IEnumerable<byte[]> messages) =>
        messages.Select(message => int.Parse(Encoding.ASCII.GetString(message).Split("Subject: ")[1].Split('\r')[0]));
}

using System.Text;
using Oss.MailEngine;
using Oss.MailEngine.Smtp;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Smtp;

/// <summary>Where a message is while it comes: each octet arrives, there is a bound to what all take together, and nothing stays taken.</summary>
public class MessageMemoryTests
{
    [Theory]
    [InlineData(60_000, 0)]
    [InlineData(70_000, 0)]
    [InlineData(70_000, 20_000_000)]
    [InlineData(70_000, MessageMemory.Most)]
    [InlineData(200_000, MessageMemory.Most - 128 * 1024)]
    [InlineData(1_000_000, 0)]
    [InlineData(1_100_000, 0)]
    public async Task A_message_of_any_size_arrives_with_each_octet_however_much_others_have_taken(int octets, long taken)
    {
        await using var node = new MailNode();
        await node.AddMailboxAsync("anna@example.org");
        node.Engine.MessageMemory.TryTake(taken).ShouldBeTrue();
        var client = await (await node.Connect(MailListener.Smtp).GreetAsync()).BeginDataAsync("anna@example.org");
        var text = Text(octets);
        (await client.AskAsync(text + ".")).ShouldStartWith("250 ");
        Encoding.ASCII.GetString(node.Messages("anna@example.org").ShouldHaveSingleItem()).ShouldEndWith(text);
        node.Engine.MessageMemory.Taken.ShouldBe(taken);
        node.Spooled.ShouldBe(0);
    }

    [Fact]
    public async Task A_peer_that_hangs_up_gives_back_what_its_message_had()
    {
        await using var node = new MailNode();
        await node.AddMailboxAsync("anna@example.org");
        var client = await (await node.Connect(MailListener.Smtp).GreetAsync()).BeginDataAsync("anna@example.org");
        await client.SendAsync(Text(300_000));
        while (node.Engine.MessageMemory.Taken < 256 * 1024)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        await client.CloseAsync();
        await client.Session;
        node.Engine.MessageMemory.Taken.ShouldBe(0);
    }

    [Fact]
    public void Never_is_more_taken_than_there_is()
    {
        var memory = new MessageMemory();
        Parallel.For(0, 1000, _ => memory.TryTake(MessageMemory.Most / 100));
        memory.Taken.ShouldBe(MessageMemory.Most / 100 * 100);
        memory.TryTake(MessageMemory.Most / 100).ShouldBeFalse();
        memory.Return(memory.Taken);
        memory.TryTake(MessageMemory.Most).ShouldBeTrue();
    }

    private static string Text(int octets)
    {
        var text = new StringBuilder("From: a@elsewhere.example\r\nSubject: x\r\n\r\n");
        for (var line = 0; text.Length < octets; line++)
            text.Append($"line {line} of what people write to each other, again and again and again\r\n");
        return text.ToString();
    }
}

using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Queue;

/// <summary>What the next server says that it takes is kept to (RFC 9422, RFC 1870).</summary>
public sealed class ServerLimitTests
{
    private const string Message = "From: anna@example.org\r\n\r\nx\r\n";

    [Theory]
    [InlineData("LIMITS RCPTMAX=2", "2 2 1")]
    [InlineData("limits mailmax=100 rcptmax=3 FUTURE=1", "3 2")]
    [InlineData("LIMITS RCPTMAX=0", "5")]
    [InlineData("LIMITS RCPTMAX=many", "5")]
    [InlineData("LIMITS", "5")]
    [InlineData("SIZE", "5")]
    public async Task No_transaction_has_more_recipients_than_the_server_takes(string keyword, string expected)
    {
        await using var node = await OutboundNode.StartAsync();
        node.Sink.Keywords = ["PIPELINING", keyword];
        await node.SubmitAsync(Message, [.. Enumerable.Range(0, 5).Select(i => $"r{i}@remote.example")]);
        await node.RunAsync();
        string.Join(' ', node.Sink.Messages.Select(m => m.Recipients.Count)).ShouldBe(expected);
        node.Sink.Messages.SelectMany(m => m.Recipients).ShouldBeUnique();
        node.Sink.Messages.SelectMany(m => m.Recipients).Count().ShouldBe(5);
        node.Queued.ShouldBe(0);
    }

    [Theory]
    [InlineData("LIMITS RCPTDOMAINMAX=1", "a b,b c a")]
    [InlineData("LIMITS RCPTDOMAINMAX=2", "a,b,b c,a")]
    [InlineData("LIMITS RCPTDOMAINMAX=2 RCPTMAX=2", "a,b b,c a")]
    [InlineData("LIMITS RCPTMAX=9", "a,b,b,c,a")]
    public async Task No_transaction_has_recipients_of_more_domains_than_the_server_takes(string keyword, string expected)
    {
        await using var node = await OutboundNode.StartAsync(outbound => outbound with { SmartHost = Oss.MailEngine.Directory.MailTransport.TryParse($"smtp:127.0.0.1:{outbound.Port}") });
        node.Sink.Keywords = ["PIPELINING", keyword];
        await node.SubmitAsync(Message, ["1@a.example", "2@b.example", "3@B.example", "4@c.example", "5@a.example"]);
        await node.RunAsync();
        string.Join(' ', node.Sink.Messages.Select(m => string.Join(',', m.Recipients.Select(r => r.Split('@')[1].ToLowerInvariant()[0])))).ShouldBe(expected);
        node.Queued.ShouldBe(0);
    }

    [Fact]
    public async Task No_connection_has_more_messages_than_the_server_takes_and_each_is_left_with_a_goodbye()
    {
        await using var node = await OutboundNode.StartAsync(outbound => outbound with { ConnectionsPerDestination = 1 });
        node.Sink.Keywords = ["LIMITS MAILMAX=2 RCPTMAX=1"];
        await node.SubmitAsync(Message, ["a@remote.example", "b@remote.example", "c@remote.example"]);
        await node.SubmitAsync(Message, ["d@remote.example", "e@remote.example"]);
        await node.RunAsync();
        node.Sink.Messages.Count.ShouldBe(5);
        var sessions = string.Join(' ', node.Sink.Commands.Select(c => c.Split(' ')[0]).Where(verb => verb is "EHLO" or "MAIL" or "QUIT")).Split("EHLO", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        sessions.ShouldAllBe(session => session.Split("MAIL").Length <= 3);
        sessions.Length.ShouldBe(3);
        sessions[..2].ShouldAllBe(session => session.EndsWith("QUIT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_larger_than_the_server_takes_is_not_sent_and_comes_back_at_once()
    {
        await using var node = await OutboundNode.StartAsync();
        node.Sink.Keywords = ["SIZE 1000"];
        await node.SubmitAsync(Message + new string('x', 990) + "\r\n", ["bert@remote.example"]);
        await node.RunAsync();
        node.Sink.Commands.ShouldNotContain(command => command.StartsWith("MAIL", StringComparison.Ordinal));
        node.Inbox.ShouldHaveSingleItem().ShouldContain("Status: 5.3.4");
    }
}

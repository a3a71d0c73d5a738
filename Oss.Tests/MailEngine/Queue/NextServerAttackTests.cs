using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Queue;

/// <summary>Anybody can be the next server; one test for each of its attacks.</summary>
public class NextServerAttackTests
{
    private const string Message = "From: anna@example.org\r\n\r\nx\r\n";

    [Fact]
    public async Task A_message_goes_in_TLS_where_it_is_offered_whatever_the_certificate()
    {
        await using var node = await OutboundNode.StartAsync();
        node.Sink.Certificate = MailNode.TestCertificate;
        await node.SubmitAsync(Message, ["bert@remote.example"]);
        await node.RunAsync();
        node.Sink.Messages.Count.ShouldBe(1);
        node.Sink.Commands.Take(3).Select(c => c.Split(' ')[0]).ShouldBe(["EHLO", "STARTTLS", "EHLO"]);
    }

    [Fact]
    public async Task Replies_injected_behind_STARTTLS_are_never_read()
    {
        await using var node = await OutboundNode.StartAsync();
        node.Sink.Keywords = ["STARTTLS"];
        node.Sink.Reply = command => command == "STARTTLS" ? "220 Go ahead\r\n250-evil\r\n250 REQUIRETLS" : null;
        await node.SubmitAsync(Message, ["bert@remote.example"]);
        await node.RunAsync();
        // The connection is given up; the next one does without TLS.
        node.Sink.Connections.ShouldBe(2);
        node.Sink.Messages.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("250 OK\r\n250 and another")]
    [InlineData("250 OK\nQUIT")]
    [InlineData("250-OK\r\n251 other code")]
    [InlineData("999 what")]
    [InlineData("nonsense")]
    [InlineData("25")]
    public async Task A_server_out_of_step_gets_nothing_and_is_asked_again_later(string reply)
    {
        await using var node = await OutboundNode.StartAsync();
        node.Sink.Keywords = [];
        node.Sink.Reply = command => command.StartsWith("MAIL") ? reply : null;
        await node.SubmitAsync(Message, ["bert@remote.example"]);
        await node.RunAsync();
        node.Sink.Messages.ShouldBeEmpty();
        node.Queued.ShouldBe(1);
    }

    [Fact]
    public async Task A_reply_without_an_end_costs_a_bounded_amount()
    {
        await using var node = await OutboundNode.StartAsync();
        node.Sink.Reply = command => command.StartsWith("MAIL") ? string.Concat(Enumerable.Repeat("250-on and on\r\n", 10_000)) + "250 end" : null;
        await node.SubmitAsync(Message, ["bert@remote.example"]);
        await node.RunAsync();
        node.Queued.ShouldBe(1);
    }

    [Fact]
    public async Task What_a_server_says_cannot_write_into_the_notification()
    {
        await using var node = await OutboundNode.StartAsync();
        node.Sink.Reply = command => command.StartsWith("RCPT") ? "550-5.1.1 no\r\n550 5.1.1 X-Evil: 1\u0085\v\fBcc: x" + new string('y', 900) : null;
        await node.SubmitAsync(Message, ["bert@remote.example"]);
        await node.RunAsync();
        var lines = node.Inbox.ShouldHaveSingleItem().Split("\r\n");
        lines.ShouldNotContain(l => l.StartsWith("X-Evil") || l.StartsWith("Bcc"));
        lines.ShouldAllBe(l => l.Length < 998);
    }

    [Fact]
    public async Task What_needs_SMTPUTF8_is_not_sent_to_a_server_without_it()
    {
        await using var node = await OutboundNode.StartAsync();
        node.Sink.Keywords = ["PIPELINING", "8BITMIME"];
        await node.SubmitAsync(Message, ["j\u00c3\u00b6rg+x@remote.example"], " SMTPUTF8");
        await node.RunAsync();
        node.Sink.Messages.ShouldBeEmpty();
        var bounce = node.Inbox.ShouldHaveSingleItem();
        bounce.ShouldContain("Status: 5.6.7");
        bounce.ShouldContain("Content-Type: message/global-delivery-status\r\n");
        bounce.ShouldContain("Final-Recipient: utf-8; j\\x{F6}rg\\x{2B}x@remote.example\r\n");
    }

    /// <summary>However such a message came into the queue, no other server is shown an end of data that is none here.</summary>
    [Theory]
    [MemberData(nameof(Smtp.SmtpAttackTests.Smuggling), MemberType = typeof(Smtp.SmtpAttackTests))]
    public async Task Nothing_is_smuggled_out_by_an_end_of_data_that_is_none(string sequence)
    {
        await using var node = await OutboundNode.StartAsync();
        node.Sink.Keywords = [];
        var content = Path.Combine(node.Node.Root, "content");
        await File.WriteAllTextAsync(content, $"Subject: x\r\n\r\ntext{sequence}MAIL FROM:<smuggled@evil.example>\r\nRCPT TO:<bert@remote.example>\r\nDATA\r\nSubject: y\r\n\r\nevil\r\n");
        node.Node.Engine.Outbound.Store.Add(
            Guid.CreateVersion7(), content, new("anna@example.org", [new("bert@remote.example")]) { Arrived = node.Node.Time.GetUtcNow() });
        await node.RunAsync();
        // The sink takes LF alone for an end of a line, as some servers do.
        node.Sink.Commands.ShouldNotContain(command => command.Contains("smuggled", StringComparison.Ordinal));
        node.Sink.Messages.ShouldAllBe(message => message.Content.Contains("evil"));
    }

    [Theory]
    [InlineData("one\rtwo\r\n")]
    [InlineData("one\ntwo\r\n")]
    [InlineData("one\r")]
    public async Task A_message_that_no_server_can_be_sent_comes_back_at_once(string text)
    {
        await using var node = await OutboundNode.StartAsync();
        var content = Path.Combine(node.Node.Root, "content");
        await File.WriteAllTextAsync(content, $"Subject: x\r\n\r\n{text}");
        node.Node.Engine.Outbound.Store.Add(
            Guid.CreateVersion7(), content, new("anna@example.org", [new("bert@remote.example"), new("carl@remote.example")]) { Arrived = node.Node.Time.GetUtcNow() });
        await node.RunAsync();
        node.Sink.Messages.ShouldBeEmpty();
        node.Queued.ShouldBe(0);
        var bounce = node.Inbox.ShouldHaveSingleItem();
        bounce.ShouldContain("Status: 5.6.0");
        bounce.ShouldContain("Final-Recipient: rfc822; carl@remote.example");
        node.Sink.Connections.ShouldBe(1);
    }

    [Fact]
    public async Task Eight_bit_text_is_encoded_for_a_server_that_takes_seven()
    {
        await using var node = await OutboundNode.StartAsync();
        node.Sink.Keywords = [];
        await node.SubmitAsync("From: anna@example.org\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nA line that is mostly ASCII, for J\u00c3\u00b6rg\r\n", ["bert@remote.example"]);
        await node.RunAsync();
        var content = node.Sink.Messages.ShouldHaveSingleItem().Content;
        content.ShouldAllBe(c => c < 128);
        content.ShouldContain("J=C3=B6rg");
    }
}

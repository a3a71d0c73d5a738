using Oss.MailEngine.Smtp.Client;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Queue;

/// <summary>The next server stops in whatever state: the message waits and goes another time, and other destinations are not kept waiting.</summary>
public sealed class SlowServerTests
{
    [Theory]
    [InlineData("")]
    [InlineData("EHLO")]
    [InlineData("STARTTLS")]
    [InlineData("MAIL")]
    [InlineData("RCPT")]
    [InlineData("DATA")]
    [InlineData("in the data")]
    [InlineData(".")]
    public async Task A_server_that_stops_is_left_and_asked_again_later(string state)
    {
        await using var node = await OutboundNode.StartAsync();
        var stall = state == "in the data" ? "From:" : state;
        node.Sink.Keywords = state == "STARTTLS" ? ["STARTTLS"] : [];
        using var stalled = new ManualResetEventSlim();
        node.Sink.Reply = command =>
        {
            // Asked for the data in this way, the sink takes the first line of it for a command.
            if (stalled.IsSet || command.Split(' ')[0] != stall)
                return command == "STARTTLS" ? "454 4.7.0 No TLS now" : command == "DATA" && !stalled.IsSet && state == "in the data" ? "354 Go on" : null;
            stalled.Wait();
            return SmtpSink.HangUp;
        };
        // More than the system takes off our hands while the server reads nothing.
        var text = state == "in the data" ? string.Concat(Enumerable.Repeat(new string('x', 998) + "\r\n", 20_000)) : "x\r\n";
        await node.SubmitAsync($"From: anna@example.org\r\n\r\n{text}", ["bert@remote.example"]);
        var id = node.Node.Engine.Outbound.Store.All().Single().Id;
        var running = node.RunAsync();
        // Until the attempt is noted: the clock moves, the server does not.
        while (!running.IsCompleted && node.Node.Engine.Outbound.Store.Load(id)!.Recipients[0].Attempts == 0)
        {
            node.Node.Time.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(2);
        }

        node.Node.Engine.Outbound.Store.Load(id)!.Recipients[0].Reply.ShouldStartWith("451 4.4.");
        node.Sink.Messages.ShouldBeEmpty();
        node.Inbox.ShouldBeEmpty();
        stalled.Set();
        await running;
        await node.RunAfterAsync(TimeSpan.FromHours(1));
        node.Sink.Messages.Count.ShouldBe(1);
        node.Queued.ShouldBe(0);
    }

    [Fact]
    public async Task A_server_that_stops_in_the_handshake_is_done_without_TLS()
    {
        await using var node = await OutboundNode.StartAsync();
        node.Sink.Keywords = ["STARTTLS"];
        var (hello, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        node.Sink.Handshake = async stream =>
        {
            await stream.ReadExactlyAsync(new byte[1]);
            hello.SetResult();
            await end.Task;
        };
        await node.SubmitAsync("From: anna@example.org\r\n\r\nx\r\n", ["bert@remote.example"]);
        var running = node.RunAsync();
        await hello.Task;
        node.Node.Time.Advance(SmtpClientLimits.Tls);
        await running;
        node.Sink.Messages.ShouldHaveSingleItem();
        node.Queued.ShouldBe(0);
        end.SetResult();
    }
}

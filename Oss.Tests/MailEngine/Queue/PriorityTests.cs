using Oss.MailEngine;
using Oss.MailEngine.Queue;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Queue;

/// <summary>Messages that are more urgent than others (RFC 6710).</summary>
public sealed class PriorityTests
{
    private const string Message = "From: anna@example.org\r\nSubject: x\r\n\r\nx\r\n";

    [Fact]
    public async Task Where_a_destination_takes_one_at_a_time_the_most_urgent_goes_first()
    {
        await using var node = await OutboundNode.StartAsync(o => o with { ConnectionsPerDestination = 1 });
        node.Sink.Keywords = [.. node.Sink.Keywords, "MT-PRIORITY MIXER"];
        using var first = new ManualResetEventSlim();
        using var others = new ManualResetEventSlim();
        node.Sink.Reply = command =>
        {
            // The first holds the only connection until all others wait for it.
            if (command == "." && !first.IsSet)
            {
                first.Set();
                others.Wait(TimeSpan.FromSeconds(60));
            }

            return null;
        };
        await node.SubmitAsync(Message, ["first@remote.example"]);
        using var stop = new CancellationTokenSource();
        var running = node.Queue.RunAsync(stop.Token);
        first.Wait(TimeSpan.FromSeconds(60)).ShouldBeTrue();
        foreach (var priority in (int[])[-3, 0, 4, 0, 9, -9])
            await node.SubmitAsync(Message, [$"p{priority}@remote.example"], priority == 0 ? "" : $" MT-PRIORITY={priority}");
        while (node.Queue.Active < 7)
            await Task.Delay(5);
        others.Set();
        while (node.Sink.Messages.Count < 7)
            await Task.Delay(5);
        await stop.CancelAsync();
        await running;

        node.Sink.Messages.Select(m => m.Recipients[0].Split('<', '@')[1]).ShouldBe(["first", "p9", "p4", "p0", "p0", "p-3", "p-9"]);
        node.Sink.Messages.Select(m => m.Mail.Split(" MT-PRIORITY=") is [_, var value] ? value.Split(' ')[0] : "").ShouldBe(["", "9", "4", "", "", "-3", "-9"]);
        node.Sink.Messages.ElementAt(1).Content.ShouldContain("\r\n\tPRIORITY 9;");
    }

    [Fact]
    public async Task A_place_that_somebody_stops_waiting_for_is_given_to_the_next()
    {
        var places = new DestinationPlaces(1);
        await places.EnterAsync(0, default);
        using var stop = new CancellationTokenSource();
        var (impatient, next) = (places.EnterAsync(9, stop.Token).AsTask(), places.EnterAsync(0, default).AsTask());
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(impatient);
        next.IsCompleted.ShouldBeFalse();
        places.Leave();
        await next;
        places.Leave();
        await places.EnterAsync(-9, default);
    }

    [Theory]
    [InlineData("9", "250 2.3.6 0 is the new priority assigned to the message")]
    [InlineData("-4", "250 2.1.0 ")]
    [InlineData("0", "250 2.1.0 ")]
    [InlineData("10", "501 5.5.2 ")]
    [InlineData("-0", "501 5.5.2 ")]
    [InlineData("+1", "501 5.5.2 ")]
    [InlineData("", "501 5.5.2 ")]
    [InlineData("high", "501 5.5.2 ")]
    public async Task Strangers_have_no_urgent_mail(string priority, string reply)
    {
        await using var node = new MailNode();
        var client = await node.Connect(MailListener.Smtp).GreetAsync();
        (await client.AskAsync($"MAIL FROM:<a@elsewhere.example> MT-PRIORITY={priority}")).ShouldStartWith(reply);
    }
}

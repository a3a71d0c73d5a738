using System.Net;
using Oss.MailEngine;
using Oss.MailEngine.Connections;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Connections;

public class ConnectionThrottleTests
{
    private static readonly IPAddress One = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Other = IPAddress.Parse("2001:db8::1");

    [Fact]
    public void One_address_cannot_take_every_place()
    {
        var throttle = new ConnectionThrottle(10, 2);
        throttle.TryEnter(One).ShouldNotBeNull();
        var second = throttle.TryEnter(One).ShouldNotBeNull();
        throttle.TryEnter(One).ShouldBeNull();
        throttle.TryEnter(Other).ShouldNotBeNull();

        second.Dispose();
        second.Dispose();
        throttle.TryEnter(One).ShouldNotBeNull();
        throttle.TryEnter(One).ShouldBeNull();
        throttle.Count.ShouldBe(3);
    }

    [Fact]
    public void All_addresses_together_have_a_limit()
    {
        var throttle = new ConnectionThrottle(2, 2);
        throttle.TryEnter(One).ShouldNotBeNull();
        throttle.TryEnter(Other).ShouldNotBeNull();
        throttle.TryEnter(null).ShouldBeNull();
        throttle.Count.ShouldBe(2);
    }

    [Fact]
    public void Coming_and_going_from_many_sides_loses_no_count()
    {
        var throttle = new ConnectionThrottle(1000, 1000);
        Parallel.For(0, 20_000, _ => throttle.TryEnter(One)?.Dispose());
        throttle.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData(MailListener.Smtp, "421 4.7.0 ")]
    [InlineData(MailListener.Pop3, "-ERR ")]
    [InlineData(MailListener.Imap, "* BYE ")]
    public async Task A_connection_too_many_is_told_so_in_its_own_protocol(MailListener listener, string expected)
    {
        await using var node = new MailNode(options => options with { MaxConnectionsPerAddress = 1 });
        var first = node.Connect(MailListener.Smtp);
        var second = node.Connect(listener);
        (await second.ReadLineAsync())!.ShouldStartWith(expected);
        (await second.ReadLineAsync()).ShouldBeNull();
        await first.CloseAsync();
    }
}

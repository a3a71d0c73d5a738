using System.Net;
using Oss.MailEngine.Directory;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Queue;

/// <summary>Mail leaves from the address that is set for where it goes.</summary>
public sealed class SourceAddressTests
{
    private const string Message = "From: anna@example.org\r\n\r\nx\r\n";

    [Theory]
    [InlineData("bert@remote.example", "127.0.0.7")]
    [InlineData("bert@special.example", "127.0.0.8")]
    [InlineData("bert@below.special.example", "127.0.0.7")]
    [InlineData("bert@a.wide.example", "127.0.0.9")]
    [InlineData("bert@by-transport.example", "127.0.0.10")]
    public async Task Mail_leaves_from_the_address_of_its_domain_or_transport_and_else_from_the_common_one(string recipient, string expected)
    {
        await using var node = await OutboundNode.StartAsync(o => o with
        {
            SourceAddresses = [IPAddress.Parse("127.0.0.7"), IPAddress.IPv6Loopback],
            Sources = new Dictionary<string, IReadOnlyList<IPAddress>>
            {
                ["special.example"] = [IPAddress.Parse("127.0.0.8")], [".wide.example"] = [IPAddress.Parse("127.0.0.9")], ["localhost"] = [IPAddress.Parse("127.0.0.10")],
            },
            Transports = new Dictionary<string, MailTransport> { ["by-transport.example"] = MailTransport.TryParse($"smtp:LOCALHOST:{o.Port}")! },
        });
        foreach (var domain in (string[])["special.example", "below.special.example", "a.wide.example"])
            node.Dns.AddMx(domain, 10, "mx.remote.example");
        await node.SubmitAsync(Message, [recipient]);
        await node.RunAsync();
        node.Sink.Messages.ShouldHaveSingleItem();
        node.Sink.Sources.ShouldBe([IPAddress.Parse(expected)]);
    }

    [Fact]
    public async Task An_address_of_the_one_family_does_not_keep_mail_from_a_server_of_the_other()
    {
        await using var node = await OutboundNode.StartAsync(o => o with { SourceAddresses = [IPAddress.Parse("127.0.0.7")] });
        await using var six = new SmtpSink(IPAddress.IPv6Loopback, node.Sink.Port);
        node.Dns.AddMx("six.example", 10, "mx.six.example").AddAddress("mx.six.example", "::1");
        await node.SubmitAsync(Message, ["bert@six.example"]);
        await node.RunAsync();
        six.Messages.ShouldHaveSingleItem();
        six.Sources.ShouldBe([IPAddress.IPv6Loopback]);
    }

    [Fact]
    public async Task An_address_that_this_machine_has_not_keeps_mail_waiting_and_says_so()
    {
        await using var node = await OutboundNode.StartAsync(o => o with { SourceAddresses = [IPAddress.Parse("192.0.2.99")] });
        await node.SubmitAsync(Message, ["bert@remote.example"]);
        await node.RunAsync();
        node.Sink.Messages.ShouldBeEmpty();
        node.Node.Engine.Outbound.Store.Load(node.Node.Engine.Outbound.Store.All().Single().Id)!.Recipients[0].Reply.ShouldContain("this machine has no address of that kind");
    }
}

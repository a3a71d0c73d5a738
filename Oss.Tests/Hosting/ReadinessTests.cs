using Oss.MailEngine;
using Oss.Tests.MailEngine;
using Shouldly;
using Xunit;

namespace Oss.Tests.Hosting;

/// <summary>A node whose ports are bound before it is ready.</summary>
public sealed class ReadinessTests
{
    [Theory]
    [InlineData(MailListener.Smtp, "421 4.3.2 ")]
    [InlineData(MailListener.Lmtp, "421 4.3.2 ")]
    [InlineData(MailListener.Submission, "421 4.3.2 ")]
    [InlineData(MailListener.Imap, "* BYE [UNAVAILABLE] ")]
    [InlineData(MailListener.Pop3, "-ERR [SYS/TEMP] ")]
    [InlineData(MailListener.ManageSieve, "BYE (TRYLATER) ")]
    public async Task Until_it_is_ready_clients_are_told_to_come_again_and_nobody_that_a_mailbox_is_not_there(MailListener listener, string expected)
    {
        await using var node = new MailNode();
        node.Engine.IsOpen = false;
        var client = node.Connect(listener);
        (await client.ReadLineAsync())!.ShouldStartWith(expected);
        (await client.ReadLineAsync()).ShouldBeNull();
        await client.Session;
        node.Engine.IsOpen = true;
        (await node.Connect(listener).ReadLineAsync())!.ShouldNotStartWith(expected);
    }
}

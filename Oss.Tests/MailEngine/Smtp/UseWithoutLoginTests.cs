using System.Net;
using Oss.MailEngine;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Smtp;

/// <summary>Networks that may send without a password are counted by who does.</summary>
public class UseWithoutLoginTests
{
    [Fact]
    public async Task Each_message_without_a_login_is_told_with_its_account_and_no_other()
    {
        var uses = new List<UseWithoutLogin>();
        await using var node = new MailNode(options => options with { RelayNetworks = [IPNetwork.Parse("203.0.113.0/24")], UsedWithoutLogin = uses.Add });
        await node.AddMailboxAsync("anna@example.org");
        var dialIn = await node.Connect(MailListener.Submission, "203.0.113.9").GreetAsync();
        (await dialIn.AskAsync("MAIL FROM:<anna@example.org>")).ShouldStartWith("250 ");
        (await dialIn.AskAsync("RSET")).ShouldStartWith("250 ");
        (await dialIn.AskAsync("MAIL FROM:<somebody@elsewhere.example>")).ShouldStartWith("250 ");
        var user = await node.Connect(MailListener.Submission, "127.0.0.1").GreetAsync();
        (await user.AskAsync("AUTH PLAIN AGFubmFAZXhhbXBsZS5vcmcAc2VjcmV0")).ShouldStartWith("235 ");
        (await user.AskAsync("MAIL FROM:<anna@example.org>")).ShouldStartWith("250 ");
        var stranger = await node.Connect(MailListener.Smtp, "192.0.2.7").GreetAsync();
        (await stranger.AskAsync("MAIL FROM:<anna@example.org>")).ShouldStartWith("250 ");
        uses.ShouldBe(
        [
            new UseWithoutLogin(IPAddress.Parse("203.0.113.9"), "anna@example.org", "anna@example.org"),
            new UseWithoutLogin(IPAddress.Parse("203.0.113.9"), "somebody@elsewhere.example", null),
        ]);
    }
}
